import SpanDecoding
import Testing
import TraceModel
import TracemillTesting

/// However a dump is cut, packed or framed, the same comes out.
@Suite struct StreamTests {
  /// Lines of several formats, some damaged, some several lines long.
  static func dump(seed: UInt64, lines: Int) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (1...lines).map { number in
      let pad = String(repeating: random.pick(["x", "{", "\\\"", "[", "é"]), count: Int(random.number(in: 0...60)))
      switch random.number(in: 0...19) {
      case 0: return "garbage \(pad)"
      case 1: return "{\"resourceSpans\":[{]]\(number)"
      case 2: return "{\"traceId\":\"a\",\"id\":\"\(number)\",\n  \"name\":\"\(pad)\",\n  \"tags\":{}}"
      case 3: return "[{\"traceId\":\"a\",\"id\":\"\(number)\",\"name\":\"\(pad)\",\"tags\":{}}]"
      case 4:
        return random.pick([
          "[", "]", ",", "[[", "]]", "]}", "{\"a\":[", "{\"resourceSpans\":[", "[5,", "{\"a\":\"\(pad)",
        ])
      case 5: return "[\n" + (1...4).map { span(20 * number + $0, pad) }.joined(separator: ",\n") + "\n]"
      case 6: return span(number, pad) + ","
      default: return span(number, pad)
      }
    }
  }

  static func span(_ number: Int, _ name: String) -> String {
    let id = String(number, radix: 16)
    return #"{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[{"traceId":"0a","spanId":""#
      + String(repeating: "0", count: 16 - id.count) + id
      + #"","name":""# + name + #"","startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}"#
  }

  @Test(arguments: [UInt64(1), 2, 3]) func `the size of chunks and the number of jobs change nothing`(seed: UInt64)
    async throws
  {
    let file = ScratchFile(StreamTests.dump(seed: seed, lines: 120).joined(separator: "\n"))
    let whole = try await DecodedText.of([file.path])
    #expect(whole.spans.count > 60)
    #expect(whole.rejects.count > 5)
    for size in [64, 100, 1000, 1 << 20] {
      for jobs in [1, 3] {
        let other = try await DecodedText.of([file.path], chunkSize: size, jobs: jobs)
        #expect(other.spans == whole.spans, "chunks of \(size)")
        #expect(other.rejects == whole.rejects, "chunks of \(size)")
        #expect(other.quality == whole.quality, "chunks of \(size)")
      }
    }
    let packed = file.packed(by: "gzip", ".gz")
    for size in [64, 1000, 1 << 20] {
      let other = try await DecodedText.of([packed], chunkSize: size, jobs: 2)
      #expect(other.spans == whole.spans, "a stream in blocks of \(size)")
      #expect(other.rejects == whole.rejects, "a stream in blocks of \(size)")
      #expect(other.quality == whole.quality, "a stream in blocks of \(size)")
    }
    withExtendedLifetime(file) {}
  }

  @Test func `the collector's length framing is taken out, blanks before a value are none`() async throws {
    let lines = (1...5).map { StreamTests.span($0, "n") }
    var framed: [UInt8] = []
    for line in lines {
      framed += [0, 0, UInt8(line.utf8.count >> 8), UInt8(line.utf8.count & 255)]
      framed += line.utf8
      // An empty message.
      framed += [0, 0, 0, 0]
    }
    for bytes in [
      framed, Array("\n\n\n\n".utf8) + lines.joined().utf8,
      Array("[\n  ".utf8) + "{\"traceId\":\"a\",\"id\":\"1\"}]".utf8,
    ] {
      let file = ScratchFile(bytes)
      let decoded = try await DecodedText.of([file.path])
      #expect(decoded.spans.count == (bytes[0] == 0x5b ? 1 : 5))
      #expect(decoded.rejects == [])
      withExtendedLifetime(file) {}
    }
  }

  @Test func `a damaged zstd message in the collector's framing costs itself`() async throws {
    var messages: [[UInt8]] = []
    for number in 1...6 {
      let file = ScratchFile(StreamTests.span(number, "n"))
      messages.append(try #require(FileBytes.read(file.packed(by: "zstd", ".zst"))))
    }
    for damaged in [[], [0], [3], [5], [0, 5], [0, 1, 4]] {
      var framed: [UInt8] = []
      for (place, message) in messages.enumerated() {
        var message = message
        if damaged.contains(place) {
          for byte in 6..<message.count - 4 { message[byte] ^= 0x5a }
        }
        framed += [0, 0, UInt8(message.count >> 8), UInt8(message.count & 255)] + message
      }
      let file = ScratchFile(framed)
      let decoded = try await DecodedText.of([file.path], jobs: 2)
      #expect(decoded.spans.count == 6 - damaged.count, "damaged: \(damaged), \(decoded.rejects)")
      #expect(decoded.quality[.rejectedValue] == damaged.count, "damaged: \(damaged), \(decoded.rejects)")
      withExtendedLifetime(file) {}
    }
  }

  @Test func `a stream cut in its first block costs itself, not the files beside it`() async throws {
    let text = Array((1...9).map { StreamTests.span($0, "n") + "\n" }.joined().utf8)
    let whole = ScratchFile(text)
    for (program, suffix) in [("zstd", ".zst"), ("gzip", ".gz")] {
      let packed = try #require(FileBytes.read(whole.packed(by: program, suffix)))
      for size in [9, packed.count / 2] {
        let cut = ScratchFile(Array(packed.prefix(size)))
        let decoded = try await DecodedText.of([cut.path, whole.path])
        #expect(decoded.spans.count >= 9, "\(program), \(size) bytes")
        #expect(decoded.quality[.rejectedValue] == 1, "\(program), \(size) bytes: \(decoded.rejects)")
        #expect(decoded.quality[.brokenStream] == 1, "\(program), \(size) bytes: \(decoded.rejects)")
        withExtendedLifetime(cut) {}
      }
    }
    withExtendedLifetime(whole) {}
  }

  @Test func `a line cut by rotation is joined with the next file, whatever the order given`() async throws {
    let text = (1...6).map { StreamTests.span($0, "n") + "\n" }.joined()
    let cuts = [text.count / 3 + 20, text.count / 3 + 40, text.count]
    let first = ScratchFile(Array(text.utf8.prefix(cuts[0])), name: "t-2026-01-30T00-00-00.000.json")
    let second = first.add(
      String(text.dropFirst(cuts[0]).prefix(cuts[1] - cuts[0])), name: "t-2026-01-31T00-00-00.000.json")
    let last = first.add(String(text.dropFirst(cuts[1])), name: "t.json")
    for order in [[first.path, second, last], [last, second, first.path]] {
      let decoded = try await DecodedText.of(order, chunkSize: 100)
      #expect(decoded.spans.count == 6)
      #expect(decoded.rejects == [])
      #expect(decoded.quality.bytesRead == text.utf8.count)
    }
    withExtendedLifetime(first) {}
  }

  @Test func `a line cut by rotation is joined though files are packed, whichever they are and however they are given`()
    async throws
  {
    let text = Array((1...9).map { StreamTests.span($0, "n") + "\n" }.joined().utf8)
    let parts = [0, 700, 760, 1300, text.count]
    let names = [
      "t-2026-01-30T00-00-00.000.json", "t-2026-01-31T00-00-00.000.json", "t-2026-02-01T00-00-00.000.json", "t.json",
    ]
    for packed in [[0, 1, 2], [0], [2], [1, 3], [0, 1, 2, 3]] {
      var paths: [String] = []
      let first = ScratchFile(Array(text[parts[0]..<parts[1]]), name: names[0])
      for place in 0..<4 {
        let bytes = Array(text[parts[place]..<parts[place + 1]])
        let path = place == 0 ? first.path : first.add(String(decoding: bytes, as: UTF8.self), name: names[place])
        guard packed.contains(place) else {
          paths.append(path)
          continue
        }
        paths.append(first.packed(path, by: place == 1 ? "zstd" : "gzip", place == 1 ? ".zst" : ".gz"))
      }
      for order in [paths, paths.reversed()] {
        for size in [100, 1 << 20] {
          let decoded = try await DecodedText.of(order, chunkSize: size, jobs: 2)
          #expect(decoded.spans.count == 9, "\(packed) in chunks of \(size)")
          #expect(decoded.rejects == [], "\(packed) in chunks of \(size)")
          #expect(decoded.quality.bytesRead == text.count, "\(packed) in chunks of \(size)")
        }
      }
      withExtendedLifetime(first) {}
    }
  }

  @Test func `a value that is too long is rejected and streams past`() async throws {
    let giant = StreamTests.span(2, String(repeating: "x", count: 5000))
    let file = ScratchFile([StreamTests.span(1, "a"), giant, StreamTests.span(3, "b")].joined(separator: "\n"))
    for path in [file.path, file.packed(by: "gzip", ".gz")] {
      for size in [100, 1000, 1 << 20] {
        let decoded = try await DecodedText.of([path], chunkSize: size, maxValue: 1000)
        #expect(decoded.spans.count == 2, "\(path) in chunks of \(size)")
        #expect(decoded.quality[.rejectedValue] == 1, "\(path) in chunks of \(size): \(decoded.rejects)")
      }
    }
    withExtendedLifetime(file) {}
  }

  @Test func `a dump that expands too far stops with an error`() async throws {
    let file = ScratchFile([UInt8](repeating: 0x20, count: 100_000))
    let packed = file.packed(by: "gzip", ".gz")
    await #expect(throws: SpanDecodingError.self) { try await DecodedText.of([packed], maxExpand: 50_000) }
    withExtendedLifetime(file) {}
  }

  @Test func `nesting of any depth in an unknown field is passed over`() async throws {
    let depth = 100_000
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let decoded = try await DecodedText.of("{\"x\":\(nested),\"traceId\":\"a\",\"id\":\"b\",\"tags\":{}}")
    #expect(decoded.spans.count == 1)
  }
}
