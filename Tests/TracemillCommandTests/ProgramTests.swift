import HostSystem
import Testing

@testable import TracemillCommand

@Test("help of a command wraps and groups its flags by category")
func commandHelp() async throws {
  let expected = """
    tracemill red: Rate, errors and duration per service.

    Usage: tracemill red [OPTIONS] DUMP...

    Counts every span once.

    Arguments:
      DUMP...  A file, a glob, a folder, or - for standard input.

    Input:
      -s, --strict
              Reject nothing.

    Selection:
          --since TIME
              Keep traces that start at TIME or later.
              TIME is RFC 3339, @SECONDS, or relative to the end of the dump (-30m).
          --exclude SERVICE:OPERATION
              Leave this operation out. [may be repeated]

    Output:
      -o, --output DIR
              Write the report into DIR.
          --no-svg
              Do not draw.
      -f, --format FORMAT
              How to print. [values: md, json] [default: md]

    Resources:
      -j, --jobs N
              Use N workers. [default: all cores]

    Common:
          --config FILE
              Read settings from FILE, lines of the form "flag = value".
              A "#" starts a comment; a value may stand in double quotes. A flag on
              the command line comes before the environment (TRACEMILL_JOBS for
              --jobs), which comes before the file.
      -q, --quiet
              Print errors only.
      -v, --verbose
              Say what is being done, also when nobody watches.
          --log-format FORMAT
              How messages on stderr look. [values: text, json] [default: text]
      -h, --help
              Print help; -h prints the short form.

    Examples:
      tracemill red dump.jsonl.gz
          The figures of one dump.

    """
  let long = try await runSample(["red", "--help"])
  #expect(long.out == expected)
  #expect(try await runSample(["help", "red"]).out == expected)
  let short = try await runSample(["red", "-h", "--unknown"])
  #expect(short.code == 0 && !short.out.contains("RFC 3339") && short.out.contains("--since TIME"))
}

@Test("help of the program lists commands by group, and topics")
func programHelp() async throws {
  let expected = """
    tracemill: Offline analysis of traces.

    Usage: tracemill COMMAND [OPTIONS] DUMP...

    Analyses:
      red          Rate, errors and duration per service.

    Policy and cost:
      fail         Fail.

    Help:
      help         Explain a command or a topic.
      man          Print the manual page in roff.
      completions  Print a shell's completion script.

    Topics of help:
      json         The shapes of JSON.

    See "tracemill help COMMAND" for the flags of a command.

    """
  for arguments in [["help"], ["--help"], ["-h"]] { #expect(try await runSample(arguments).out == expected) }
  let bare = try await runSample([], terminal: Terminal(outputIsTerminal: true))
  #expect(bare.out == expected && bare.code == 0)
  #expect(try await runSample(["help", "json"]).out == ".dots\n'quotes' \\ and ünïcode\n")
}

@Test("the program ends with the status that fits")
func statuses() async throws {
  let bare = try await runSample([])
  #expect(bare.code == 2 && bare.out.isEmpty && bare.err.contains("usage: tracemill COMMAND"))
  let version = try await runSample(["--version"])
  #expect(version.code == 0 && version.out == "tracemill 0.1.0\n")
  let unknown = try await runSample(["rde", "d"])
  #expect(unknown.code == 2 && unknown.err == "error: rde: there is no such command; did you mean red?\n")
  let early = try await runSample(["--quiet", "red"])
  #expect(early.code == 2 && early.err.contains("flags follow the command"))
  #expect(try await runSample(["red", "a", "b"]) == (0, "a\nb\n", ""))
  #expect(try await runSample(["fail", "--fail-on", "gate"]).code == 1)
  #expect(try await runSample(["fail", "--fail-on", "pipe"]) == (0, "", ""))
  let full = try await runSample(["fail", "--log-format", "json"])
  #expect(full.code == 2)
  #expect(
    full.err == """
      {"level":"error","message":"x.json: cannot be written: no space is left on the device; free some space or choose \
      another place"}

      """)
  #expect(ExitStatus.signal(15).code == 143)
  #expect(ExitStatus.rejectedTooMuch.combined(with: .gateTripped) == .gateTripped)
}

@Test("completion scripts are read by the shells that are installed", arguments: CompletionShell.allCases)
func completions(_ shell: CompletionShell) async throws {
  let script = try await runSample(["completions", shell.rawValue]).out
  #expect(script.contains("exclude") && script.contains("completions"))
  guard case .found(let path) = ProgramLookup.find(shell.rawValue, in: .ofProcess()) else { return }
  let result = try ChildProcess.run(path, ["-n"], input: Array(script.utf8), environment: .ofProcess())
  #expect(result.end == .exited(0) && result.errors.isEmpty)
}

@Test(
  "bash completes commands, flags, values and topics",
  arguments: [
    ("tracemill re", "red"), ("tracemill red --exc", "--exclude"), ("tracemill red --format js", "json"),
    ("tracemill red -f m", "md"), ("tracemill help js", "json"), ("tracemill completions z", "zsh"),
  ])
func bashCompletes(_ line: String, _ expected: String) async throws {
  guard case .found(let bash) = ProgramLookup.find("bash", in: .ofProcess()) else { return }
  let script = bashCompletion(of: sampleProgram.manual)
  let words = line.split(separator: " ")
  let use = "\nCOMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1); _tracemill; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
  let result = try ChildProcess.run(bash, ["-s"], input: Array((script + use).utf8), environment: .ofProcess())
  #expect(String(decoding: result.output, as: UTF8.self) == expected + "\n")
}

@Test("groff sets the manual page without a warning, letter for letter")
func manual() async throws {
  let page = try await runSample(["man"]).out
  #expect(page.utf8.allSatisfy { $0 < 0x80 })
  guard case .found(let groff) = ProgramLookup.find("groff", in: .ofProcess()) else { return }
  let result = try ChildProcess.run(
    groff, ["-man", "-ww", "-Tutf8", "-P-cbou"], input: Array(page.utf8), environment: .ofProcess())
  #expect(result.end == .exited(0))
  #expect(String(decoding: result.errors, as: UTF8.self) == "")
  let text = String(decoding: result.output, as: UTF8.self)
  #expect(text.contains(".dots") && text.contains("'quotes' \\ and ünïcode"))
  #expect(text.contains("-j, --jobs N") && text.contains("Commands: red."))
}
