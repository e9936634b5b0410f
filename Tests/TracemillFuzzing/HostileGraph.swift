/// Dumps that are whole and valid, and full of what no sane system emits: own parents, cycles within and between traces, links to
/// oneself, equal and extreme times, repeated ids, giant fan-outs, deep chains, hostile names, message ids used again.
public struct HostileGraph {
  private var random: ByteGenerator
  private var spans: [HostileSpan] = []
  /// Whether times are near one another, as clocks make them, or anywhere.
  private var base: Int64 = 0
  private var grain: Int64 = 1

  /// The dump as OTLP JSON lines that `random` decides on.
  public static func dump(_ random: ByteGenerator) -> [UInt8] {
    var graph = HostileGraph(random: random)
    graph.grow()
    return graph.text()
  }

  private init(random: ByteGenerator) { self.random = random }

  private mutating func grow() {
    base = random.pick([1_700_000_000_000_000_000, 1_700_000_000_000_000_000, 0, 1, .max - 100_000, .min + 100, -5])
    grain = random.pick([1, 1000, 1_000_000, 60_000_000_000])
    for _ in 0...random.below(5) {
      switch random.below(8) {
      case 0: chain(1 + random.below(random.once(in: 64) ? 3000 : 40))
      case 1: fan(1 + random.below(random.once(in: 64) ? 3000 : 40))
      case 2: ring(1 + random.below(6))
      case 3: messages(1 + random.below(12))
      case 4: twins()
      default: tangle(1 + random.below(24))
      }
    }
    for _ in 0..<random.below(6) { distort() }
    if random.once(in: 3) { spans.reverse() }
  }

  // MARK: Shapes

  private mutating func newSpan(_ trace: Int, _ id: Int, parent: Int) -> HostileSpan {
    var span = HostileSpan(trace: trace, id: id, parent: parent)
    span.service = name()
    span.name = name()
    span.kind = random.below(7)
    span.status = random.below(4)
    span.start = base &+ grain &* Int64(random.below(200))
    span.end = span.start &+ grain &* Int64(random.below(100))
    return span
  }

  private mutating func chain(_ count: Int) {
    let trace = random.below(6)
    let first = random.below(60)
    for step in 0..<count {
      var span = newSpan(trace, first + step, parent: step == 0 ? 0 : first + step - 1)
      span.start = base &+ grain &* Int64(step)
      span.end = base &+ grain &* Int64(max(step, 2 * count - step))
      spans.append(span)
    }
  }

  private mutating func fan(_ count: Int) {
    let trace = random.below(6)
    let first = random.below(60) + 1
    let together = random.once(in: 2)
    for step in 0...count {
      var span = newSpan(trace, first + step, parent: step == 0 ? 0 : first)
      if together {
        span.start = base
        span.end = base &+ grain
      }
      spans.append(span)
    }
  }

  private mutating func ring(_ count: Int) {
    let traces = random.once(in: 2) ? 1 : 4
    let first = random.below(60) + 1
    for step in 0..<count {
      let next = (step + 1) % count
      var span = newSpan(step % traces, first + step, parent: traces == 1 ? first + next : 0)
      span.links.append((next % traces, first + next))
      spans.append(span)
    }
  }

  private mutating func messages(_ count: Int) {
    let topic = name()
    let ids = 1 + random.below(4)
    for step in 0..<count {
      var span = newSpan(random.below(6), random.below(80), parent: random.once(in: 2) ? 0 : random.below(80))
      span.kind = random.pick([4, 5, 5, 3, 1])
      span.texts = [
        ("messaging.system", random.pick(["kafka", "rabbitmq", ""])), ("messaging.destination.name", topic),
        ("messaging.message.id", "m\(step % ids)"),
        ("messaging.operation.type", random.pick(["send", "process", "receive", "settle", "create", "publish", "?"])),
        ("messaging.consumer.group.name", random.pick(["", "a", "b"])),
        ("messaging.destination.partition.id", random.pick(["0", "1", "x"])),
        ("app.delivery.state", random.pick(["delivered", "failed", "", "acknowledged"])),
      ]
      span.numbers = [
        ("messaging.kafka.offset", Int64(random.below(4))),
        ("messaging.batch.message_count", random.pick([0, 1, -1, .max])),
      ]
      if random.once(in: 2) { span.links.append((random.below(6), random.below(80))) }
      spans.append(span)
    }
  }

  /// Two spans of one id, alike or not.
  private mutating func twins() {
    let span = newSpan(random.below(6), random.below(80), parent: random.below(80))
    var other = span
    switch random.below(4) {
    case 0: break
    case 1: other.name = name()
    case 2: other.start = span.end
    default: other.trace = random.below(6)
    }
    spans += [span, other]
  }

  private mutating func tangle(_ count: Int) {
    for _ in 0..<count {
      var span = newSpan(random.below(4), random.below(40), parent: random.below(40))
      if random.once(in: 4) { span.parent = span.id }
      if random.once(in: 4) { span.links.append((span.trace, span.id)) }
      if random.once(in: 3) { span.links.append((random.below(4), random.below(40))) }
      if random.once(in: 3) {
        span.texts.append((random.pick(HostileGraph.keys), name()))
        span.texts.append((random.pick(HostileGraph.keys), name()))
      }
      if random.once(in: 6) { span.events = random.below(4) }
      spans.append(span)
    }
  }

  /// Makes one span impossible.
  private mutating func distort() {
    guard !spans.isEmpty else { return }
    let place = random.below(spans.count)
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max, 4_102_444_800_000_000_000]
    switch random.below(6) {
    case 0: spans[place].start = random.pick(extremes)
    case 1: spans[place].end = random.pick(extremes)
    case 2: (spans[place].start, spans[place].end) = (spans[place].end, spans[place].start)
    case 3: spans[place].parent = spans[place].id
    case 4:
      let start = base
      for place in spans.indices {
        spans[place].start = start
        spans[place].end = start
      }
    default: for _ in 0..<random.below(20) { spans.append(spans[place]) }
    }
  }

  private static let keys = [
    "db.system", "db.name", "db.namespace", "peer.service", "server.address", "net.peer.name", "http.route",
    "http.request.method", "http.status_code", "rpc.service", "url.full", "messaging.destination", "error.type",
    "exception.message", "service.version", "k",
  ]

  private static let names: [String] = [
    "", "a", "shop", "GET /", "a|b", "`x`", "<script>", "\"quoted\"", "back\\slash", "new\nline",
    "\u{0}\u{1}\u{1b}[31m",
    "\u{202e}right", "\u{2066}", "e\u{301}", "👩‍👩‍👧", "end", "%%{init}", "#", "]]>", "-->", "</svg>", "&amp;", "*_~",
    "[x](javascript:1)",
    "graph", "subgraph", ":", "a:b", "{traceId}", "\r\n", "\t", "\u{7f}\u{85}\u{2028}", "receive", "process", "\\l\\N",
    String(repeating: "x", count: 5000), String(repeating: "|\n", count: 300), "\u{fffd}\u{feff}",
  ]

  private mutating func name() -> String { random.pick(HostileGraph.names) }

  // MARK: Text

  private mutating func text() -> [UInt8] {
    var lines: [UInt8] = []
    for span in spans {
      lines += span.line(environment: random.once(in: 16) ? "other" : "").utf8
      lines.append(0x0a)
    }
    return lines
  }
}
