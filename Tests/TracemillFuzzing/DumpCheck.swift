import SpanDecoding
import TraceAnalysis
import TraceAssembly
public import TraceModel
import TracemillTesting

/// Runs everything tracemill does over one dump and lists what should not be.
public enum DumpCheck {
  /// Reads, analyses and prints a dump. One that a decompressor would have to be started for is passed over.
  ///
  /// - Parameters:
  ///   - dump: Any bytes.
  ///   - isThorough: Whether it is also read in pieces and from a pipe, and analysed by other partitions and workers: the same must come out.
  /// - Returns: What is wrong; empty when nothing is.
  public static func failures(of dump: [UInt8], isThorough: Bool) -> [String] {
    if isPacked(dump[...]) || isPacked(dump.dropFirst(4)) { return [] }
    var failures: [String] = []
    let whole = decode(MemoryInput(file: dump), chunkSize: 2 << 20)
    // UTF-16 is counted as the UTF-8 that is read of it.
    let isCountedAsIs = !isUTF16(dump)
    if isCountedAsIs, whole.quality.bytesRead != dump.count {
      failures.append("\(whole.quality.bytesRead) of \(dump.count) bytes read")
    }
    if isCountedAsIs, whole.quality.bytesRejected > dump.count {
      failures.append("\(whole.quality.bytesRejected) bytes rejected")
    }
    let spans = whole.batches.reduce(0) { $0 + $1.records.count }
    if spans != whole.quality.spansRead { failures.append("\(whole.quality.spansRead) of \(spans) spans counted") }
    if isThorough {
      for size in [64, 300, 5000] where size < 2 * dump.count && dump.count < 100 * size {
        failures += differences(decode(MemoryInput(file: dump), chunkSize: size), whole).map {
          "chunks of \(size): \($0)"
        }
        if let pipe = MemoryInput(pipe: dump) {
          failures += differences(decode(pipe, chunkSize: size), whole).map { "blocks of \(size): \($0)" }
        }
      }
    }
    if spans > 0 { failures += analysisFailures(of: whole, isThorough: isThorough) }
    return failures
  }

  private static func isPacked(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: [0x1f, 0x8b]) || bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd])
  }

  private static func decode(_ input: consuming MemoryInput, chunkSize: Int) -> DecodedSpans {
    let inputs = [input.input]
    let result = CallerExecutor.result {
      try? await SpanDecoder(options: DecodingOptions(chunkSize: chunkSize)).decode(inputs)
    }
    _ = consume input
    return result ?? DecodedSpans()
  }

  private static func differences(_ part: DecodedSpans, _ whole: DecodedSpans) -> [String] {
    if part.quality != whole.quality { return ["\(part.quality) is not \(whole.quality)"] }
    let ids = [part, whole].map { $0.batches.flatMap { $0.records.map { [$0.traceID.low, $0.spanID.value] } } }
    return ids[0] == ids[1] ? [] : ["other spans"]
  }

  /// What is wrong with the analyses of decoded spans and what is printed of them.
  public static func analysisFailures(of spans: DecodedSpans, isThorough: Bool) -> [String] {
    let (result, outputs) = analyse(spans, partitions: 1, jobs: 1)
    var failures = pathFailures(result)
    for (name, bytes) in outputs.json.sorted(by: { $0.key < $1.key }) where !JSONGrammar.accepts(bytes) {
      failures.append("\(name): no JSON: \(String(decoding: bytes.prefix(2000), as: UTF8.self))")
    }
    for (name, text) in outputs.dot.sorted(by: { $0.key < $1.key }) where !DOTGrammar.accepts(text) {
      failures.append("\(name): no DOT: \(text.prefix(2000))")
    }
    for (name, text) in outputs.texts.sorted(by: { $0.key < $1.key }) {
      if let scalar = text.unicodeScalars.first(where: isHarmful) {
        failures.append("\(name): holds U+\(String(scalar.value, radix: 16))")
      }
    }
    for (name, text) in outputs.tables.sorted(by: { $0.key < $1.key }) { failures += tableFailures(name, text) }
    if isThorough {
      let (_, others) = analyse(spans, partitions: 7, jobs: 3)
      for (name, bytes) in outputs.json where others.json[name] != bytes { failures.append("\(name) differs by jobs") }
      if others != outputs { failures.append("the number of partitions and workers changes the output") }
    }
    return failures
  }

  /// Lines of a table that have other fields than its head, or hold what is not seen.
  private static func tableFailures(_ name: String, _ text: String) -> [String] {
    var failures: [String] = []
    var fields = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let count = line.split(separator: "\t", omittingEmptySubsequences: false).count
      if line.hasPrefix("table\t") { fields = count }
      if !line.isEmpty, count != fields {
        failures.append("\(name): \(count) fields, not \(fields): \(line.prefix(500))")
      }
      if line.unicodeScalars.contains(where: { $0 != "\t" && isHarmful($0) }) {
        failures.append("\(name): no plain field: \(line.debugDescription.prefix(500))")
      }
    }
    return failures
  }

  /// Whether a dump begins with a byte order mark of UTF-16.
  public static func isUTF16(_ dump: [UInt8]) -> Bool {
    dump.starts(with: [0xff, 0xfe]) || dump.starts(with: [0xfe, 0xff])
  }

  /// Control characters, and those that turn the direction of text.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0a: false
    case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }

  private static func analyse(
    _ spans: DecodedSpans, partitions: Int, jobs: Int
  ) -> (result: AllAnalyses.Result, outputs: RenderedOutputs) {
    CallerExecutor.result {
      let assembler = await TraceAssembler(spans, partitions: partitions, jobs: jobs)
      do {
        let (fold, quality) = try await JourneyPass.run(
          AllAnalyses(symbols: assembler.symbols), over: assembler, jobs: jobs)
        let result = fold.finish()
        return (result, RenderedOutputs(result, quality: quality))
      } catch {
        preconditionFailure("nothing was spilled: \(error)")
      }
    }
  }

  private static func pathFailures(_ result: AllAnalyses.Result) -> [String] {
    var failures: [String] = []
    for responses in [result.report.criticalPath.responses, result.requests.responses.responses] {
      for response in responses {
        let segments = response.segments.map { $0.start..<max($0.start, $0.end) }
        if !tile(segments, response.duration) { failures.append("no tiling of response \(response.rootSpanID)") }
      }
    }
    for completions in [result.report.completions.completions, result.requests.completions.completions] {
      for path in completions {
        let segments = path.segments.map { $0.start..<max($0.start, $0.end) }
        if !tile(segments, path.duration) { failures.append("no tiling of completion \(path.originSpanID)") }
      }
    }
    return failures
  }

  private static func tile(_ segments: [Range<Int64>], _ duration: Int64) -> Bool {
    guard let first = segments.first, let last = segments.last else { return duration <= 0 }
    return segments.allSatisfy { !$0.isEmpty } && last.upperBound &- first.lowerBound == duration
      && zip(segments, segments.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }
  }
}
