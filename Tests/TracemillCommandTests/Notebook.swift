/// A Markdown page whose `console` blocks hold commands and what they print.
///
/// In a block a line `$ COMMAND` is run by the shell, and the lines up to the next one are what it printed, stdout and stderr
/// together; a status other than 0 stands after it as `[status N]`.
struct Notebook {
  /// The page in pieces: text that stays, and commands with their output.
  enum Piece: Equatable {
    case text(String)
    case command(String, output: String)
  }

  var pieces: [Piece] = []

  init(_ page: String) {
    var isInside = false
    // The text ends with a line break, so the last piece is empty and no line.
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line == "```console" {
        isInside = true
      } else if isInside, line == "```" {
        isInside = false
      } else if isInside, line.hasPrefix("$ ") {
        pieces.append(.command(String(line.dropFirst(2)), output: ""))
        continue
      } else if isInside, case .command(let command, let output) = pieces.last {
        pieces[pieces.count - 1] = .command(command, output: output + line + "\n")
        continue
      }
      pieces.append(.text(line + "\n"))
    }
  }

  /// The page again.
  var page: String {
    pieces.map { piece in
      switch piece {
      case .text(let line): line
      case .command(let command, let output): "$ \(command)\n\(output)"
      }
    }.joined()
  }

  var commands: Int {
    pieces.count { if case .command = $0 { true } else { false } }
  }

  /// The page with what its commands print now, run one after the other in `folder`.
  func rerun(in folder: String) throws -> Notebook {
    var result = self
    for (place, piece) in pieces.enumerated() {
      guard case .command(let command, _) = piece else { continue }
      let outcome = try BuiltProgram.shell("exec 2>&1\ncd \"$0\"\n\(command)", [folder])
      var output = outcome.out
      if !output.isEmpty, !output.hasSuffix("\n") { output += "\n" }
      if outcome.code != 0 { output += "[status \(outcome.code)]\n" }
      result.pieces[place] = .command(command, output: output)
    }
    return result
  }
}
