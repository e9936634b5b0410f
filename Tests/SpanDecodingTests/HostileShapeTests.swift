import Glibc
import Testing
import TraceModel
import TracemillTesting

@testable import SpanDecoding

/// Whatever stands in a dump, it is looked at a few times at most.
@Suite("Hostile shapes")
struct HostileShapeTests {
  /// Steps over values and counts the bytes it was made to look at.
  private struct StepCounter: ValueReader {
    static var isFinal: Bool { false }
    var base = 0
    var steps = 0
    var values = 0
    var rejected = 0

    mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
      let start = cursor.offset
      do throws(JSONError) {
        try cursor.skipValue()
        steps += cursor.offset - start
        values += 1
      } catch {
        steps += error.offset - start
        throw error
      }
    }

    func mark() {}
    mutating func rollBack(to mark: Void) {}
    mutating func reject(_ defect: Defect, at offset: Int, _ reason: @autoclosure () -> String) { rejected += 1 }
    mutating func countRejected(bytes: Int) {}
    mutating func countRead() {}
  }

  /// A shape: what stands first `count` times, then `count` times.
  private static let shapes: [(name: String, first: String, then: String)] = [
    ("arrays that never end", "[\n", ""),
    ("objects with arrays that never end", "{\"a\":[\n", ""),
    ("exports that never end", "{\"resourceSpans\":[\n", ""),
    ("texts that never end", "{\"a\":\"x\n", ""),
    ("texts that never end, with a space", "{ \"a\":\"x\n", ""),
    ("elements behind which another is due", "{\"a\":[{},\n", ""),
    ("numbers in arrays that never end", "[5,\n", ""),
    ("numbers in arrays within an array", "[{},[5,\n", ""),
    ("objects within objects", "{\"a\":[\n", "]}\n"),
    ("objects within objects, each damaged at its end", "{\"a\":[\n", "]x}\n"),
    ("brackets that do not pair", "{\"a\":[\n", "}\n"),
    ("whole values", "{\"a\":1}\n", ""),
    ("elements without commas", "[{}\n", ""),
    ("garbage", "x\n", ""),
    ("quotes", "\"\n", ""),
    ("one element a line", "{\"a\":[1]},\n", ""),
  ]

  private static func count(_ shape: (name: String, first: String, then: String), _ count: Int) -> StepCounter {
    let text = String(repeating: shape.first, count: count) + String(repeating: shape.then, count: count)
    var decoder = ValueDecoder(reader: StepCounter())
    _ = decoder.decode(
      InputWindow(Array(text.utf8), base: 0, isLast: true), from: InputPosition(offset: 0), before: .max)
    return decoder.reader
  }

  @Test("twice the input is at most 2.5 times the bytes looked at", arguments: shapes.indices)
  func steps(_ index: Int) {
    let shape = Self.shapes[index]
    let once = Self.count(shape, 1000)
    let twice = Self.count(shape, 2000)
    #expect(Double(twice.steps) <= 2.5 * Double(max(once.steps, 1000)), "\(shape.name): \(once.steps), \(twice.steps)")
    #expect(twice.values + twice.rejected > 0, "\(shape.name)")
  }

  @Test("a large dump of each shape is read at once", .timeLimit(.minutes(1)), arguments: shapes.indices)
  func whole(_ index: Int) async throws {
    let shape = Self.shapes[index]
    let text = String(repeating: shape.first, count: 10_000) + String(repeating: shape.then, count: 10_000)
    let file = ScratchFile(text)
    let plain = try await DecodedText.of([file.path], chunkSize: 1 << 16)
    let packed = try await DecodedText.of([file.packed(by: "gzip", ".gz")], chunkSize: 1 << 16)
    #expect(plain.quality == packed.quality, "\(shape.name)")
    #expect(plain.quality[.rejectedValue] + plain.quality[.rejectedSpan] > 0)
    withExtendedLifetime(file) {}
  }

  @Test("an array with one element a line is read in parts, as if its elements stood alone")
  func arrays() async throws {
    let spans = (1...200).map { "{\"traceId\":\"a\",\"id\":\"\(String($0, radix: 16))\",\"name\":\"n\",\"tags\":{}}" }
    let whole = try await DecodedText.of("[" + spans.joined(separator: ",") + "]")
    #expect(whole.spans.count == 200 && whole.rejects == [] && whole.quality.valuesRead == 1)
    let traces = stride(from: 0, to: 200, by: 10).map { "[" + spans[$0..<$0 + 10].joined(separator: ",\n") + "]" }
    for text in ["[\n" + spans.joined(separator: ",\n") + "\n]\n", "[" + traces.joined(separator: ",\n") + "]"] {
      let file = ScratchFile(text)
      for path in [file.path, file.packed(by: "gzip", ".gz")] {
        for size in [64, 300, 5000, 1 << 20] {
          let other = try await DecodedText.of([path], chunkSize: size, jobs: 2)
          #expect(other.spans == whole.spans, "parts of \(size)")
          #expect(other.rejects == [], "parts of \(size)")
          #expect(other.quality.valuesRead == 1, "parts of \(size)")
        }
      }
      withExtendedLifetime(file) {}
    }
  }

  @Test("a damaged element costs itself, an array without its end is told once")
  func damagedArrays() async throws {
    func span(_ number: Int) -> String { "{\"traceId\":\"a\",\"id\":\"\(number)\",\"tags\":{}}" }
    let cases: [(text: String, spans: Int, rejects: Int)] = [
      ("[\n\(span(1)),\n{\"traceId\":\"a\",,\n\(span(3)),\n\(span(4))\n]\n\(span(5))\n", 4, 1),
      ("[\n\(span(1)),\n\(span(2)),\n", 2, 1), ("[\(span(1)),\n\(span(2))\n[\(span(3))]\n\(span(4))", 4, 1),
      ("[\(span(1))\(span(2)),\(span(3))]\n\(span(4))", 4, 1), ("[\(span(1)),\n\(span(2))] x\n\(span(3))\n", 3, 1),
      ("\(span(1)),\n\(span(2)),\n", 2, 0),
      ("[\(span(1)),{\"traceId\":\"a\n\(span(2)),\n\(span(3))]\n\(span(4))", 4, 1),
    ]
    for (text, spans, rejects) in cases {
      let decoded = try await DecodedText.of(text)
      #expect(decoded.spans.count == spans, "\(text)")
      #expect(decoded.rejects.count == rejects, "\(text): \(decoded.rejects)")
    }
  }

  @Test("a span keeps all its events")
  func events() async throws {
    let event = #"{"timeUnixNano":"1","name":"e"}"#
    let events = [String](repeating: event, count: 70_000).joined(separator: ",")
    let file = ScratchFile(
      #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b","#
        + #""events":["# + events + "]}]}]}]}")
    let decoded = try await SpanDecoder(options: DecodingOptions()).decode([DumpInput(path: file.path)])
    #expect(decoded.batches.first?.records.first?.eventCount == 70_000)
    withExtendedLifetime(file) {}
  }

  @Test("a folder whose links lead in a circle, or to one file twice, gives each file once")
  func circle() throws {
    let file = ScratchFile(Array("{}".utf8), name: "dump.json")
    let folder = String(file.path.dropLast("/dump.json".count))
    for (target, name) in [(".", "a"), (".", "b"), ("dump.json", "e.json")] {
      #expect(unsafe symlink(target, folder + "/" + name) == 0)
    }
    #expect(try DumpInput.expand([folder]).map(\.path) == [file.path])
    withExtendedLifetime(file) {}
  }
}
