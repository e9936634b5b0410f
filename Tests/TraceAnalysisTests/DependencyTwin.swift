import TraceModel
import TracemillTesting

/// The rules 7 and 10 to 13 of the dependency graph written out span by span: slow, and with nothing shared with the fold.
///
/// For drawings in which every service has a name, no clock is skewed, and links lead to spans of the drawing.
struct DependencyTwin {
  let spans: [DrawnSpan]
  private let byID: [String: Int]
  private var counts: [String: (calls: Int, errors: Int, messages: Int)] = [:]

  init(_ spans: [DrawnSpan]) {
    self.spans = spans
    byID = Dictionary(uniqueKeysWithValues: spans.enumerated().map { (Self.id($1.traceID, $1.spanID), $0) })
  }

  private static func id(_ trace: TraceID, _ span: SpanID) -> String { "\(trace.low)/\(span.value)" }

  /// The edges in words, as ``DependencyCase`` has them.
  mutating func lines() -> [String] {
    for index in spans.indices {
      if spans[index].kind == .server { countServer(index) }
      if spans[index].kind == .client { countClient(index) }
    }
    countMessages()
    return counts.map { edge, count in
      "\(edge) \(count.calls)" + (count.errors > 0 ? " !\(count.errors)" : "")
        + (count.messages > 0 ? " m\(count.messages)" : "")
    }.sorted()
  }

  private mutating func add(
    _ from: String, _ kind: String, _ to: String, calls: Int = 0, failed: Bool = false, messages: Int = 0
  ) {
    var count = counts["\(from) \(kind) \(to)"] ?? (0, 0, 0)
    count.calls += calls
    count.errors += failed ? 1 : 0
    count.messages += messages
    counts["\(from) \(kind) \(to)"] = count
  }

  // MARK: Spans

  private func text(_ index: Int, _ key: String) -> String? {
    for (name, value) in spans[index].attributes where name == key {
      let text = String(decoding: value.bytes, as: UTF8.self)
      return text.isEmpty ? nil : text
    }
    return nil
  }

  private func parent(_ index: Int) -> Int? { byID[Self.id(spans[index].traceID, spans[index].parentID)] }
  private func children(_ index: Int) -> [Int] { spans.indices.filter { parent($0) == index } }
  private func ancestors(_ index: Int) -> [Int] {
    var found: [Int] = []
    while let next = parent(found.last ?? index) { found.append(next) }
    return found
  }
  private func failed(_ index: Int) -> Bool { spans[index].status == .error }
  private func linked(_ index: Int) -> [Int] {
    spans[index].links.compactMap { byID[Self.id($0.traceID, $0.spanID)] }
  }

  // MARK: Calls

  /// The CLIENT right around a CLIENT, with INTERNAL spans of its service alone between.
  private func around(_ index: Int) -> Int? {
    for above in ancestors(index) {
      if spans[above].service != spans[index].service { return nil }
      if spans[above].kind == .client { return above }
      if spans[above].kind != .internal { return nil }
    }
    return nil
  }

  private func innermost(_ index: Int) -> [Int] {
    let within = spans.indices.filter { spans[$0].kind == .client && around($0) == index }
    return within.flatMap { one in
      let more = innermost(one)
      return more.isEmpty ? [one] : more
    }
  }

  private func server(_ index: Int) -> Int? { children(index).first { spans[$0].kind == .server } }

  private func peer(_ index: Int) -> String {
    server(index).map { spans[$0].service } ?? text(index, "server.address") ?? "?"
  }

  /// A layer around one call: no agent, and not over calls to several peers.
  private func isOuter(_ index: Int) -> Bool {
    let within = innermost(index)
    return !within.isEmpty && Set(within.map(peer)).count == 1
      && text(index, "gen_ai.operation.name") != "invoke_agent"
  }

  /// The innermost spans that are attempts of one call, in order; the span alone when it lies in no outer call.
  private func attempts(_ index: Int) -> [Int] {
    var top: Int?
    var next = around(index)
    while let outer = next, isOuter(outer) {
      top = outer
      next = around(outer)
    }
    guard let top else { return [index] }
    var calls: [[Int]] = []
    for one in innermost(top).sorted(by: { spans[$0].start < spans[$1].start }) {
      let place = calls.indices.filter { call in
        guard let last = calls[call].last else { return false }
        let failed =
          failed(last) || text(last, "http.response.status_code") == "503"
          || (server(last).map(self.failed) ?? false)
        return failed && spans[last].end <= spans[one].start
      }.max { spans[calls[$0].last ?? 0].end < spans[calls[$1].last ?? 0].end }
      if let place { calls[place].append(one) } else { calls.append([one]) }
    }
    return calls.first { $0.contains(index) } ?? [index]
  }

  private func isProxy(_ index: Int) -> Bool { text(index, "upstream_cluster")?.hasPrefix("inbound|") == true }

  private mutating func countServer(_ index: Int) {
    guard let above = parent(index) else { return }
    let (from, to) = (spans[above].service, spans[index].service)
    if from == to {
      guard spans[above].kind == .client else { return }
      if isProxy(above), let top = parent(above), spans[top].kind == .server, spans[top].service == to { return }
    }
    guard spans[above].kind == .client else {
      add(from, "call", to, calls: 1, failed: failed(index))
      return
    }
    let attempts = innermost(above).isEmpty ? attempts(above) : [above]
    guard attempts.last(where: { server($0) != nil }) == above, let last = attempts.last else { return }
    add(from, "call", to, calls: 1, failed: failed(last) || (last == above && failed(index)))
  }

  private mutating func countClient(_ index: Int) {
    guard innermost(index).isEmpty, server(index) == nil, role(index) == nil else { return }
    let attempts = attempts(index)
    guard attempts.last == index, !attempts.contains(where: { server($0) != nil }) else { return }
    var database = text(index, "db.system") != nil
    var next = around(index)
    while let outer = next, isOuter(outer) {
      if text(outer, "db.system") != nil { database = true }
      next = around(outer)
    }
    add(spans[index].service, database ? "query" : "call", peer(index), calls: 1, failed: failed(index))
  }

  // MARK: Messages

  private func role(_ index: Int) -> String? {
    guard [.producer, .consumer, .client].contains(spans[index].kind) else { return nil }
    if let said = text(index, "messaging.operation.type") { return said }
    return spans[index].kind == .producer ? "?" : spans[index].kind == .consumer ? "process" : nil
  }

  private func isConsumer(_ index: Int) -> Bool { ["receive", "process"].contains(role(index)) }
  private func topic(_ index: Int) -> String? { text(index, "messaging.destination.name") }

  /// The consumer spans of one service that a consumer span lies within, the nearest first; a publish ends them.
  private func consumers(around index: Int) -> [Int] {
    var found: [Int] = []
    for above in ancestors(index) {
      if spans[above].service != spans[index].service || ["send", "create", "?"].contains(role(above)) { break }
      if isConsumer(above) { found.append(above) }
    }
    return found
  }

  /// Who sent what a `create` made: a `send` that links to it, is around it, or lies below it.
  private func isSent(_ index: Int) -> Bool {
    spans.indices.contains { other in
      role(other) == "send"
        && (linked(other).contains(index) || ancestors(index).contains(other) || ancestors(other).contains(index))
    }
  }

  private func contexts(_ index: Int) -> [Int] {
    var found = linked(index).filter { ["send", "create", "?"].contains(role($0)) }
    if let above = parent(index), ["send", "create", "?"].contains(role(above)) { found.append(above) }
    return Set(found).sorted()
  }

  private mutating func countMessages() {
    let consumers = spans.indices.filter(isConsumer)
    var delivered: [(consumer: Int, producer: Int)] = []
    for one in consumers {
      for context in contexts(one) {
        // The innermost span that tells of the message counts.
        let isOuter = consumers.contains { inner in
          self.consumers(around: inner).contains(one) && contexts(inner).contains(context)
        }
        if !isOuter { delivered.append((one, context)) }
      }
    }
    // Of receive and process of one service for one message the more numerous count.
    delivered = delivered.filter { one in
      let same = delivered.filter {
        $0.producer == one.producer && spans[$0.consumer].service == spans[one.consumer].service
      }
      let processes = same.count { role($0.consumer) == "process" }
      let kept = processes >= same.count - processes && processes > 0 ? "process" : "receive"
      return role(one.consumer) == kept
    }
    var operations = Set<String>()
    for (consumer, producer) in delivered {
      let own = ([consumer] + self.consumers(around: consumer)).compactMap(topic).first
      let sent = topic(producer)
      guard let from = own ?? sent else { continue }
      let isNew = operations.insert("\(consumer) \(from)").inserted
      add(
        from, "consume", spans[consumer].service, calls: isNew ? 1 : 0, failed: isNew && failed(consumer), messages: 1)
      if let own, let sent, own != sent { add(sent, "route", own, messages: 1) }
    }
    for index in consumers { countUnknown(index, consumers) }
    for index in spans.indices { countPublish(index, delivered) }
  }

  /// A consumer span that tells of no message: nothing when it lies within others, a poll, or a message of unknown origin.
  private mutating func countUnknown(_ index: Int, _ consumers: [Int]) {
    let family = self.consumers(around: index)
    guard contexts(index).isEmpty, family.isEmpty,
      !consumers.contains(where: { self.consumers(around: $0).contains(index) })
    else { return }
    guard let topic = topic(index) else { return }
    if role(index) == "receive" {
      let others = consumers.contains {
        spans[$0].service == spans[index].service && self.topic($0) == topic && !contexts($0).isEmpty
      }
      if text(index, "messaging.batch.message_count") == "0" || others { return }
    }
    add(topic, "consume", spans[index].service, calls: 1, failed: failed(index), messages: 1)
  }

  private mutating func countPublish(_ index: Int, _ delivered: [(consumer: Int, producer: Int)]) {
    guard let role = role(index) else { return }
    let creations = spans.indices.filter { other in
      self.role(other) == "create" && (linked(index).contains(other) || ancestors(other).contains(index))
    }
    guard role == "send" || role == "?" || (role == "create" && !isSent(index)) else { return }
    let messages = text(index, "messaging.batch.message_count").flatMap { Int($0) } ?? max(1, creations.count)
    let taken = delivered.filter { $0.producer == index || creations.contains($0.producer) }
    let topic = topic(index) ?? taken.compactMap { self.topic($0.consumer) }.first
    guard let topic else { return }
    add(spans[index].service, "publish", topic, calls: 1, failed: failed(index), messages: messages)
  }
}
