import ReportModel
import Testing

@testable import ReportRendering

@Suite("Names of calls in little room")
struct CallNamesTests {
  static let train = CallNames(["ts-order-service", "ts-order-other-service", "ts-travel2-service"])

  @Test(
    "the service loses what all have in common, then its end; the operation stays as long as it can",
    arguments: [
      (40, "ts-order-other-service GET /api/orders", false), (33, "order-other GET /api/orders", false),
      (24, "order-o… GET /api/orders", false), (20, "order… GET /api/ord…", false), (8, "order-o…", false),
      (20, "GET /api/orders", true), (6, "GET /…", true),
    ])
  func cut(_ columns: Int, _ name: String, _ isSameService: Bool) {
    #expect(
      Self.train.name("ts-order-other-service", "GET /api/orders", isSameService: isSameService, columns: columns)
        == name)
  }

  @Test("only whole words that three names or more share are common; a name is never all taken away")
  func common() {
    #expect(CallNames(["ts-a-x", "ts-b-x"]).short("ts-a-x") == "ts-a-x")
    #expect(CallNames(["cart", "card", "carp"]).short("cart") == "cart")
    #expect(CallNames(["a.b.one", "a.b.two", "a.c.six"]).short("a.b.one") == "b.one")
    #expect(CallNames(["ts-", "ts-a", "ts-b"]).short("ts-") == "ts-")
  }
}
