import Glibc
import ReportModel
import SpanDecoding
import SyntheticTraces
import TraceAnalysis
import TraceAssembly
import TraceModel

/// Fixed workloads on a synthetic dump; one JSON line each on stdout, times in nanoseconds a span, of one worker.
///
///     swift run -c release tracemill-bench [RUNS]
///
/// Each workload is run once to warm up, then `RUNS` times (5). Compare the least: other work on the machine only adds.
@main
struct Bench {
  private static let requests = 9000

  static func main() async throws {
    let runs = max(1, CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5)
    var buffer = ByteBuffer()
    _ = try SyntheticSystem.generate(SyntheticScenario(seed: 1, length: .requests(requests)), writingTo: &buffer)
    let file = try ScratchFile(buffer.bytes)
    let input = DumpInput(path: file.path)

    let selected = AttributeSelection.only(Set(ReportFold.requiredAttributes))
    var store = SpanStore()
    let quality = try await SpanDecoder(options: DecodingOptions(attributes: selected)).decode([input], into: &store)
    let assembler = try await TraceAssembler(store, quality: quality)
    let symbols = assembler.symbols
    let spans = quality.spansRead

    func measure(_ workload: String, _ body: () async throws -> Void) async throws {
      try await body()
      var times: [Int64] = []
      for _ in 0..<runs {
        let start = ContinuousClock.now
        try await body()
        let parts = (ContinuousClock.now - start).components
        times.append(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
      }
      times.sort()
      Bench.write(workload, spans: spans, runs: runs, times)
    }
    func measure(_ workload: String, _ fold: some TraceFold) async throws {
      try await measure(workload) { _ = try await JourneyPass.run(fold, over: assembler, jobs: 1).fold.finish() }
    }

    try await measure("decode") { try await decode(input, .only([])) }
    try await measure("decode-all-attributes") { try await decode(input, .all) }
    try await measure("assemble") {
      for number in 0..<assembler.partitionCount { _ = try assembler.partition(number) }
    }
    try await measure("doctor", DoctorFold(options: (), prior: (), symbols: symbols))
    try await measure("red", REDFold(options: REDOptions(), prior: (), symbols: symbols))
    try await measure("dependencies", DependencyFold(options: DependencyOptions(), prior: (), symbols: symbols))
    try await measure("queues", QueuesFold(options: QueuesOptions(), symbols: symbols))
    try await measure("errors", ErrorsFold(options: ErrorsOptions(), symbols: symbols))
    try await measure("paths", RequestPathsFold(options: RequestPathsFold.Options(), symbols: symbols))
    try await measure("report", ReportFold(options: ReportFold.Options(), symbols: symbols))
  }

  private static func decode(_ input: DumpInput, _ attributes: AttributeSelection) async throws {
    var store = SpanStore()
    _ = try await SpanDecoder(options: DecodingOptions(attributes: attributes)).decode([input], into: &store)
  }

  private static func write(_ workload: String, spans: Int, runs: Int, _ times: [Int64]) {
    var json = JSONWriter()
    json.object { json in
      json.field("workload", workload)
      json.field("spans", spans)
      json.field("runs", runs)
      json.field("leastNsPerSpan", times[0] / Int64(max(1, spans)))
      json.field("medianNsPerSpan", times[times.count / 2] / Int64(max(1, spans)))
    }
    print(String(decoding: json.finish(), as: UTF8.self), terminator: "")
  }
}

/// A file without a name that holds given bytes, gone with the value.
private struct ScratchFile: ~Copyable {
  private let descriptor: Int32

  struct Failure: Error, CustomStringConvertible {
    let description = "/tmp: the dump to measure with cannot be written; is there room for 20 MB?"
  }

  init(_ bytes: [UInt8]) throws {
    var template = Array("/tmp/tracemill-bench-XXXXXX".utf8CString)
    // SAFETY: the template ends in NUL and is changed in place.
    descriptor = unsafe mkstemp(&template)
    unsafe unlink(template)
    var done = 0
    while descriptor >= 0, done < bytes.count {
      // SAFETY: the range lies within the array.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      if count <= 0 { break }
      done += count
    }
    if done < bytes.count { throw Failure() }
  }

  var path: String { "/proc/self/fd/\(descriptor)" }

  deinit { close(descriptor) }
}
