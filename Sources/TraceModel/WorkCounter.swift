import Synchronization

/// How far a long piece of work has come: workers add to it, whoever shows it looks at it from elsewhere.
public final class WorkCounter: Sendable {
  private let doneCount = Atomic<Int>(0)
  private let spanCount = Atomic<Int>(0)

  public init() {}

  /// Bytes of input read, or parts of the work done.
  public var done: Int { doneCount.load(ordering: .relaxed) }
  public var spans: Int { spanCount.load(ordering: .relaxed) }

  public func add(done: Int, spans: Int = 0) {
    doneCount.wrappingAdd(done, ordering: .relaxed)
    spanCount.wrappingAdd(spans, ordering: .relaxed)
  }
}
