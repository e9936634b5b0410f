import Testing
import TraceModel

@Suite("Breaks of compressed streams")
struct StreamBreakTests {
  @Test(
    "the loss is estimated from what was unpacked; of a cut, a pipe or a damage within the last bytes it is not known",
    arguments: [
      (250, 1000, 3000), (999, 1000, 1), (1000, 1000, nil), (nil, nil, nil), (0, 1000, nil),
    ] as [(Int?, Int?, Int?)])
  func loss(_ place: Int?, _ size: Int?, _ lost: Int?) {
    let found = StreamBreak(input: 0, unpacked: 1000, place: place, size: size, program: "gzip", message: "x")
    #expect(found.bytesLost == lost)
  }

  @Test(
    "what the programs say of a stream that ends too early is told from damage",
    arguments: [
      ("unexpected end of file", true), ("Read error (39) : premature end", true),
      ("invalid compressed data--crc error", false), ("Decoding error (36) : Data corruption detected", false),
    ])
  func kinds(_ message: String, _ isCut: Bool) {
    #expect(StreamBreak(input: 0, unpacked: 0, place: 1, size: 2, program: "p", message: message).isCut == isCut)
  }
}
