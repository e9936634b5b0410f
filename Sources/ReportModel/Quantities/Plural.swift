/// The form of a word that goes with a count: `one` for 1, else `many`, or `one` with an s where there is none.
public func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  count == 1 ? one : many ?? one + "s"
}

/// A count as people read it, with its noun: `1 span`, `1,204 spans`.
public func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(Quantity.count(count)) \(plural(count, one, many))"
}
