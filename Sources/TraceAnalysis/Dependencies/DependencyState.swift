/// What a dependency graph is made of: nodes, the traffic between them, and what led nowhere.
public struct DependencyState: PartialState {
  var nodes = DependencyNodes()
  var edges = Counted<DependencyEdgeKey, DependencyTraffic>()
  var unresolved = UnresolvedDependencies()
  /// Spans without a parent.
  var roots = 0
  var requests = RequestTallies()
  /// Receives of which nothing tells that they took a message, by service and topic.
  var receives = Counted<DependencyReceiveKey, DependencyReceives>()
  /// Receives that say that they took none.
  var polls = 0

  public mutating func merge(_ other: DependencyState) {
    let map = nodes.merge(other.nodes)
    edges.merge(other.edges) { key in
      DependencyEdgeKey(source: map[Int(key.source)], target: map[Int(key.target)], kind: key.kind)
    }
    receives.merge(other.receives) { key in
      DependencyReceiveKey(service: map[Int(key.service)], topic: key.topic < 0 ? -1 : map[Int(key.topic)])
    }
    unresolved.merge(other.unresolved)
    roots += other.roots
    polls += other.polls
    requests.merge(other.requests, map: map)
  }

  public var size: Int {
    nodes.count * 64 + edges.count * MemoryLayout<DependencyTraffic>.size * 4
      + receives.count * MemoryLayout<DependencyReceives>.size
  }

  /// Makes polls of the receives that tell of no message, where others of their service and topic tell what they got; the others took what
  /// nobody is known to have sent.
  mutating func tellPolls() {
    for (key, receives) in zip(receives.keys, receives.values) {
      if receives.othersTell {
        polls += receives.traffic.calls
        continue
      }
      if key.topic < 0 {
        unresolved.consumersWithoutSource += receives.traffic.calls
      } else {
        edges[DependencyEdgeKey(source: key.topic, target: key.service, kind: .consume)].merge(receives.traffic)
      }
      requests.add(receives.requests, entries: receives.entries, to: key.service)
      roots += receives.roots
    }
    receives = Counted()
  }
}

/// A service that receives, and the topic or partner it receives from; -1 for an unknown one.
struct DependencyReceiveKey: PackedKey, Hashable {
  var service: Int32
  var topic: Int32

  var words: TableWords {
    TableWords(UInt64(UInt32(bitPattern: service)) &<< 32 | UInt64(UInt32(bitPattern: topic)))
  }
}

/// Receives of one service and topic of which nothing tells that they took a message.
struct DependencyReceives: Mergeable {
  /// Whether other consumers of the service and topic tell of a message.
  var othersTell = false
  /// What the receives come to if they took something.
  var traffic = DependencyTraffic()
  var requests = 0
  var entries = 0
  var roots = 0

  mutating func merge(_ other: DependencyReceives) {
    othersTell = othersTell || other.othersTell
    traffic.merge(other.traffic)
    requests += other.requests
    entries += other.entries
    roots += other.roots
  }
}
