import Glibc
import Testing

@testable import TracemillCommand

private func run(
  _ program: String, _ arguments: [String], input: [UInt8]? = nil, limit: Int = 1 << 30,
  timeoutNs: Int64 = 20_000_000_000
) throws -> ChildProcess.Result {
  guard case .found(let path) = ProgramLookup.find(program, in: .ofProcess()) else {
    throw ChildProcessError(program: program, problem: "it is not there", code: 0)
  }
  let child = try ChildProcess(
    path, arguments, input: input, output: .captured(limit: limit), environment: .ofProcess())
  return try child.wait(timeoutNs: timeoutNs)
}

@Test("big input and output pass without either side waiting for ever")
func bigOutput() throws {
  let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
  let result = try run("cat", [], input: input)
  #expect(result.end == .exited(0))
  #expect(result.output == input)
}

@Test("arguments reach the program as they are, no shell between")
func arguments() throws {
  let result = try run("printf", ["%s|", "a b", "$HOME", "; ls", "", "'\"`"])
  #expect(String(decoding: result.output, as: UTF8.self) == "a b|$HOME|; ls||'\"`|")
}

@Test("status, errors and signals are told")
func ends() throws {
  let failed = try run("sh", ["-c", "echo no >&2; exit 7"])
  #expect(failed == ChildProcess.Result(end: .exited(7), output: [], isOutputCut: false, errors: Array("no\n".utf8)))
  #expect(try run("sh", ["-c", "kill -TERM $$"]).end == .killed(signal: 15))
  #expect(try run("sh", ["-c", "yes | head -1; exec true"]).end == .exited(0), "SIGPIPE has its default again")
  #expect(try run("cat", []).output == [], "without input it reads /dev/null")
}

@Test("a program that reads nothing of its input is no error")
func unread() throws { #expect(try run("true", [], input: [UInt8](repeating: 0, count: 1 << 22)).end == .exited(0)) }

@Test("output past the limit is dropped, errors past 64 KiB too")
func limits() throws {
  let result = try run("sh", ["-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], limit: 1000)
  #expect(result.output.count == 1000 && result.isOutputCut && result.errors.count == 65_536)
}

@Test("a program that takes too long is killed", arguments: ["exec sleep 60", "exec sleep 60 >&- 2>&-"])
func timeout(_ script: String) throws {
  let start = ContinuousClock.now
  #expect(try run("sh", ["-c", script], timeoutNs: 100_000_000).end == .timedOut)
  #expect(ContinuousClock.now - start < .seconds(10))
}

@Test("output goes to a descriptor, which stays open")
func toFile() throws {
  let folder = try TemporaryFolder()
  let descriptor = unsafe open(folder.path + "/out", O_WRONLY | O_CREAT, 0o600)
  defer { close(descriptor) }
  let child = try ChildProcess(
    "/bin/sh", ["-c", "echo x"], output: .descriptor(descriptor), environment: .ofProcess())
  #expect(try child.wait() == ChildProcess.Result(end: .exited(0), output: [], isOutputCut: false, errors: []))
  try writeAll([0x79], to: descriptor, name: "out")
  #expect(try text(of: folder.path + "/out") == "x\ny")
}

@Test("a program that is absent names the package that brings it")
func absent() {
  let nowhere = Environment(["PATH": "/nonexistent::"])
  let lookup = ProgramLookup.find("dot", in: nowhere)
  #expect(lookup == .absent(name: "dot", package: "graphviz"))
  #expect(lookup.advice == "dot: the program is not installed; apt-get install graphviz")
  #expect(throws: ChildProcessError.self) { _ = try ChildProcess("/nonexistent", [], environment: nowhere).wait() }
}
