import SpanDecoding
import Testing
import TraceModel
import TracemillFuzzing
import TracemillTesting

/// One byte flipped, cut or doubled, in dumps of every format.
@Suite("Damaged dumps")
struct DamagedDumpTests {
  /// A part of whole lines that holds whole values, and the spans in it.
  private struct Part {
    var bytes: Range<Int>
    var spans: [String: Int]
  }

  @Test("none crashes, and every span outside the damaged part is still read")
  func damage() async throws {
    var dumps: [(name: String, bytes: [UInt8], parts: [Part])] = []
    for name in Corpus.names {
      let bytes = try Corpus.bytes(of: name)
      if bytes.count < 10_000 { dumps.append((name, bytes, try await parts(of: bytes))) }
    }
    #expect(dumps.count > 20)
    var checked = 0
    let rounds = FuzzRounds.count(usually: 300)
    for round in 0..<rounds {
      var random = SeededGenerator(seed: UInt64(round))
      let dump = dumps[round % dumps.count]
      var bytes = dump.bytes
      let index = Int(random.number(in: 0...Int64(bytes.count - 1)))
      switch round / dumps.count % 3 {
      case 0: bytes[index] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: bytes.remove(at: index)
      default: bytes.insert(bytes[index], at: index)
      }
      let decoded = try await MemoryInput.decode(bytes)
      if !DumpCheck.isUTF16(bytes), !DumpCheck.isUTF16(dump.bytes) {
        #expect(decoded.quality.bytesRead == bytes.count)
        #expect(decoded.quality.bytesRejected <= bytes.count)
      }
      let found = spans(of: decoded)
      for part in dump.parts where index < part.bytes.lowerBound - 1 || index > part.bytes.upperBound {
        for (span, count) in part.spans {
          checked += 1
          #expect(found[span, default: 0] >= count, "\(dump.name), round \(round), byte \(index): \(span) is lost")
        }
      }
    }
    #expect(checked > 3 * rounds)
  }

  /// Cuts a dump where a value begins a line, as far as both sides are read alike on their own.
  private func parts(of bytes: [UInt8]) async throws -> [Part] {
    var cuts = [0]
    for index in bytes.indices.dropFirst() where bytes[index - 1] == 0x0a && [0x7b, 0x5b].contains(bytes[index]) {
      cuts.append(index)
    }
    cuts.append(bytes.count)
    var parts: [Part] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let decoded = try await MemoryInput.decode(Array(bytes[start..<end]))
      if decoded.quality.rejects.isEmpty { parts.append(Part(bytes: start..<end, spans: spans(of: decoded))) }
    }
    return parts
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
