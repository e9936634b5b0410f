import TraceModel

/// A span of time that is not negative, as ``DurationText`` reads it: `20ms`, `1h30m`.
struct DurationValue: Equatable, Sendable, CustomStringConvertible {
  var nanoseconds: Int64

  init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @Sendable static func parse(_ text: String) throws(UsageError) -> DurationValue {
    do {
      return DurationValue(nanoseconds: try DurationText.nanoseconds(text))
    } catch {
      throw UsageError(error.sentence(text), remedy: error.remedy)
    }
  }

  /// Parses to the same duration.
  var description: String { DurationText.text(nanoseconds) }
}
