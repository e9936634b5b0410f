import TraceModel

/// How the calls of one entry operation ended.
struct EntryOutcome: Sendable, Equatable {
  var calls = 0
  /// Calls with an error that began here: none of the services called in turn failed.
  var originated = 0
  /// Of them, those of which only a log line of severity ERROR says so.
  var onlyLogged = 0
  /// Calls with an error that came from a service called in turn.
  var passedOn = 0

  static func combine(_ left: inout EntryOutcome, _ right: EntryOutcome) {
    left.calls += right.calls
    left.originated += right.originated
    left.onlyLogged += right.onlyLogged
    left.passedOn += right.passedOn
  }
}

/// How calls served by one process fared.
struct PlaceStatistics: Sendable {
  /// Own time (ns).
  var own = Histogram()
  var calls = 0
  /// Calls with an error that began here.
  var failed = 0

  mutating func merge(_ other: PlaceStatistics) {
    own.merge(other.own)
    calls += other.calls
    failed += other.failed
  }
}

/// What one set of children under one parent operation was seen how often.
struct ChildSet: Sendable, Equatable {
  var service: Symbol
  var operation: Symbol
  var kind: SpanKind
  /// (service, operation) of the children, sorted, each once.
  var members: [UInt64]
  var count = 0
  var example: TraceID

  static func combine(_ left: inout ChildSet, _ right: ChildSet) {
    left.count += right.count
    left.example = min(left.example, right.example)
  }
}

/// Calls of which only the caller knows that they failed.
struct AbandonedCalls: Sendable, Equatable {
  /// How long they waited (ns).
  var waited = Histogram()
  /// Those that ended before the called operation did.
  var outlived = 0

  mutating func merge(_ other: AbandonedCalls) {
    waited.merge(other.waited)
    outlived += other.outlived
  }
}

/// The trace that shows something most; ties go to the smaller id.
struct Exemplar: Sendable, Equatable {
  var value: Int64
  var trace: TraceID

  static func combine(_ left: inout Exemplar, _ right: Exemplar) {
    if right.value > left.value || (right.value == left.value && right.trace < left.trace) { left = right }
  }
}

/// The sums of a ``RootCauseFold``. Everything adds up exactly, in any order.
struct RootCauseTallies: Sendable {
  /// Own time (ns) by (service, entry operation), of calls in which no call of theirs failed.
  var own = Tally<Histogram>()
  /// Duration (ns) of calls that leave the traced services, by (service, client operation).
  var leaf = Tally<Histogram>()
  /// Client less server duration (ns) by (caller, callee).
  var gap = Tally<Histogram>()
  /// Of it, from the client's start to the server's (ns), and from the server's end to the client's; by the same.
  var requestGap = Tally<SignedHistogram>()
  var responseGap = Tally<SignedHistogram>()
  /// How long calls from another service or process took (ns) by (service, entry operation).
  var served = Tally<Histogram>()
  /// Calls that failed while who answered did not, by (service, entry operation, calling service).
  var abandoned = Tally<AbandonedCalls>()
  /// From the end of publishing to the start of consuming (ns) by (consumer service, operation).
  var wait = Tally<Histogram>()
  /// By (service, entry operation).
  var outcomes = Tally<EntryOutcome>()
  /// Calls that logged a template, by (service, entry operation, template).
  var logged = Tally<Int>()
  /// By digest of parent and set.
  var sets = Tally<ChildSet>()
  /// Client spans by (service, client operation, callee); no callee is the largest symbol number.
  var outgoing = Tally<Int>()
  /// Calls out of the traced services, by (service, entry operation, client operation).
  var leafCalls = Tally<Int>()
  /// Calls with an error that began here, and a failed call out of the traced services, by the same.
  var refused = Tally<Int>()
  /// By (service, instance, version, host), all four in full: there are no buckets.
  var places = Tally<PlaceStatistics>()
  /// Calls by (caller, callee), messages left out.
  var links = Tally<Int>()
  /// Traces by bucket alone.
  var traces = Tally<Int>()
  /// When (service, version) was first seen (ns); buckets stay 0.
  var versions = Tally<Int64>()
  /// Requests by (service, entry operation) of roots; one has failed when its root has the status ERROR.
  var requests = Tally<CallStatistics>()
  /// By (service, operation), of the longest own time; buckets stay 0.
  var slowest = Tally<Exemplar>()
  /// By (service, operation), of an error that began there; buckets stay 0.
  var failing = Tally<Exemplar>()
  /// By (caller, callee), of the longest gap; buckets stay 0.
  var widest = Tally<Exemplar>()
  /// By (service, client operation), the longest call out of the traced services; buckets stay 0.
  var slowestLeaf = Tally<LeafExemplar>()
  /// By (consumer service, operation), of the longest wait; buckets stay 0.
  var longestWait = Tally<Exemplar>()
  /// Traces with calls of (service, entry operation); buckets stay 0.
  var calledIn = Tally<SmallestTraces>()
  /// Those in which one logged a template, by (service, entry operation, template); buckets stay 0.
  var loggedIn = Tally<SmallestTraces>()

  mutating func merge(_ other: RootCauseTallies) {
    own.merge(other.own) { $0.merge($1) }
    leaf.merge(other.leaf) { $0.merge($1) }
    gap.merge(other.gap) { $0.merge($1) }
    requestGap.merge(other.requestGap) { $0.merge($1) }
    responseGap.merge(other.responseGap) { $0.merge($1) }
    served.merge(other.served) { $0.merge($1) }
    abandoned.merge(other.abandoned) { $0.merge($1) }
    wait.merge(other.wait) { $0.merge($1) }
    outcomes.merge(other.outcomes, EntryOutcome.combine)
    logged.merge(other.logged, +=)
    sets.merge(other.sets, ChildSet.combine)
    outgoing.merge(other.outgoing, +=)
    links.merge(other.links, +=)
    leafCalls.merge(other.leafCalls, +=)
    refused.merge(other.refused, +=)
    places.merge(other.places) { $0.merge($1) }
    traces.merge(other.traces, +=)
    versions.merge(other.versions) { $0 = min($0, $1) }
    requests.merge(other.requests) { $0.merge($1) }
    slowest.merge(other.slowest, Exemplar.combine)
    failing.merge(other.failing, Exemplar.combine)
    widest.merge(other.widest, Exemplar.combine)
    slowestLeaf.merge(other.slowestLeaf, LeafExemplar.combine)
    longestWait.merge(other.longestWait, Exemplar.combine)
    calledIn.merge(other.calledIn) { $0.merge($1) }
    loggedIn.merge(other.loggedIn) { $0.merge($1) }
  }

  mutating func widen() {
    own.widen { $0.merge($1) }
    leaf.widen { $0.merge($1) }
    gap.widen { $0.merge($1) }
    requestGap.widen { $0.merge($1) }
    responseGap.widen { $0.merge($1) }
    served.widen { $0.merge($1) }
    abandoned.widen { $0.merge($1) }
    wait.widen { $0.merge($1) }
    outcomes.widen(EntryOutcome.combine)
    logged.widen(+=)
    sets.widen(ChildSet.combine)
    outgoing.widen(+=)
    links.widen(+=)
    leafCalls.widen(+=)
    refused.widen(+=)
    traces.widen(+=)
    requests.widen { $0.merge($1) }
  }
}
