import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Deliveries")
struct DeliveryTests {
  private func deliveries(_ drawing: String) async throws -> [String] {
    let assembler = await TraceAssembler(DecodedSpans(drawing: drawing), partitions: 1)
    let table = try assembler.partition(0).table
    var fold = DeliveryFold(options: (), prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish().map { delivery in
      let ends = [delivery.producer, delivery.consumer].map { String($0.spanID.value, radix: 16) }
      return
        "\(ends[0]) > \(ends[1]) \(delivery.topic) by \(delivery.by.rawValue) \(delivery.wait.map { "\($0)" } ?? "–")"
    }
  }

  @Test("consumers link to create spans; the send that links to them consumes nothing")
  func create() async throws {
    let found = try await deliveries(
      """
      trace e1
      shop create P [0..5]    @e1 messaging.operation.type=create messaging.destination.name=Q
      trace e2
      shop send   C [6..9]    @e2 messaging.operation.type=send messaging.destination.name=Q -> e1/@e1
      trace e3
      mail poll   C [20..25]  @e3 messaging.operation.type=receive messaging.destination.name=Q -> e1/@e1
      """)
    #expect(found == ["e1 > e3 Q by link 15000"])
  }

  @Test("one producer, two consumers, one of them by its parent; the topic is known from either side")
  func fanOut() async throws {
    let found = try await deliveries(
      """
      trace 1
      shop send   P [0..5]    @a messaging.destination.name=Q
        mail work R [8..9]    @b
      trace 2
      bill work   R [4..9]    @c -> 1/@a
      """)
    #expect(found == ["a > b Q by parent 3000", "a > c Q by link -1000"])
  }
}
