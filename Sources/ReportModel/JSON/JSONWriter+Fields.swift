/// A key with its value, in one call.
extension JSONWriter {
  public mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// The string, or `null`.
  public mutating func field(_ name: String, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  @inlinable
  public mutating func field(_ name: String, _ value: some FixedWidthInteger) {
    key(name)
    integer(value)
  }

  /// The integer, or `null`.
  @inlinable
  public mutating func field<Value: FixedWidthInteger>(_ name: String, _ value: Value?) {
    key(name)
    if let value { integer(value) } else { null() }
  }

  /// An integer in quotes, as absolute times are written.
  @inlinable
  public mutating func field(_ name: String, quoted value: some FixedWidthInteger) {
    key(name)
    integerString(value)
  }

  /// A fixed-point number; see ``decimal(_:places:)``.
  public mutating func field(_ name: String, decimal value: Double, places: Int = 6) {
    key(name)
    decimal(value, places: places)
  }

  /// A fixed-point quotient of integers; see ``ratio(_:_:places:)``.
  public mutating func field(_ name: String, ratio numerator: Int, _ denominator: Int, places: Int = 6) {
    key(name)
    ratio(numerator, denominator, places: places)
  }

  /// A string from bytes that should be UTF-8.
  public mutating func field(_ name: String, utf8 value: Span<UInt8>) {
    key(name)
    string(utf8: value)
  }

  @inlinable
  public mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    object(body)
  }

  @inlinable
  public mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    array(body)
  }

  /// An array of strings.
  public mutating func field(_ name: String, _ values: [String]) {
    key(name)
    array { json in
      for value in values { json.string(value) }
    }
  }
}
