import TraceModel

/// What counts as a failed span, beside the status ERROR.
public enum ErrorRule: String, Sendable, CaseIterable {
  /// The status alone.
  case status
  /// Also what the conventions call an error though the status is UNSET: HTTP from 500 on of SERVER, from 400 on of CLIENT spans; of gRPC the codes 2,
  /// 4, 12, 13, 14 and 15 of SERVER, any but 0 of CLIENT spans.
  case conventions
}

/// Finds spans whose status is UNSET though their answer is what the conventions call an error.
///
/// Source: OpenTelemetry semantic conventions 1.37, "HTTP spans: status" and "gRPC".
public struct ErrorConventions: Sendable {
  /// The span attributes it reads.
  public static let requiredAttributes = [AttributeConcept.httpStatus, .grpcStatus].flatMap(\.names)

  private enum Key: UInt8 {
    case other, http, grpc
  }

  /// By symbol of the run.
  private var keys: [Key] = []

  init(symbols: inout SymbolInterner) {
    for (concept, key) in [(AttributeConcept.httpStatus, Key.http), (.grpcStatus, .grpc)] {
      for name in concept.names {
        let number = Int(symbols.intern(name).index)
        while keys.count <= number { keys.append(.other) }
        keys[number] = key
      }
    }
  }

  /// Marks such spans of a batch, and by `rule` makes errors of them. A batch without any such attribute costs a look at its names.
  ///
  /// - Parameters:
  ///   - batch: With its own arena.
  ///   - symbols: By symbol of the batch, the run's.
  ///   - rule: Whether they count as errors.
  func mark(_ batch: inout SpanBatch, symbols: [Symbol], rule: ErrorRule) {
    let keys = symbols.map { Int($0.index) < self.keys.count ? self.keys[Int($0.index)] : .other }
    if keys.allSatisfy({ $0 == .other }) { return }
    for row in batch.records.indices where batch.records[row].status == .unset {
      let kind = batch.records[row].kind
      guard kind == .server || kind == .client, batch.records[row].attributes != 0 else { continue }
      var fails = false
      batch.arena.forEachAttribute(at: batch.records[row].attributes) { key, value in
        switch keys[Int(key.index)] {
        case .other: break
        case .http: fails = ErrorConventions.isHTTPFailure(value, kind)
        case .grpc: fails = ErrorConventions.isGRPCFailure(value, kind)
        }
        return !fails
      }
      if !fails { continue }
      batch.records[row].flags.insert(.failsByConvention)
      if rule == .conventions { batch.records[row].status = .error }
    }
  }

  private static func isHTTPFailure(_ value: AttributeValue, _ kind: SpanKind) -> Bool {
    guard let status = value.integer else { return false }
    return status >= (kind == .server ? 500 : 400) && status < 1000
  }

  private static func isGRPCFailure(_ value: AttributeValue, _ kind: SpanKind) -> Bool {
    guard let code = value.integer else {
      // Newer conventions give the code's name.
      let name = String(decoding: value.bytes, as: UTF8.self)
      guard let code = codes.firstIndex(of: name) else { return false }
      return isGRPCFailure(code, kind)
    }
    return isGRPCFailure(Int(clamping: code), kind)
  }

  private static func isGRPCFailure(_ code: Int, _ kind: SpanKind) -> Bool {
    kind == .server ? [2, 4, 12, 13, 14, 15].contains(code) : code > 0 && code < codes.count
  }

  /// The names of gRPC's status codes, by code.
  private static let codes = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
  ]
}
