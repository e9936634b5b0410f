/// One flag: what the manual says of it, and what it does to the options.
///
/// Parsing, help, man page, completions, environment names and configuration keys all follow from this value.
struct Flag<Options>: Sendable {
  /// Takes the value as written; a switch gets the empty string.
  typealias Update = @Sendable (inout Options, String) throws(UsageError) -> Void

  var manual: FlagManual
  let update: Update

  init(_ manual: FlagManual, update: @escaping Update) {
    self.manual = manual
    self.update = update
  }

  /// The same flag for options that contain `Options` at `path`.
  func lifted<Outer>(to path: any WritableKeyPath<Outer, Options> & Sendable) -> Flag<Outer> {
    Flag<Outer>(manual) { (outer: inout Outer, text: String) throws(UsageError) in
      try update(&outer[keyPath: path], text)
    }
  }

  /// A flag without a value, which stores `setting`.
  static func toggle(
    _ manual: FlagManual, _ path: any WritableKeyPath<Options, Bool> & Sendable, sets setting: Bool = true
  ) -> Flag {
    precondition(manual.isSwitch, "a toggle takes no value")
    return Flag(manual) { options, _ in options[keyPath: path] = setting }
  }

  /// A flag whose value is parsed and stored; the last occurrence wins. `Value` may be optional where `parse` is not.
  static func value<Value>(
    _ manual: FlagManual, _ path: any WritableKeyPath<Options, Value> & Sendable,
    _ parse: @escaping @Sendable (String) throws(UsageError) -> Value
  ) -> Flag {
    precondition(!manual.isSwitch, "the flag needs a placeholder for its value")
    return Flag(manual) { (options: inout Options, text: String) throws(UsageError) in
      options[keyPath: path] = try parse(text)
    }
  }

  /// A flag with text as its value; the empty string is refused.
  static func text(_ manual: FlagManual, _ path: any WritableKeyPath<Options, String> & Sendable) -> Flag {
    value(manual, path, nonEmptyText)
  }

  /// A flag with text as its value, `nil` when not given; the empty string is refused.
  static func text(_ manual: FlagManual, _ path: any WritableKeyPath<Options, String?> & Sendable) -> Flag {
    Flag(manual) { (options: inout Options, text: String) throws(UsageError) in
      options[keyPath: path] = try nonEmptyText(text)
    }
  }

  /// A flag that may be given several times, each adding one value, in the order given.
  static func list<Value>(
    _ manual: FlagManual, _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    _ parse: @escaping @Sendable (String) throws(UsageError) -> Value
  ) -> Flag {
    var manual = manual
    manual.isRepeatable = true
    return Flag(manual) { (options: inout Options, text: String) throws(UsageError) in
      options[keyPath: path].append(try parse(text))
    }
  }

  /// A flag whose value is one of the cases of `Choice`, by raw value.
  static func choice<Choice: CaseIterable & RawRepresentable<String> & SendableMetatype>(
    _ manual: FlagManual, _ path: any WritableKeyPath<Options, Choice> & Sendable
  ) -> Flag {
    var manual = manual
    manual.allowed = Choice.allCases.map(\.rawValue)
    let allowed = manual.allowed
    return Flag(manual) { (options: inout Options, text: String) throws(UsageError) in
      guard let choice = Choice(rawValue: text) else { throw UsageError.notAmong(allowed, text) }
      options[keyPath: path] = choice
    }
  }
}

extension UsageError {
  /// `text` is none of `allowed`; the nearest one is named.
  static func notAmong(_ allowed: [String], _ text: String) -> UsageError {
    let hint = nearestName(to: text, among: allowed).map { "did you mean \($0)? " } ?? ""
    return UsageError(
      "\"\(text)\" is not a value it knows", remedy: hint + "it takes \(allowed.joined(separator: ", "))")
  }
}

/// Returns `text` unless it is empty.
@Sendable func nonEmptyText(_ text: String) throws(UsageError) -> String {
  if text.isEmpty { throw UsageError("the value is empty", remedy: "leave the flag out or give it a value") }
  return text
}
