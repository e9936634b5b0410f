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
    for round in 0..<FuzzRounds.count(usually: 120) {
      var random = SeededGenerator(seed: UInt64(round))
      var damaged = text
      let index = Int(random.number(in: 0...Int64(text.count - 1)))
      switch round % 3 {
      case 0: damaged[index] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: damaged.remove(at: index)
      default: damaged.insert(damaged[index], at: index)
      }
      let file = ScratchFile(damaged)
      let decoded = try await DecodedText.of([file.path], chunkSize: random.pick([64, 300, 1 << 20]))
      let lost = expected.subtracting(decoded.spans)
      #expect(lost.count <= (text[index] == 0x0a ? 2 : 1), "round \(round), byte \(index): \(lost)")
      #expect(decoded.quality.bytesRejected <= decoded.quality.bytesRead)
      withExtendedLifetime(file) {}
    }
  }

  @Test func `a value cut within a text does not take the next lines along`() async throws {
    let span =
      #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0000000000000000000000000000000a","spanId":"00000000000000"#
    let whole = (1...3).map {
      "\(span)0\($0)\",\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"a b\"}}]}]}]}]}"
    }
    for (cut, reason) in [(whole[0].count - 18, "cut in a text"), (span.count - 80, "cut in a key")] {
      let decoded = try await DecodedText.of("\(whole[0].prefix(cut))\n\(whole[1])\n\(whole[2])\n")
      #expect(decoded.spans.map { $0.prefix(3) } == ["a/2", "a/3"], "\(reason)")
      #expect(decoded.rejects.count == 1)
      #expect(decoded.quality.bytesRejected <= cut + 1)
    }
  }

  @Test func `a member without its end quote is no reason to lose the lines behind`() async throws {
    let decoded = try await DecodedText.of(
      #"""
      {"resource":{"_a
      {"traceId":"a","id":"b"}
      {"traceId":"a","id":"c"}
      {"traceId":"a","id":"d"}

      """#)
    #expect(decoded.spans.map { $0.prefix(3) } == ["a/b", "a/c", "a/d"])
    #expect(decoded.rejects.count == 1)
  }

  @Test func `a bad span in a readable value costs only itself`() async throws {
    let spans =
      #"{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b"},null,5,"#
      + #"{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000c","attributes":5},"#
      + #"{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000d","attributes":[7],"links":[null],"events":[1]}"#
    let decoded = try await DecodedText.of(#"{"resourceSpans":[{"scopeSpans":[{"spans":["# + spans + "]}]}]}")
    #expect(decoded.spans.map { $0.prefix(3) } == ["a/b", "a/d"])
    #expect(decoded.quality[.rejectedSpan] == 3)
    #expect(decoded.quality[.rejectedValue] == 0)
    #expect(decoded.quality[.rejectedAttribute] == 2)
    #expect(decoded.quality[.rejectedLink] == 1)
    let zipkin = try await DecodedText.of(#"[{"traceId":"a","id":"b"},5,null,{"traceId":"a","id":"c"}]"#)
    #expect(zipkin.spans.map { $0.prefix(3) } == ["a/b", "a/c"])
    #expect(zipkin.quality[.rejectedSpan] == 2)
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
