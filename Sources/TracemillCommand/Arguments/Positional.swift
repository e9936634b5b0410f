/// One argument that is not a flag, by its place. Only the last of a command may take several.
struct Positional<Options>: Sendable {
  var manual: PositionalManual
  let update: Flag<Options>.Update

  init(_ manual: PositionalManual, update: @escaping Flag<Options>.Update) {
    self.manual = manual
    self.update = update
  }

  /// Takes every argument that is left.
  static func list(_ manual: PositionalManual, _ path: any WritableKeyPath<Options, [String]> & Sendable) -> Positional
  {
    var manual = manual
    manual.takesSeveral = true
    return Positional(manual) { (options: inout Options, text: String) throws(UsageError) in
      options[keyPath: path].append(try nonEmptyText(text))
    }
  }

  /// Takes one argument.
  static func one<Value>(
    _ manual: PositionalManual, _ path: any WritableKeyPath<Options, Value> & Sendable,
    _ parse: @escaping @Sendable (String) throws(UsageError) -> Value
  ) -> Positional {
    Positional(manual) { (options: inout Options, text: String) throws(UsageError) in
      options[keyPath: path] = try parse(text)
    }
  }

  /// The same argument for options that contain `Options` at `path`.
  func lifted<Outer>(to path: any WritableKeyPath<Outer, Options> & Sendable) -> Positional<Outer> {
    Positional<Outer>(manual) { (outer: inout Outer, text: String) throws(UsageError) in
      try update(&outer[keyPath: path], text)
    }
  }
}

/// What help says of a positional argument.
struct PositionalManual: Sendable, Hashable {
  /// In capitals: `DUMP`.
  var name: String
  var doc: String
  var isRequired: Bool
  var takesSeveral: Bool
  var allowed: [String]
  /// It names files that are read.
  var isInput: Bool

  init(_ name: String, _ doc: String, isRequired: Bool = true, allowed: [String] = [], isInput: Bool = false) {
    self.name = name
    self.doc = doc
    self.isRequired = isRequired
    self.takesSeveral = false
    self.allowed = allowed
    self.isInput = isInput
  }

  /// `DUMP...`, `[DUMP]`.
  var synopsis: String {
    let several = takesSeveral ? name + "..." : name
    return isRequired ? several : "[\(several)]"
  }
}
