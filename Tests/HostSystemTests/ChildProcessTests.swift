import Glibc
import HostSystem
import Testing
import TracemillTesting

private func run(
  _ program: String, _ arguments: [String], input: [UInt8]? = nil, limit: Int = 1 << 30,
  timeoutNs: Int64 = 20_000_000_000
) throws -> ChildProcess.Result {
  guard case .found(let path) = ProgramLookup.find(program, in: .ofProcess()) else {
    throw ChildProcessError(program: program, error: SystemError(code: ENOENT))
  }
  return try ChildProcess.run(
    path, arguments, input: input, output: .captured(limit: limit), environment: .ofProcess(), timeoutNs: timeoutNs)
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
  let result = try ChildProcess.run(
    "/bin/sh", ["-c", "echo x"], output: .descriptor(BorrowedDescriptor(descriptor)), environment: .ofProcess())
  #expect(result == ChildProcess.Result(end: .exited(0), output: [], isOutputCut: false, errors: []))
  try BorrowedDescriptor(descriptor).write([0x79])
  #expect(try text(of: folder.path + "/out") == "x\ny")
}

@Test("a program that is absent names the package that brings it")
func absent() {
  let nowhere = Environment(["PATH": "/nonexistent::"])
  let lookup = ProgramLookup.find("dot", in: nowhere)
  #expect(lookup == .absent(name: "dot", package: "graphviz"))
  #expect(lookup.advice == "dot: the program is not installed; apt-get install graphviz")
  #expect(throws: ChildProcessError.self) { try ChildProcess.run("/nonexistent", [], environment: nowhere) }
}

@Test("a program that leaves another behind, which holds its streams open, is not waited for")
func leftBehind() throws {
  let start = ContinuousClock.now
  let result = try run("sh", ["-c", "sleep 15 & echo done"])
  #expect(result.end == .exited(0) && result.output == Array("done\n".utf8))
  #expect(ContinuousClock.now - start < .seconds(10))
}

@Test("a program that is let go is killed, and leaves no zombie")
func letGo() throws {
  let pid: pid_t
  do {
    let folder = try TemporaryFolder()
    let child = try ChildProcess(
      "/bin/sh", ["-c", "echo $$ > '\(folder.path)/pid'; exec sleep 60"], input: nil, output: nil, errors: nil)
    while try folder.names.isEmpty || text(of: folder.path + "/pid").isEmpty { usleep(1000) }
    pid = try #require(pid_t(text(of: folder.path + "/pid").dropLast()))
    #expect(kill(pid, 0) == 0)
    child.stop()
  }
  #expect(kill(pid, 0) == -1)
}
