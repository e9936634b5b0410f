import TraceModel

@testable import TraceAnalysis

/// The definitions of anti-patterns written out for one table: slow, and with nothing shared but the walk.
enum AntiPatternTwin {
  struct Child {
    var row: Int
    var start: Int64
    var end: Int64
  }

  static func key(_ finding: AntiPatternFinding) -> String {
    ([finding.entry, finding.operation] + [finding.first, finding.second].compactMap { $0 }).map {
      "\($0.service)/\($0.operation)/\($0.kind)"
    }.joined(separator: " ") + " " + finding.kind.name
  }

  /// Total cost by ``key(_:)``. Thresholds of responses and entry points count as none.
  static func findings(of table: SpanTable, _ options: AntiPatternOptions) -> [String: Int64] {
    var costs: [String: Int64] = [:]
    var pairs: [(key: String, cost: Int64, names: [String], isLong: Bool)] = []
    var orders: [[String]: Int] = [:]
    var sums: [String: Int64] = [:]
    for root in 0..<table.spanCount where table.columns.parents[root] < 0 {
      if table.columns.flags[root].contains(.missingTime) { continue }
      let segments = Array(criticalPath(of: table, from: SpanIndex(row: root)).reversed())
      let below = (0..<table.spanCount).map { row in
        (0..<table.spanCount).compactMap { child -> Child? in
          guard Int(table.columns.parents[child]) == row else { return nil }
          let own = segments.filter { isBelow($0.span.row, child, table) }
          guard let first = own.first, let last = own.last else { return nil }
          return Child(row: child, start: first.start, end: last.end)
        }.sorted { $0.start < $1.start }
      }
      for row in 0..<table.spanCount where !below[row].isEmpty {
        let children = below[row]
        let place = [name(root, table), name(row, table)].joined(separator: " ")
        let note = { (kind: AntiPatternKind, called: [String], cost: Int64) in
          if cost > 0 { sums[([place] + called).joined(separator: " ") + " " + kind.name, default: 0] += cost }
        }
        let calls = children.map { isCall($0.row, table) }
        // What a later call of the same name was answered by, its own name when nobody knows; nil without such a call.
        let later = { (one: Int) -> String? in
          let same = children.indices.filter {
            $0 > one && calls[$0] && name(children[$0].row, table) == name(children[one].row, table)
          }.map { callee(children[$0].row, table) }
          return same.first { $0 != name(children[one].row, table) } ?? same.first
        }
        let retried = children.indices.map { one -> Bool in
          guard calls[one], table.columns.statuses[children[one].row] == .error, let later = later(one) else {
            return false
          }
          let (own, plain) = (callee(children[one].row, table), name(children[one].row, table))
          return own == later || own == plain || later == plain
        }
        for one in children.indices where retried[one] {
          let (own, plain) = (callee(children[one].row, table), name(children[one].row, table))
          let called = later(one) == plain ? own : later(one) ?? ""
          note(.retries, [called], children[one + 1].start - children[one].start)
        }
        let counted = children.indices.filter { calls[$0] && !retried[$0] }
        for name in Set(counted.map { callee(children[$0].row, table) }) {
          let lengths = counted.filter { callee(children[$0].row, table) == name }
            .map { children[$0].end - children[$0].start }
          if lengths.count >= options.leastRepeats, children.count >= options.leastRepeats {
            note(.repeatedCalls, [name], lengths.reduce(0, +) - (lengths.max() ?? 0))
          }
        }
        let server = children.first { table.columns.kinds[$0.row] == .server }
        if table.columns.kinds[row] == .client, let server {
          note(
            .clientWaits, [name(server.row, table)],
            segments.filter { $0.span.row == row }.reduce(0) { $0 + $1.duration })
        } else {
          for (one, other) in zip(children.indices, children.indices.dropFirst()) where !retried[one] {
            let idle = free(
              table.columns.ends[children[one].row], table.columns.starts[children[other].row], below: row, table)
            note(
              .gaps, [callee(children[one].row, table), callee(children[other].row, table)],
              min(idle, children[other].start - children[one].end))
          }
        }
        // Calls in a row.
        let serial = { (one: Int) -> Bool in
          guard children.indices.contains(one), children.indices.contains(one + 1) else { return false }
          let (a, b) = (children[one], children[one + 1])
          let shorter = min(a.end - a.start, b.end - b.start)
          return calls[one] && calls[one + 1] && !retried[one] && callee(a.row, table) != callee(b.row, table)
            && (b.start - a.end) * 100 <= shorter * options.mostPausePercent
        }
        for one in children.indices where serial(one) {
          var (first, last) = (one, one + 1)
          while serial(first - 1), isRemote(children[first - 1].row, table) { first -= 1 }
          while serial(last), isRemote(children[last + 1].row, table) { last += 1 }
          let bothRemote = isRemote(children[one].row, table) && isRemote(children[one + 1].row, table)
          let names = [callee(children[one].row, table), callee(children[one + 1].row, table)]
          pairs.append(
            (
              ([place] + names).joined(separator: " ") + " " + AntiPatternKind.serialFanOut.name,
              min(children[one].end - children[one].start, children[one + 1].end - children[one + 1].start),
              [name(row, table)] + names, bothRemote && last - first + 1 >= options.leastRun
            ))
        }
        let all = table.children(of: SpanIndex(row: row)).map(Int.init).filter {
          table.columns.flags[$0].isDisjoint(with: [.missingTime, .followsFrom]) && isCall($0, table)
        }
        for (one, other) in zip(all, all.dropFirst()) where callee(one, table) != callee(other, table) {
          let names = [callee(one, table), callee(other, table)]
          let isTogether = table.columns.starts[other] < table.columns.ends[one]
          orders[[name(row, table)] + (isTogether ? names.sorted() + ["together"] : names), default: 0] += 1
        }
      }
    }
    for pair in pairs {
      let (a, b) = (pair.names[1], pair.names[2])
      let seen = [
        orders[pair.names] ?? 0, orders[[pair.names[0], b, a]] ?? 0,
        orders[[pair.names[0]] + [a, b].sorted() + ["together"]] ?? 0,
      ]
      let others = seen.reduce(0, +) - max(seen[0], seen[1])
      if others >= options.leastOtherOrders || pair.isLong { costs[pair.key, default: 0] += pair.cost }
    }
    for (key, cost) in sums { costs[key, default: 0] += cost }
    return costs
  }

  static func name(_ row: Int, _ table: SpanTable) -> String {
    let service = table.symbols.string(of: table.columns.services[row])
    return "\(service)/\(table.symbols.string(of: table.columns.names[row]))/\(table.columns.kinds[row])"
  }

  private static func isBelow(_ row: Int, _ above: Int, _ table: SpanTable) -> Bool {
    var row = row
    while row >= 0, row != above { row = Int(table.columns.parents[row]) }
    return row == above
  }

  private static func isCall(_ row: Int, _ table: SpanTable) -> Bool {
    let isForeign = table.columns.services[row] != table.columns.services[Int(table.columns.parents[row])]
    return switch table.columns.kinds[row] {
    case .client, .producer: true
    case .consumer: false
    case .unspecified: isForeign || table.children(of: SpanIndex(row: row)).isEmpty
    case .server, .internal: isForeign
    }
  }

  private static func server(_ row: Int, _ table: SpanTable) -> Int? {
    guard isCall(row, table), [.client, .unspecified].contains(table.columns.kinds[row]) else { return nil }
    return table.children(of: SpanIndex(row: row)).map(Int.init).first {
      table.columns.kinds[$0] == .server || table.columns.services[$0] != table.columns.services[row]
    }
  }

  private static func callee(_ row: Int, _ table: SpanTable) -> String { name(server(row, table) ?? row, table) }

  private static func isRemote(_ row: Int, _ table: SpanTable) -> Bool {
    server(row, table) != nil
      || isCall(row, table) && table.columns.services[row] != table.columns.services[Int(table.columns.parents[row])]
  }

  /// The part of a stretch in which no child runs, by cutting it at every child's ends.
  private static func free(_ start: Int64, _ end: Int64, below row: Int, _ table: SpanTable) -> Int64 {
    let children = table.children(of: SpanIndex(row: row)).map(Int.init)
      .filter { !table.columns.flags[$0].contains(.missingTime) }
    let cuts = Set(children.flatMap { [table.columns.starts[$0], table.columns.ends[$0]] } + [start, end])
      .filter { $0 >= start && $0 <= end }.sorted()
    return zip(cuts, cuts.dropFirst()).reduce(0) { total, stretch in
      let isBusy = children.contains {
        table.columns.starts[$0] <= stretch.0 && table.columns.ends[$0] >= stretch.1
      }
      return total + (isBusy ? 0 : stretch.1 - stretch.0)
    }
  }
}
