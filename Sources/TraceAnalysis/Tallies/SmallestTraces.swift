public import TraceModel

/// The three smallest of all trace ids that were offered, in order: the same whatever the order of offering.
public struct SmallestTraces: Sendable, Equatable {
  static let most = 3

  public private(set) var ids: [TraceID] = []

  public init() {}

  mutating func offer(_ id: TraceID) {
    if let last = ids.last, ids.count == Self.most, last <= id { return }
    let place = ids.firstIndex { id <= $0 } ?? ids.count
    if place < ids.count, ids[place] == id { return }
    ids.insert(id, at: place)
    if ids.count > Self.most { ids.removeLast() }
  }

  mutating func merge(_ other: Self) {
    for id in other.ids { offer(id) }
  }
}
