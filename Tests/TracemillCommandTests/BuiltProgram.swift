import Glibc
import HostSystem

@testable import TracemillCommand

/// The program as it was built, beside the tests that run: it is run as its users run it.
enum BuiltProgram {
  struct Outcome: Equatable {
    /// As the shell tells it: 128 and more for a signal.
    var code: Int32
    var out: String
    var err: String
  }

  /// The top folder of the source tree.
  static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// The folder with the executable.
  static let folder: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
  }()

  /// Runs `tracemill` in `folder`.
  static func run(_ arguments: [String], input: [UInt8]? = nil, in folder: String = "/") throws -> Outcome {
    try shell("cd \"$0\" && exec tracemill \"$@\"", [folder] + arguments, input: input)
  }

  /// Runs a line of shell, in which `tracemill` is the built program. `arguments` are `$0`, `$1` and so on.
  ///
  /// Nothing of the environment gets through but the search path and what sanitizers are told.
  static func shell(_ line: String, _ arguments: [String] = ["sh"], input: [UInt8]? = nil) throws -> Outcome {
    let own = Environment.ofProcess()
    var values = ["PATH": folder + ":" + (own["PATH"] ?? "/usr/bin:/bin"), "LC_ALL": "C"]
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] { values[name] = own[name] }
    let result = try ChildProcess.run(
      "/bin/sh", ["-c", line] + arguments, input: input, environment: Environment(values),
      timeoutNs: 300_000_000_000)
    let code: Int32 =
      switch result.end {
      case .exited(let status): status
      case .killed(let signal): 128 + signal
      case .timedOut: -1
      }
    return Outcome(
      code: code, out: String(decoding: result.output, as: UTF8.self),
      err: String(decoding: result.errors, as: UTF8.self))
  }
}
