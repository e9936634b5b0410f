import Testing
import TraceModel
import TracemillTesting

/// A byte flipped, cut or doubled never crashes, and costs at most the value it is in and, when that was a line feed, its neighbour.
@Suite struct DamageTests {
  @Test func `every span outside the damaged value is still read`() async throws {
    let lines = (1...12).map { StreamTests.span($0, "name") }
    let text = Array(lines.joined(separator: "\n").utf8)
    let original = ScratchFile(text)
    let whole = try await DecodedText.of([original.path])
    let expected = Set(whole.spans)
    #expect(expected.count == 12)
    var random = SeededGenerator(seed: 11)
    for round in 0..<250 {
      var damaged = text
      let place = Int(random.number(in: 0...Int64(text.count - 1)))
      switch round % 3 {
      case 0: damaged[place] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: damaged.remove(at: place)
      default: damaged.insert(damaged[place], at: place)
      }
      let file = ScratchFile(damaged)
      let decoded = try await DecodedText.of([file.path], chunkSize: random.pick([64, 300, 1 << 20]))
      let lost = expected.subtracting(decoded.spans)
      #expect(lost.count <= (text[place] == 0x0a ? 2 : 1), "round \(round), byte \(place): \(lost)")
      #expect(decoded.quality.bytesRejected <= decoded.quality.bytesRead)
      withExtendedLifetime(file) {}
    }
  }

  @Test func `rejects name line, offset and first bytes`() async throws {
    let decoded = try await DecodedText.of("{\"traceId\":\"a\",\"id\":\"b\"}\nnonsense here\n{\"what\":1}\n")
    #expect(
      decoded.rejects == [
        "0 25 line 2 rejected_value: no JSON object or array, at byte 25 [nonsense here]",
        "0 39 line 3 rejected_value: no known dump format has these keys [{\"what\":1}]",
      ])
    #expect(decoded.spans.count == 1)
  }
}
