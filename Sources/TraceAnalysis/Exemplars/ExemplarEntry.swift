import TraceModel

/// The requests of one entry point that are kept.
struct ExemplarEntry: Mergeable {
  /// How many of either kind are kept.
  static let maxSamples = 64

  private(set) var healthy = BottomSample<RequestExemplar>(maxCount: maxSamples)
  private(set) var failed = BottomSample<RequestExemplar>(maxCount: maxSamples)
  /// Its shape is not known.
  private(set) var slowest: RequestExemplar?

  init() {}

  var size: Int { MemoryLayout<Self>.size + healthy.size + failed.size }

  /// Adds a request; `shape` is asked for its ``RequestExemplar/shape`` if it is kept in a sample.
  @inline(__always)
  mutating func add(_ request: RequestExemplar, shape: () -> UInt64) {
    let hash = TraceID.mix(request.traceID.low ^ TraceID.mix(request.spanID.value))
    slowest = max(slowest ?? request, request)
    if request.isFailed {
      if failed.keeps(hash) { failed.offer(request.with(shape: shape()), hash: hash) }
    } else {
      if healthy.keeps(hash) { healthy.offer(request.with(shape: shape()), hash: hash) }
    }
  }

  mutating func merge(_ other: Self) {
    healthy.merge(other.healthy)
    failed.merge(other.failed)
    if let request = other.slowest { slowest = max(slowest ?? request, request) }
  }
}

extension RequestExemplar {
  fileprivate func with(shape: UInt64) -> RequestExemplar {
    var request = self
    request.shape = shape
    return request
  }
}
