import TraceModel

/// Takes what a trace has.
protocol BubbleUpSink {
  /// Something the trace has; may come several times. `code` is a key by ``BubbleUpCodes``.
  mutating func add(_ code: Int, _ value: AttributeValue)
}

/// Numbers for everything a trace may have: attributes, attributes of resources, and what is made of names.
struct BubbleUpCodes: Sendable {
  let symbols: SymbolTable

  var count: Int { 2 * symbols.count + 3 }
  func attribute(_ key: Symbol) -> Int { Int(key.index) }
  func resource(_ key: Symbol) -> Int { symbols.count + Int(key.index) }
  /// Service and version.
  var version: Int { 2 * symbols.count }
  var service: Int { 2 * symbols.count + 1 }
  /// Service and operation.
  var operation: Int { 2 * symbols.count + 2 }

  /// The kind of a code, and its name.
  func key(_ code: Int) -> (kind: BubbleUpResult.Kind, name: String) {
    switch code {
    case version: (.version, "service.version")
    case service: (.service, "service")
    case operation: (.operation, "operation")
    case ..<symbols.count: (.attribute, symbols.string(of: Symbol(UInt32(code))))
    default: (.resource, symbols.string(of: Symbol(UInt32(code - symbols.count))))
    }
  }

  /// A value as text; of a pair of symbols, both names.
  func value(_ code: Int, _ bytes: ArraySlice<UInt8>) -> String {
    guard code >= version else { return String(decoding: bytes, as: UTF8.self) }
    let symbols = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
      Symbol(bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    return symbols.map { self.symbols.string(of: $0) }.joined(separator: " ")
  }

  static func bytes(of names: Symbol...) -> [UInt8] {
    names.flatMap { name in stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: name.index >> $0) } }
  }
}

/// Shows a sink everything a trace has. One worker owns it.
struct BubbleUpReader: Sendable {
  private let codes: BubbleUpCodes
  private let serviceName: Symbol?
  private let serviceVersion: Symbol?
  /// By resource: the number of the trace it was last seen in.
  private var lastTrace: [UInt32] = []
  private var traceNumber: UInt32 = 0
  /// Of the trace at hand.
  private var operations: [OperationKey] = []

  init(codes: BubbleUpCodes) {
    self.codes = codes
    serviceName = codes.symbols.symbol(of: "service.name")
    serviceVersion = codes.symbols.symbol(of: "service.version")
  }

  mutating func read(_ trace: Trace, into sink: inout some BubbleUpSink) {
    let table = trace.table
    traceNumber += 1
    operations.removeAll(keepingCapacity: true)
    for row in trace.rows {
      operations.append(OperationKey(row, in: table))
      let resource = Int(table.columns.resources[row])
      while lastTrace.count <= resource { lastTrace.append(0) }
      if lastTrace[resource] != traceNumber {
        lastTrace[resource] = traceNumber
        read(table.resources[resource], in: table, into: &sink)
      }
      table.forEachAttribute(in: table.columns.attributes[row]) { key, value in
        sink.add(codes.attribute(key), value)
        return true
      }
    }
    operations.sort()
    var last: OperationKey?
    for key in operations where key != last {
      sink.add(codes.operation, .string(BubbleUpCodes.bytes(of: key.service, key.operation)[...]))
      if key.service != last?.service { sink.add(codes.service, .string(BubbleUpCodes.bytes(of: key.service)[...])) }
      last = key
    }
  }

  private func read(_ resource: Resource, in table: SpanTable, into sink: inout some BubbleUpSink) {
    if !resource.version.isEmpty {
      sink.add(codes.version, .string(BubbleUpCodes.bytes(of: resource.service, resource.version)[...]))
    }
    table.forEachAttribute(in: resource.attributes) { key, value in
      if key != serviceName, key != serviceVersion { sink.add(codes.resource(key), value) }
      return true
    }
  }
}
