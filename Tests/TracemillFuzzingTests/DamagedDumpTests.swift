import SpanDecoding
import Testing
import TraceModel
import TracemillFuzzing
import TracemillTesting

/// One byte flipped, cut or doubled, in dumps of every format.
@Suite("Damaged dumps")
struct DamagedDumpTests {
  /// A stretch of whole lines that holds whole values, and the spans in it.
  private struct Stretch {
    var bytes: Range<Int>
    var spans: [String: Int]
  }

  @Test("of 1,000 none crashes, and every span outside the damaged stretch is still read")
  func damage() async throws {
    var random = SeededGenerator(seed: 3)
    var dumps: [(name: String, bytes: [UInt8], stretches: [Stretch])] = []
    for name in Corpus.names {
      let bytes = try Corpus.bytes(of: name)
      if bytes.count < 10_000 { dumps.append((name, bytes, try await stretches(of: bytes))) }
    }
    #expect(dumps.count > 20)
    var checked = 0
    for round in 0..<1000 {
      let dump = dumps[round % dumps.count]
      var bytes = dump.bytes
      let place = Int(random.number(in: 0...Int64(bytes.count - 1)))
      switch round / dumps.count % 3 {
      case 0: bytes[place] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: bytes.remove(at: place)
      default: bytes.insert(bytes[place], at: place)
      }
      let decoded = try await MemoryInput.decode(bytes)
      #expect(decoded.quality.bytesRead == bytes.count)
      #expect(decoded.quality.bytesRejected <= bytes.count)
      let found = spans(of: decoded)
      for stretch in dump.stretches where place < stretch.bytes.lowerBound - 1 || place > stretch.bytes.upperBound {
        for (span, count) in stretch.spans {
          checked += 1
          #expect(found[span, default: 0] >= count, "\(dump.name), round \(round), byte \(place): \(span) is lost")
        }
      }
    }
    #expect(checked > 3000)
  }

  /// Cuts a dump where a value begins a line, as far as both sides are read alike on their own.
  private func stretches(of bytes: [UInt8]) async throws -> [Stretch] {
    var cuts = [0]
    for place in bytes.indices.dropFirst() where bytes[place - 1] == 0x0a && [0x7b, 0x5b].contains(bytes[place]) {
      cuts.append(place)
    }
    cuts.append(bytes.count)
    var stretches: [Stretch] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let decoded = try await MemoryInput.decode(Array(bytes[start..<end]))
      if decoded.quality.rejects.isEmpty { stretches.append(Stretch(bytes: start..<end, spans: spans(of: decoded))) }
    }
    return stretches
  }

  /// How often each span is there, by what tells it.
  private func spans(of decoded: DecodedSpans) -> [String: Int] {
    var counts: [String: Int] = [:]
    for batch in decoded.batches {
      for span in batch.records {
        let name = String(decoding: Array(batch.symbols.bytes(of: span.name)), as: UTF8.self)
        let text = "\(span.traceID)/\(span.spanID) \(span.parentID) \(name) \(span.kind) \(span.start) \(span.end)"
        counts[text, default: 0] += 1
      }
    }
    return counts
  }
}
