/// Does pieces of work beside each other and hands their outcomes on in the order of the pieces.
enum OrderedTasks {
  /// - Parameters:
  ///   - jobs: How many pieces are under way at a time.
  ///   - next: The next piece of work, nil at the end. Called from one number at a time.
  ///   - perform: Does one piece; runs beside others.
  ///   - receive: Takes the outcomes, first piece first. Called from one number at a time.
  /// - Throws: The first thing that any of the three throws.
  static func run<Work: Sendable, Outcome: Sendable>(
    jobs: Int, next: () throws -> Work?, perform: @escaping @Sendable (Work) throws -> Outcome,
    receive: (Outcome) throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var waiting: [Int: Outcome] = [:]
      var started = 0
      var received = 0
      var hasMore = true
      while true {
        // One more than there are workers, so that none waits while outcomes are received; a single one takes turns.
        while hasMore, started - received < (jobs == 1 ? 1 : jobs + 1) {
          guard let work = try next() else {
            hasMore = false
            break
          }
          let number = started
          started += 1
          group.addTask { (number, try perform(work)) }
        }
        guard let (number, outcome) = try await group.next() else { return }
        waiting[number] = outcome
        while let ready = waiting.removeValue(forKey: received) {
          received += 1
          try receive(ready)
        }
      }
    }
  }
}
