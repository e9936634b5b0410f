import Glibc
import HostSystem
import TracemillTesting

@testable import TracemillCommand

struct SampleOptions: Sendable, Equatable {
  enum Format: String, CaseIterable, Sendable { case md, json }
  var dumps: [String] = []
  var folder: String?
  var jobs = 0
  var since: TimePoint?
  var exclude: [ServiceOperation] = []
  var strict = false
  var drawsSVG = true
  var format = Format.md
}

let sampleSpec = CommandSpec(
  "red", .analyses, "Rate, errors and duration per service.", discussion: "Counts every span once.",
  initial: SampleOptions(),
  positionals: [.list(PositionalManual("DUMP", "A file, a glob, a folder, or - for standard input."), \.dumps)],
  flags: [
    .text(
      FlagManual("output", short: "o", value: "DIR", .output, "Write the report into DIR.", completion: .folder),
      \.folder),
    .value(
      FlagManual("jobs", short: "j", value: "N", .resources, "Use N workers.", default: "all cores"), \.jobs,
      Count.parsePositive),
    .value(
      FlagManual(
        "since", value: "TIME", .selection, "Keep traces that start at TIME or later.",
        longDoc: "TIME is RFC 3339, @SECONDS, or relative to the end of the dump (-30m)."), \.since, TimePoint.parse),
    .list(
      FlagManual("exclude", value: "SERVICE:OPERATION", .selection, "Leave this operation out."), \.exclude,
      ServiceOperation.parsePair),
    .toggle(FlagManual("strict", short: "s", .input, "Reject nothing."), \.strict),
    .toggle(FlagManual("no-svg", .output, "Do not draw."), \.drawsSVG, sets: false),
    .choice(FlagManual("format", short: "f", value: "FORMAT", .output, "How to print.", default: "md"), \.format),
  ],
  examples: [CommandExample("tracemill red dump.jsonl.gz", "The figures of one dump.")],
  check: { options throws(UsageError) in
    if options.strict, options.format == .json {
      throw UsageError("--strict and --format json exclude each other", remedy: "give one of them")
    }
  })

/// Takes flags that `red` has not, and fails in every way a command can.
let failingSpec = CommandSpec(
  "fail", .policy, "Fail.", initial: SampleOptions(),
  flags: [.text(FlagManual("fail-on", value: "WHAT", .gates, "Fail on WHAT."), \.folder)])

let sampleProgram = Program(
  name: "tracemill", version: "0.1.0", abstract: "Offline analysis of traces.",
  commands: [
    Command(sampleSpec) { options, context in
      try context.print(options.dumps.joined(separator: "\n") + "\n")
    },
    Command(failingSpec) { options, context in
      switch options.folder {
      case "gate": return .gateTripped
      case "pipe": throw OutputError("standard output", "cannot be written", SystemError(code: EPIPE))
      default: throw OutputError("x.json", "cannot be written", SystemError(code: ENOSPC))
      }
    },
  ],
  topics: [HelpTopic(name: "json", abstract: "The shapes of JSON.", text: ".dots\n'quotes' \\ and ünïcode")])

/// Runs the sample program; returns the exit code, stdout and stderr.
func runSample(
  _ arguments: [String], environment: [String: String] = [:], terminal: Terminal = Terminal()
) async throws -> (code: Int32, out: String, err: String) {
  let folder = try TemporaryFolder()
  let (out, err) = (folder.path + "/out", folder.path + "/err")
  let descriptors = unsafe [open(out, O_WRONLY | O_CREAT, 0o600), open(err, O_WRONLY | O_CREAT, 0o600)]
  let context = Context(
    environment: Environment(environment), terminal: terminal, standardOutput: BorrowedDescriptor(descriptors[0]),
    talk: Talk(descriptor: BorrowedDescriptor(descriptors[1])))
  let status = await sampleProgram.run(arguments, context)
  descriptors.forEach { close($0) }
  return (status.code, try text(of: out), try text(of: err))
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
