/// What was read, what was rejected and what was wrong: merged at every stage, shown in every report.
public struct DataQuality: Sendable, Equatable {
  /// Bytes of input after decompression.
  public var bytesRead = 0
  /// Bytes of input that no readable value holds.
  public var bytesRejected = 0
  /// Spans decoded, duplicates included.
  public var spansRead = 0
  /// Top-level JSON values read.
  public var valuesRead = 0
  private var counts = [Int](repeating: 0, count: Defect.allCases.count)
  /// What was rejected, in input order; at most ``maxRejects`` of them (``Defect/rejectedValue`` counts all).
  public private(set) var rejects: [Reject] = []
  private var rejectsDropped = 0
  /// The compressed inputs that could not be unpacked to their end, in input order.
  public private(set) var streamBreaks: [StreamBreak] = []

  /// How many rejects are kept to be listed.
  public static let maxRejects = 10_000

  public init() {}

  public subscript(defect: Defect) -> Int {
    get { counts[DataQuality.places[defect] ?? 0] }
    set { counts[DataQuality.places[defect] ?? 0] = newValue }
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: Defect.allCases.enumerated().map { ($0.element, $0.offset) })

  /// Keeps a reject to be listed, and counts it.
  public mutating func add(_ reject: @autoclosure () -> Reject, as defect: Defect) {
    self[defect] += 1
    // Texts that nobody will see are not made.
    if rejects.count < DataQuality.maxRejects { rejects.append(reject()) } else { rejectsDropped += 1 }
  }

  /// Keeps a reject to be listed, and counts it.
  public mutating func add(_ reject: Reject) { add(reject, as: reject.defect) }

  /// Keeps where an input could be unpacked no further, and counts and lists it as a reject.
  ///
  /// `reason` is what the list says.
  public mutating func add(_ streamBreak: StreamBreak, reason: String) {
    streamBreaks.append(streamBreak)
    add(Reject(defect: .brokenStream, input: streamBreak.input, offset: streamBreak.unpacked, reason: reason))
  }

  /// Changes the listed rejects, in order; for what is known of them only later.
  public mutating func updateRejects(_ body: (inout Reject) -> Void) {
    rejects.sort()
    for index in rejects.indices { body(&rejects[index]) }
  }

  /// What can be gone back to.
  public struct Mark {
    fileprivate var bytesRead: Int
    fileprivate var bytesRejected: Int
    fileprivate var spansRead: Int
    fileprivate var valuesRead: Int
    fileprivate var counts: [Int]
    fileprivate var rejects: Int
    fileprivate var rejectsDropped: Int
    fileprivate var streamBreaks: Int
  }

  /// What was counted so far. O(1): rejects are only added behind it.
  public func mark() -> Mark {
    Mark(
      bytesRead: bytesRead, bytesRejected: bytesRejected, spansRead: spansRead, valuesRead: valuesRead, counts: counts,
      rejects: rejects.count, rejectsDropped: rejectsDropped, streamBreaks: streamBreaks.count)
  }

  /// Takes back what was counted since the mark; nothing may have been merged or updated since.
  public mutating func rollBack(to mark: Mark) {
    bytesRead = mark.bytesRead
    bytesRejected = mark.bytesRejected
    spansRead = mark.spansRead
    valuesRead = mark.valuesRead
    counts = mark.counts
    rejects.removeLast(rejects.count - mark.rejects)
    rejectsDropped = mark.rejectsDropped
    streamBreaks.removeLast(streamBreaks.count - mark.streamBreaks)
  }

  public mutating func merge(_ other: DataQuality) {
    bytesRead += other.bytesRead
    bytesRejected += other.bytesRejected
    spansRead += other.spansRead
    valuesRead += other.valuesRead
    for index in counts.indices { counts[index] += other.counts[index] }
    if !other.streamBreaks.isEmpty { streamBreaks = (streamBreaks + other.streamBreaks).sorted() }
    mergeRejects(of: other)
    rejectsDropped += other.rejectsDropped
  }

  private mutating func mergeRejects(of other: DataQuality) {
    guard let least = other.rejects.min() else { return }
    if rejects.count == DataQuality.maxRejects, let last = rejects.last, !(least < last) {
      rejectsDropped += other.rejects.count
      return
    }
    rejects += other.rejects
    rejects.sort()
    if rejects.count > DataQuality.maxRejects {
      rejectsDropped += rejects.count - DataQuality.maxRejects
      rejects.removeLast(rejects.count - DataQuality.maxRejects)
    }
  }
}

/// One stretch of input that was left out: where it is, and why.
public struct Reject: Sendable, Equatable, Comparable {
  public var defect: Defect
  /// The input's number, in the order of reading.
  public var input: Int
  /// Offset (bytes, after decompression) of the first byte of the stretch.
  public var offset: Int
  public var reason: String
  /// The line the stretch begins on, from 1; 0 when not known.
  public var line = 0
  /// The first bytes of the stretch, at most up to the end of its line.
  public var excerpt: [UInt8] = []

  public init(defect: Defect, input: Int, offset: Int, reason: String) {
    self.defect = defect
    self.input = input
    self.offset = offset
    self.reason = reason
  }

  public static func < (left: Reject, right: Reject) -> Bool {
    (left.input, left.offset, left.reason) < (right.input, right.offset, right.reason)
  }
}
