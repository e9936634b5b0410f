/// What happens next in a simulation.
struct SimulationEvent {
  enum Action {
    case arrival
    /// The broker has the message of this slot.
    case publish(slot: Int)
    case poll(lane: Int)
    case settle(slot: Int)
    case redeliver(slot: Int)
  }

  var time: Int
  var sequence: Int
  var action: Action

  func precedes(_ other: SimulationEvent) -> Bool {
    time != other.time ? time < other.time : sequence < other.sequence
  }
}

/// A binary heap of events: earliest first, equal times in the order in which they were added.
struct EventHeap {
  private var events: [SimulationEvent] = []
  private var nextSequence = 0

  mutating func add(_ action: SimulationEvent.Action, at time: Int) {
    var index = events.count
    let event = SimulationEvent(time: time, sequence: nextSequence, action: action)
    nextSequence += 1
    events.append(event)
    while index > 0 {
      let parent = (index - 1) / 2
      if !event.precedes(events[parent]) { break }
      events[index] = events[parent]
      index = parent
    }
    events[index] = event
  }

  mutating func removeFirst() -> SimulationEvent? {
    guard let first = events.first else { return nil }
    let moved = events.removeLast()
    if events.isEmpty { return first }
    var index = 0
    while true {
      var child = 2 * index + 1
      if child >= events.count { break }
      if child + 1 < events.count, events[child + 1].precedes(events[child]) { child += 1 }
      if !events[child].precedes(moved) { break }
      events[index] = events[child]
      index = child
    }
    events[index] = moved
    return first
  }
}

/// Values in numbered slots that are used again once taken out.
struct Slots<Element> {
  private var elements: [Element?] = []
  private var free: [Int] = []

  mutating func add(_ element: Element) -> Int {
    if let slot = free.popLast() {
      elements[slot] = element
      return slot
    }
    elements.append(element)
    return elements.count - 1
  }

  mutating func take(_ slot: Int) -> Element? {
    let element = elements[slot]
    elements[slot] = nil
    free.append(slot)
    return element
  }
}
