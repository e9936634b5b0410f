import HostSystem
import Testing

@testable import TracemillCommand

private func parse(
  _ arguments: [String], environment: [String: String] = [:], config: String? = nil
) throws -> ParsedOptions<SampleOptions> {
  let parsed = try sampleSpec.parse(
    arguments, environment: Environment(environment), program: sampleProgram.manual,
    readFile: { path throws(UsageError) in
      guard let config else { throw UsageError("there is no such file", place: path) }
      return config
    })
  guard case .run(let options, _) = parsed else { throw UsageError("help was asked for") }
  return options
}

struct AcceptedCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var arguments: [String]
  var environment: [String: String] = [:]
  var config: String?
  var expected: SampleOptions

  init(
    _ sentence: String, _ arguments: [String], environment: [String: String] = [:], config: String? = nil,
    _ change: (inout SampleOptions) -> Void
  ) {
    testDescription = sentence
    self.arguments = arguments
    self.environment = environment
    self.config = config
    expected = SampleOptions(dumps: ["d"])
    change(&expected)
  }
}

private let accepted = [
  AcceptedCase("a flag and its value are two arguments", ["d", "--jobs", "3"]) { $0.jobs = 3 },
  AcceptedCase("a flag and its value are one argument", ["--jobs=3", "d"]) { $0.jobs = 3 },
  AcceptedCase("a short flag and its value are two arguments", ["-o", "dir", "d"]) { $0.folder = "dir" },
  AcceptedCase("a short flag holds its value", ["-odir", "d"]) { $0.folder = "dir" },
  AcceptedCase("a short flag holds its value after =", ["-o=dir", "d"]) { $0.folder = "dir" },
  AcceptedCase("short switches stand together, the last with a value", ["-svj2", "d"]) {
    $0.strict = true
    $0.jobs = 2
  },
  AcceptedCase("after -- nothing is a flag", ["--", "d", "--jobs"]) { $0.dumps = ["d", "--jobs"] },
  AcceptedCase("- is an argument", ["-", "d"]) { $0.dumps = ["-", "d"] },
  AcceptedCase("a value may start with a minus", ["d", "--since", "-30m"]) {
    $0.since = .relativeToEnd(-1_800_000_000_000)
  },
  AcceptedCase("of a flag given twice the last wins", ["d", "-j1", "--jobs=5"]) { $0.jobs = 5 },
  AcceptedCase("a list takes every value in order", ["d", "--exclude", "a:b", "--exclude", "c:d"]) {
    $0.exclude = [ServiceOperation(service: "a", operation: "b"), ServiceOperation(service: "c", operation: "d")]
  },
  AcceptedCase("a switch can store false", ["d", "--no-svg"]) { $0.drawsSVG = false },
  AcceptedCase("a value may hold =", ["d", "--output=a=b"]) { $0.folder = "a=b" },
  AcceptedCase("the environment sets a flag", ["d"], environment: ["TRACEMILL_NO_SVG": "1", "TRACEMILL_JOBS": "4"]) {
    $0.jobs = 4
    $0.drawsSVG = false
  },
  AcceptedCase("an empty variable is not set", ["d"], environment: ["TRACEMILL_JOBS": ""]) { _ in },
  AcceptedCase("the command line comes before the environment", ["d", "-j2"], environment: ["TRACEMILL_JOBS": "x"]) {
    $0.jobs = 2
  },
  AcceptedCase(
    "a switch is taken back on the command line", ["d", "--strict=no"], environment: ["TRACEMILL_STRICT": "1"]
  ) { _ in },
  AcceptedCase(
    "the configuration file sets flags, comments and quotes included", ["d", "--config", "c"],
    config: "# night\n\njobs = 7 # workers\n output = \"a # \\\"b\\\"\" \r\nstrict=true\nfail-on = of-another-command\n"
  ) {
    $0.jobs = 7
    $0.folder = "a # \"b\""
    $0.strict = true
  },
  AcceptedCase(
    "the environment comes before the file, lists are replaced", ["d"],
    environment: ["TRACEMILL_CONFIG": "c", "TRACEMILL_EXCLUDE": "a:b"], config: "exclude = c:d\nexclude = e:f\njobs = 2"
  ) {
    $0.exclude = [ServiceOperation(service: "a", operation: "b")]
    $0.jobs = 2
  },
]

@Test("arguments are accepted", arguments: accepted)
func accepts(_ c: AcceptedCase) throws {
  #expect(try parse(c.arguments, environment: c.environment, config: c.config).options == c.expected)
}

struct RefusedCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var arguments: [String]
  var environment: [String: String] = [:]
  var config: String?
  var message: String
}

private let refused = [
  RefusedCase(
    testDescription: "an unknown flag names the nearest", arguments: ["d", "--jbos", "3"],
    message: "--jbos: there is no such flag of red; did you mean --jobs?"),
  RefusedCase(
    testDescription: "the start of a flag names it", arguments: ["d", "--exc", "a:b"],
    message: "--exc: there is no such flag of red; did you mean --exclude?"),
  RefusedCase(
    testDescription: "another command's flag names the command", arguments: ["d", "--fail-on", "x"],
    message: "--fail-on: there is no such flag of red; it belongs to fail"),
  RefusedCase(
    testDescription: "an unknown letter", arguments: ["-sx", "d"],
    message:
      "-x: there is no such flag of red; see \"tracemill help red\"; an argument that starts with - goes after --"),
  RefusedCase(
    testDescription: "a value is missing at the end", arguments: ["d", "--jobs"],
    message: "--jobs: its value is missing; write --jobs N"),
  RefusedCase(
    testDescription: "a flag is no value", arguments: ["d", "--output", "--strict"],
    message: "--output: its value is missing before --strict; write --output DIR, or --output=--strict if that is meant"
  ),
  RefusedCase(
    testDescription: "an empty value", arguments: ["d", "--output="],
    message: "--output: the value is empty; leave the flag out or give it a value"),
  RefusedCase(
    testDescription: "a switch with a value", arguments: ["d", "--strict=maybe"],
    message: "--strict: \"maybe\" is not a value of a switch; give it no value, or true or false"),
  RefusedCase(
    testDescription: "a choice that is none", arguments: ["d", "--format", "jsn"],
    message: "--format: \"jsn\" is not a value it knows; did you mean json? it takes md, json"),
  RefusedCase(
    testDescription: "a missing argument", arguments: [],
    message: "red: DUMP is missing; the command is \"red [OPTIONS] DUMP...\""),
  RefusedCase(
    testDescription: "a variable is named as the place", arguments: ["d"], environment: ["TRACEMILL_JOBS": "many"],
    message: "TRACEMILL_JOBS: \"many\" is no whole number; write digits only"),
  RefusedCase(
    testDescription: "an unknown key has its line", arguments: ["d", "--config", "c.conf"],
    config: "jobs = 1\njbos = 2",
    message: "c.conf:2: jbos: no command has a flag of this name; did you mean jobs?"),
  RefusedCase(
    testDescription: "a line without =", arguments: ["d", "--config", "c.conf"], config: "\n# x\njobs 1",
    message: "c.conf:3: the line has no \"=\"; write it as \"flag = value\""),
  RefusedCase(
    testDescription: "a wrong value in a file", arguments: ["d", "--config", "c.conf"], config: "jobs = 0",
    message: "c.conf:1: jobs: 0 is out of range; it is 1 or more"),
  RefusedCase(
    testDescription: "a file names no further file", arguments: ["d", "--config", "c.conf"], config: "config = x",
    message: "c.conf:1: config: this cannot be set in a file; give it on the command line"),
  RefusedCase(
    testDescription: "a missing file", arguments: ["d", "--config", "c.conf"], message: "c.conf: there is no such file"),
  RefusedCase(
    testDescription: "flags that exclude each other", arguments: ["d", "--strict", "-fjson"],
    message: "--strict and --format json exclude each other; give one of them"),
]

@Test("arguments are refused with the place, the problem and what to do", arguments: refused)
func refuses(_ c: RefusedCase) throws {
  do {
    let options = try parse(c.arguments, environment: c.environment, config: c.config)
    Issue.record("accepted as \(options)")
  } catch {
    #expect("\(error)" == c.message)
  }
}

@Test("the level follows the last flag, also over the environment")
func level() throws {
  #expect(try parse(["d", "-qv"]).common.level == .verbose)
  #expect(try parse(["d", "-v"], environment: ["TRACEMILL_QUIET": "1"]).common.level == .verbose)
  #expect(try parse(["d", "--log-format=json"]).common.logFormat == .json)
}

@Test("a variable that no flag is named after is warned of")
func unknownVariable() throws {
  let parsed = try sampleSpec.parse(
    ["d"], environment: Environment(["TRACEMILL_JOB": "1"]), program: sampleProgram.manual,
    readFile: { _ throws(UsageError) in "" })
  guard case .run(_, let warnings) = parsed else { return #expect(Bool(false)) }
  #expect(warnings == ["TRACEMILL_JOB: no flag has this name; did you mean TRACEMILL_JOBS?"])
}

@Test(
  "the edit distance counts a swap once",
  arguments: [
    ("jobs", "jbos", 1), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("ca", "abc", 3),
    ("kitten", "sitting", 3),
  ]
)
func distance(_ left: String, _ right: String, _ expected: Int) {
  #expect(editDistance(left, right) == expected)
  #expect(editDistance(right, left) == expected)
}
