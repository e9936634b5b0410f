import TraceModel
import TracemillTesting

/// Random traces of calls in layers, sidecars and proxies, of messages with routes, batches and creations, and of polls.
struct DependencySample {
  private(set) var spans: [DrawnSpan] = []
  private var generator: SeededGenerator
  private var traces: UInt64 = 0
  private let services = ["shop", "cart", "bank"]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      traces += 1
      let service = generator.pick(services)
      let root = add(service, .server, nil, 0, 10_000)
      for number in 0..<4 { act(within: root, at: Int64(number) * 2000 + 100, depth: 0) }
    }
    for _ in 0..<3 {
      traces += 1
      let count = generator.chance(percent: 30) ? [("messaging.batch.message_count", "0")] : []
      _ = add(
        generator.pick(services), .consumer, nil, 0, 900,
        [("messaging.operation.type", "receive"), ("messaging.destination.name", generator.pick(["q", "r"]))] + count)
    }
  }

  private mutating func add(
    _ service: String, _ kind: SpanKind, _ parent: Int?, _ start: Int64, _ end: Int64,
    _ attributes: [(String, String)] = [], links: [Int] = []
  ) -> Int {
    var span = DrawnSpan()
    span.traceID = parent.map { spans[$0].traceID } ?? TraceID(high: 0, low: traces)
    span.spanID = SpanID(UInt64(spans.count + 1))
    span.parentID = parent.map { spans[$0].spanID } ?? .none
    span.service = service
    span.operation = "op"
    span.kind = kind
    span.start = Drawing.epoch + start
    span.end = Drawing.epoch + end
    if generator.chance(percent: 15) { span.status = .error }
    span.attributes = attributes.map { ($0.0, .string(Array($0.1.utf8)[...])) }
    span.links = links.map { (spans[$0].traceID, spans[$0].spanID) }
    spans.append(span)
    return spans.count - 1
  }

  private mutating func act(within parent: Int, at start: Int64, depth: Int) {
    if generator.chance(percent: 60) {
      call(within: parent, at: start, depth: depth)
    } else {
      send(within: parent, at: start)
    }
  }

  // MARK: Calls

  private mutating func call(within parent: Int, at start: Int64, depth: Int) {
    let service = spans[parent].service
    let targets =
      generator.chance(percent: 20) ? ["x.test", "y.test"] : [generator.pick(["x.test", "db.test"] + services)]
    var outer = parent
    for layer in 0..<Int(generator.number(in: 0...2)) {
      var attributes = targets.count > 1 ? [] : [("server.address", targets[0])]
      if targets == ["db.test"], generator.chance(percent: 50) { attributes.append(("db.system", "mysql")) }
      if layer == 0, generator.chance(percent: 20) { attributes = [("gen_ai.operation.name", "invoke_agent")] }
      outer = add(service, .client, outer, start + Int64(layer), start + 1900 - Int64(layer), attributes)
      if generator.chance(percent: 30) { outer = add(service, .internal, outer, start + 5, start + 1890) }
    }
    var time = start + 10
    for _ in 0..<Int(generator.number(in: 1...3)) {
      attempt(generator.pick(targets), within: outer, at: time, depth: depth)
      time += generator.chance(percent: 80) ? 400 : 100
    }
  }

  private mutating func attempt(_ target: String, within outer: Int, at start: Int64, depth: Int) {
    let service = spans[outer].service
    var attributes = [("server.address", target)]
    if generator.chance(percent: 20) { attributes.append(("http.response.status_code", "503")) }
    let client = add(service, .client, outer, start, start + 300, attributes)
    guard services.contains(target) else { return }
    var server = add(target, .server, client, start + 10, start + 290)
    if generator.chance(percent: 30) { server = add(target, .server, server, start + 12, start + 280) }
    if generator.chance(percent: 30) {
      let proxy = add(target, .client, server, start + 14, start + 270, [("upstream_cluster", "inbound|80||")])
      server = add(target, .server, proxy, start + 16, start + 260)
    }
    if depth < 1, generator.chance(percent: 40) { act(within: server, at: start + 20, depth: depth + 1) }
  }

  // MARK: Messages

  private mutating func send(within parent: Int, at start: Int64) {
    let service = spans[parent].service
    let names = generator.pick([["q"], ["q", "r"], ["", "q"], ["q", ""]])
    func named(_ name: String) -> [(String, String)] { name.isEmpty ? [] : [("messaging.destination.name", name)] }
    let sent = named(names[0])
    func operation(_ word: String) -> [(String, String)] { [("messaging.operation.type", word)] }
    var contexts: [Int] = []
    switch Int(generator.number(in: 0...3)) {
    case 0: contexts = [add(service, .producer, parent, start, start + 5, operation("send") + sent)]
    case 1:
      for number in 0..<Int(generator.number(in: 1...3)) {
        contexts.append(
          add(service, .producer, parent, start + Int64(number), start + Int64(number) + 1, operation("create") + sent))
      }
      if generator.chance(percent: 60) {
        _ = add(service, .client, parent, start + 6, start + 9, operation("send") + sent, links: contexts)
      }
    case 2:
      let around = add(service, .producer, parent, start, start + 20, operation("send") + sent)
      for number in 0..<Int(generator.number(in: 1...2)) {
        contexts.append(
          add(service, .producer, around, start + 2 + Int64(number), start + 4, operation("create") + sent))
      }
    default: contexts = [add(service, .producer, parent, start, start + 5, sent)]
    }
    if generator.chance(percent: 15) { return }
    take(contexts, named(names[names.count - 1]), at: start + 100)
    if generator.chance(percent: 20) { take(contexts, named(names[names.count - 1]), at: start + 400) }
  }

  private mutating func take(_ contexts: [Int], _ named: [(String, String)], at start: Int64) {
    let service = generator.pick(services)
    let isChild = contexts.count == 1 && generator.chance(percent: 40)
    var around: Int? = isChild ? contexts[0] : nil
    if !isChild { traces += 1 }
    let links = isChild ? [] : contexts
    let process = [("messaging.operation.type", "process")]
    switch Int(generator.number(in: 0...3)) {
    case 0: _ = add(service, .consumer, around, start, start + 90, process + named, links: links)
    case 1:
      let tells = isChild || generator.chance(percent: 50)
      around = add(
        service, .consumer, around, start, start + 90, [("messaging.operation.type", "receive")] + named,
        links: tells ? links : [])
      _ = add(service, .consumer, around, start + 5, start + 80, process + named, links: tells && isChild ? [] : links)
    case 2:
      around = add(service, .consumer, around, start, start + 90, process + named, links: links)
      for link in links { _ = add(service, .consumer, around, start + 10, start + 20, process + named, links: [link]) }
    default:
      around = add(service, .consumer, around, start, start + 90, process + named, links: links)
      around = add(service, .internal, around, start + 1, start + 88)
      _ = add(service, .consumer, around, start + 5, start + 80, process)
    }
  }
}
