/// One journey over time, a row a span: who worked when, who waited for a message, and what of it held up the end.
public struct Waterfall: Hashable, Sendable {
  /// Nanoseconds since the epoch; `start < end`.
  public struct Stretch: Hashable, Sendable {
    public var start: Int64
    public var end: Int64

    public init(start: Int64, end: Int64) {
      self.start = start
      self.end = end
    }
  }

  public struct Row: Hashable, Sendable {
    /// How far it is indented: 0 for an origin.
    public var depth: Int
    public var service: String
    public var operation: String
    /// Nanoseconds since the epoch.
    public var start: Int64
    /// Nanoseconds since the epoch, not before the start.
    public var end: Int64
    public var isFailed: Bool
    /// Whether a message set it off; its row stands below that of the message's producer.
    public var isByMessage: Bool
    /// The first digits of its trace's id where the row begins a trace, else empty.
    public var traceID: String
    /// It is what was asked for.
    public var isAsked: Bool
    /// How long its message (of several, the first of them) lay in the queue; nil when it did not.
    public var wait: Stretch?
    /// What of its own work is on the path, in time order.
    public var critical: [Stretch]
    /// What of its wait is on the path, in time order.
    public var criticalWait: [Stretch]

    public init(
      depth: Int, service: String, operation: String, start: Int64, end: Int64, isFailed: Bool = false,
      isByMessage: Bool = false, traceID: String = "", isAsked: Bool = false, wait: Stretch? = nil,
      critical: [Stretch] = [], criticalWait: [Stretch] = []
    ) {
      self.depth = depth
      self.service = service
      self.operation = operation
      self.start = start
      self.end = end
      self.isFailed = isFailed
      self.isByMessage = isByMessage
      self.traceID = traceID
      self.isAsked = isAsked
      self.wait = wait
      self.critical = critical
      self.criticalWait = criticalWait
    }

    public var isOnPath: Bool { !critical.isEmpty || !criticalWait.isEmpty }
  }

  public var title: Text
  /// Sentences above the picture.
  public var lead: [Text]
  /// The whole width: earliest start and latest end of all rows, hidden ones too (ns since the epoch).
  public var start: Int64
  public var end: Int64
  public var rows: [Row]
  /// How many rows are left out.
  public var hidden: Int

  public init(title: Text, lead: [Text], start: Int64, end: Int64, rows: [Row], hidden: Int = 0) {
    self.title = title
    self.lead = lead
    self.start = start
    self.end = end
    self.rows = rows
    self.hidden = hidden
  }

  /// For each row whether the row it stands below is of the same service, and called it.
  public var repeatsService: [Bool] {
    var open: [Int] = []
    return rows.indices.map { place in
      while let last = open.last, rows[last].depth >= rows[place].depth { open.removeLast() }
      defer { open.append(place) }
      return !rows[place].isByMessage && open.last.map { rows[$0].service == rows[place].service } ?? false
    }
  }

  /// What is left out, as a sentence; nil when all is shown.
  public var hiddenSentence: String? {
    hidden <= 0 ? nil : "\(Quantity.count(hidden)) more \(hidden == 1 ? "span is" : "spans are") not shown."
  }
}
