public import TraceAnalysis
import TraceModel

/// A small system with a fault: `front` calls `cart` (which asks a database) and then `price`.
public struct RootCauseShop {
  public enum Fault: CaseIterable, Sendable {
    case none, slowCart, slowNetworkToPrice, slowDatabase, failingCart, cartStopsEarly, missingPrice, newVersion
  }

  public var fault: Fault
  public var seed: UInt64
  public var traces: Int
  /// When the first trace starts, in seconds after ``Drawing/epoch``.
  public var start: Int64
  public var prefix: String

  public init(
    fault: Fault = .none, seed: UInt64 = 1, traces: Int = 80, start: Int64 = 0, prefix: String = ""
  ) {
    self.fault = fault
    self.seed = seed
    self.traces = traces
    self.start = start
    self.prefix = prefix
  }

  /// The spans: one trace a second, durations of a few milliseconds with some noise.
  public var spans: [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for number in 0..<UInt64(traces) {
      spans += trace(TraceID(high: seed, low: number + 1), second: start + Int64(number), &generator)
    }
    return spans
  }

  private func trace(_ id: TraceID, second: Int64, _ generator: inout SeededGenerator) -> [DrawnSpan] {
    let millisecond: Int64 = 1_000_000
    let begin = Drawing.epoch + second * 1_000_000_000
    func noise() -> Int64 { generator.number(in: 0...millisecond) }
    let database = (fault == .slowDatabase ? 300 : 4) * millisecond + noise()
    let cartWork = (fault == .slowCart ? 300 : 5) * millisecond + noise()
    let gap = (fault == .slowNetworkToPrice ? 200 : 1) * millisecond + noise()
    let failed = fault == .failingCart && generator.chance(percent: 60)
    let cart = cartWork + (fault == .cartStopsEarly ? 0 : database)
    let price = 3 * millisecond + noise()
    func span(
      _ number: UInt64, _ parent: UInt64, _ service: String, _ operation: String, _ kind: SpanKind, _ start: Int64,
      _ length: Int64
    )
      -> DrawnSpan
    {
      var span = DrawnSpan()
      span.traceID = id
      span.spanID = SpanID(number)
      span.parentID = SpanID(parent)
      span.service = prefix + service
      span.operation = operation
      span.kind = kind
      span.start = start
      span.end = start + length
      span.version = service == "price" && fault == .newVersion ? "2" : "1"
      return span
    }
    let cartStart = begin + millisecond
    let priceStart = cartStart + cart + 3 * millisecond
    var spans = [
      span(1, 0, "front", "GET /", .server, begin, 6 * millisecond + cart + price + gap),
      span(2, 1, "front", "call cart", .client, cartStart, cart + 2 * millisecond),
      span(3, 2, "cart", "load", .server, cartStart + millisecond, cart),
    ]
    if fault != .cartStopsEarly {
      spans.append(span(4, 3, "cart", "SELECT cart", .client, cartStart + 2 * millisecond, database))
    }
    spans.append(span(5, 1, "front", "call price", .client, priceStart, price + gap))
    if fault != .missingPrice { spans.append(span(6, 5, "price", "quote", .server, priceStart + gap / 2, price)) }
    if failed {
      spans[0].status = .error
      spans[1].status = .error
      spans[2].status = .error
    }
    return spans
  }

  /// What the fold saw of it.
  public func window(logs: LogIndex? = nil) -> RootCauseWindow { RootCauseShop.fold(spans, logs: logs).finish() }

  public static func fold(_ spans: [DrawnSpan], logs: LogIndex? = nil) -> RootCauseFold {
    let table = SpanTable.assembled(spans)
    var fold = RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold
  }
}
