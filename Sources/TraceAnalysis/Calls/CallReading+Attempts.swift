import TraceModel

/// Which layers are those of one call, and which calls are attempts of one.
extension CallReading {
  /// Finds of each outer span whether the calls within go to several peers, and whether one goes to its own.
  mutating func compareWithin() {
    for index in nodes.indices where nodes[index].isInnermost {
      var around = nodes[index].around
      for _ in 0..<CallReading.reach where around >= 0 {
        let inner = nodes[around].inner
        if inner < 0 {
          nodes[around].inner = index
        } else if !isOnePeer(inner, index) {
          nodes[around].isSeveral = true
        } else if nodes[index].isAnswered, !nodes[inner].isAnswered {
          nodes[around].inner = index
        }
        let isNamed = nodes[index].isAnswered || !nodes[index].service.isEmpty || !nodes[index].address.isEmpty
        if isNamed, isOnePeer(around, index) { nodes[around].hasOwnPeerWithin = true }
        if nodes[around].isAgent { break }
        around = nodes[around].around
      }
    }
  }

  /// Whether the span at `index` is a layer around what lies right within it, not one around calls of their own.
  private func isOuter(_ index: Int) -> Bool {
    !nodes[index].isAgent && !nodes[index].isSeveral && nodes[index].message == nil
  }

  mutating func findCalls(_ table: SpanTable) {
    var groups: [Int: [Int]] = [:]
    for index in nodes.indices {
      if !nodes[index].isInnermost {
        setPart(index, partOfOuter(index))
        continue
      }
      var top = index
      var around = nodes[index].around
      for _ in 0..<CallReading.reach where around >= 0 && isOuter(around) {
        top = around
        around = nodes[around].around
      }
      if around >= 0, isTransport(index, of: around) {
        setPart(index, .transport)
      } else if top != index {
        groups[top, default: []].append(index)
      }
    }
    for top in groups.keys.sorted() { findAttempts(groups[top] ?? [], table) }
  }

  private mutating func setPart(_ index: Int, _ part: Part) { parts[nodes[index].row - rows.lowerBound] = part }

  /// An outer span that is answered itself, or does something with a message, is what it is whatever lies within. Around different calls a span is a call
  /// when it names a peer that none of them goes to.
  private func partOfOuter(_ index: Int) -> Part {
    let node = nodes[index]
    if node.isAnswered || node.message != nil { return .whole }
    if isOuter(index) || node.hasOwnPeerWithin { return .layer }
    let isNamed = !node.service.isEmpty || !node.address.isEmpty || node.rank == .database
    return isNamed ? .beside : .layer
  }

  /// Whether a call is how the message of an outer span gets to its broker, or from there.
  private func isTransport(_ index: Int, of outer: Int) -> Bool {
    let node = nodes[index]
    guard let role = nodes[outer].message, !node.isAnswered, node.message == nil, node.rank != .database,
      meansOnePeer(outer, index)
    else { return false }
    // A span that takes messages may cover what is done with them.
    return role == .process ? false : role != .receive || (!node.address.isEmpty && !nodes[outer].address.isEmpty)
  }

  /// Makes calls of the innermost spans below one outer: a repeat is an attempt of the call before when that had failed and was over.
  private mutating func findAttempts(_ innermost: [Int], _ table: SpanTable) {
    let sorted = innermost.sorted { nodes[$0].row < nodes[$1].row }
    // Calls whose last attempt failed, the latest end last.
    var failed: [(call: Int, node: Int)] = []
    for index in sorted {
      let row = nodes[index].row
      let isTimed = !table.columns.flags[row].contains(.missingTime)
      let place = failed.suffix(16).lastIndex { earlier in
        isTimed && table.columns.ends[nodes[earlier.node].row] <= table.columns.starts[row]
          && isOnePeer(earlier.node, index)
      }
      var number = calls.count
      if let place {
        number = failed[place].call
        failed.remove(at: place)
        calls[number].last = Int32(row)
        calls[number].attempts += 1
        if nodes[index].isAnswered || !isAnswered[number] { decide(number, index) }
      } else {
        calls.append(Call(first: Int32(row), last: Int32(row), deciding: Int32(row), naming: Int32(row), attempts: 1))
        isAnswered.append(false)
        decide(number, index)
      }
      setPart(index, .attempt(number))
      if nodes[index].failed, isTimed {
        let end = table.columns.ends[row]
        let place = failed.lastIndex { table.columns.ends[nodes[$0.node].row] <= end }
        failed.insert((number, index), at: place.map { $0 + 1 } ?? 0)
        if failed.count > CallReading.reach { failed.removeFirst() }
      }
    }
  }

  /// The call goes where this attempt went, by the best name that it or a layer around it has for the same peer.
  private mutating func decide(_ number: Int, _ index: Int) {
    calls[number].deciding = Int32(nodes[index].row)
    isAnswered[number] = nodes[index].isAnswered
    var naming = index
    var around = nodes[index].around
    for _ in 0..<CallReading.reach where around >= 0 && isOuter(around) {
      if nodes[around].rank.rawValue < nodes[naming].rank.rawValue, meansOnePeer(around, index) { naming = around }
      around = nodes[around].around
    }
    calls[number].naming = Int32(nodes[naming].row)
  }
}
