internal import TraceModel

/// The names and resources that the rows of an export refer to, numbered by their content: symbols of a run are sorted,
/// and resources are sorted here, so that numbers do not depend on how the run was cut into tables.
struct ExportDictionaries {
  private var symbols: SymbolTable?
  private var isUsed: [Bool] = []
  /// By the run's resource: its row.
  private var resourceRows: [Int64] = []
  /// The distinct resources, in order of their rows.
  private var resources: [[[UInt8]]] = []

  /// Takes in what the tables of a run share. The resources are read at the first table.
  mutating func begin(_ table: SpanTable) {
    if let symbols {
      precondition(symbols === table.symbols, "tables of two runs in one export")
      return
    }
    symbols = table.symbols
    isUsed = Array(repeating: false, count: table.symbols.count)
    var json = AttributeJSON(symbols: table.symbols)
    let contents = table.resources.map { resource in
      var fields = [
        resource.service, resource.namespace, resource.version, resource.environment, resource.host, resource.instance,
      ].map { symbol in
        var text: [UInt8] = []
        appendRepaired(table.symbols.bytes(of: symbol), to: &text)
        return text
      }
      json.write(resource.attributes, of: table)
      fields.append(json.bytes)
      return fields
    }
    let order = contents.indices.sorted { contents[$0].precedes(contents[$1]) }
    resourceRows = Array(repeating: 0, count: contents.count)
    for index in order {
      if resources.last != contents[index] { resources.append(contents[index]) }
      resourceRows[index] = Int64(resources.count)
    }
  }

  mutating func use(_ name: Symbol) { isUsed[Int(name.index)] = true }

  func resourceRow(_ index: UInt32) -> Int64 { resourceRows[Int(index)] }

  /// Writes the tables `names` (only names that rows use) and `resources`; fields that were not given are NULL.
  func write(to database: borrowing Database) throws(DatabaseError) {
    guard let symbols else { return }
    let name = try database.prepare("INSERT INTO names VALUES (?, ?)")
    for index in isUsed.indices where isUsed[index] {
      var text: [UInt8] = []
      appendRepaired(symbols.bytes(of: Symbol(UInt32(index))), to: &text)
      try name.bind(Int64(index), at: 1)
      try name.bind(text: text[...], at: 2)
      try name.run()
    }
    let resource = try database.prepare("INSERT INTO resources VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    for (index, fields) in resources.enumerated() {
      try resource.bind(Int64(index + 1), at: 1)
      for (place, field) in fields.enumerated() {
        if field.isEmpty {
          try resource.bindNull(at: Int32(place + 2))
        } else {
          try resource.bind(text: field[...], at: Int32(place + 2))
        }
      }
      try resource.run()
    }
  }
}

extension [[UInt8]] {
  /// Whether the fields come before those of `other`, field by field, byte by byte.
  fileprivate func precedes(_ other: [[UInt8]]) -> Bool {
    for (left, right) in zip(self, other) where left != right { return left.lexicographicallyPrecedes(right) }
    return false
  }
}
