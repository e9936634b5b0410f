import TraceModel

/// What kind of error a failing span tells of, and what told it.
public struct ErrorKind: Hashable, Sendable {
  public enum Source: String, Sendable {
    /// The type of the exception that was recorded last.
    case exception
    /// The status message, with what varies masked.
    case message
    /// The status code of the protocol.
    case status
    /// The attribute `error.type`.
    case errorType = "error_type"
    /// The span says nothing but that it failed.
    case none
  }

  public var source: Source
  /// At most ``longest`` bytes; empty for ``Source/none``.
  var bytes: [UInt8]

  /// How many bytes of a name are kept.
  static let longest = 160

  init(_ source: Source, _ text: some Sequence<UInt8>) {
    self.source = source
    bytes = Array(text.prefix(ErrorKind.longest))
  }

  /// What people read: `java.net.SocketTimeoutException`, `Read timed out`, `HTTP 503`, `(no details)`.
  public var text: String { source == .none ? "(no details)" : String(decoding: bytes, as: UTF8.self) }
}

/// Reads the kinds of errors from spans.
struct ErrorKindReader: Sendable {
  /// The attributes it reads.
  static let requiredAttributes =
    [exceptionType, "error.kind", statusMessage, "rpc.grpc.status_code", "rpc.response.status_code"]
    + ["db.response.status_code", "rpc.connect_rpc.error_code"]
    + [AttributeConcept.httpStatus, .errorType].flatMap(\.names)

  private static let exceptionType = "exception.type"
  /// Where decoders keep the status message of every format.
  private static let statusMessage = "otel.status_description"

  private let exception: Symbol?
  private let exceptionTypes: [Symbol]
  private let statusMessage: Symbol?
  /// Keys of status codes with the word before the code, the best first.
  private let codes: [(key: Symbol, word: String)]
  private let errorType: Symbol?

  init(symbols: SymbolTable) {
    exception = symbols.symbol(of: "exception")
    exceptionTypes = [Self.exceptionType, "error.kind"].compactMap { symbols.symbol(of: $0) }
    statusMessage = symbols.symbol(of: Self.statusMessage)
    let named =
      AttributeConcept.httpStatus.names.map { ($0, "HTTP") } + [
        ("rpc.response.status_code", "RPC"), ("rpc.grpc.status_code", "gRPC"), ("rpc.connect_rpc.error_code", "RPC"),
        ("db.response.status_code", "database"),
      ]
    codes = named.compactMap { name, word in symbols.symbol(of: name).map { ($0, word) } }
    errorType = symbols.symbol(of: "error.type")
  }

  /// Whether the span failed: its status is ERROR, or an exception was recorded and the status is not set to OK.
  @inline(__always)
  func hasFailed(_ row: Int, in table: SpanTable) -> Bool {
    let status = table.columns.statuses[row]
    if status == .error { return true }
    if status == .ok || table.columns.eventOffsets[row] == table.columns.eventOffsets[row + 1] { return false }
    guard let exception else { return false }
    return table.events(of: SpanIndex(row: row)).contains { $0.name == exception }
  }

  /// The kind of a failing span: by the type of the exception recorded last, else the status message, else a status code of 400
  /// or more (any but 0 for other protocols than HTTP), else `error.type`.
  func kind(of row: Int, in table: SpanTable) -> ErrorKind {
    var type: ArraySlice<UInt8>?
    for event in table.events(of: SpanIndex(row: row)) {
      table.forEachAttribute(in: event.attributes) { key, value in
        if exceptionTypes.contains(key), !value.bytes.isEmpty { type = value.bytes }
        return true
      }
    }
    if let type { return ErrorKind(.exception, type) }
    var message: ArraySlice<UInt8>?
    var name: ArraySlice<UInt8>?
    table.forEachAttribute(in: table.columns.attributes[row]) { key, value in
      if key == statusMessage, message == nil { message = value.bytes }
      if key == errorType, name == nil { name = value.bytes }
      if type == nil, exceptionTypes.contains(key) { type = value.bytes }
      return true
    }
    if let type, !type.isEmpty { return ErrorKind(.exception, type) }
    if let message, !message.isEmpty {
      let template = LogTemplate.of(Array(message))
      if !template.isEmpty { return ErrorKind(.message, template.utf8) }
    }
    if let code = code(of: row, in: table) { return ErrorKind(.status, code.utf8) }
    if let name, !name.isEmpty { return ErrorKind(.errorType, name) }
    return ErrorKind(.none, [])
  }

  /// `HTTP 503`, `gRPC 14`, `database 40P01`; nil when no code tells of an error.
  func code(of row: Int, in table: SpanTable) -> String? {
    var best: (rank: Int, text: String)?
    table.forEachAttribute(in: table.columns.attributes[row]) { key, value in
      guard let rank = codes.firstIndex(where: { $0.key == key }), rank < best?.rank ?? .max else { return true }
      let text = value.text
      if text.isEmpty || text == "0" || text == "OK" { return true }
      if codes[rank].word == "HTTP", value.integer ?? 0 < 400 { return true }
      best = (rank, "\(codes[rank].word) \(text)")
      return true
    }
    return best?.text
  }
}
