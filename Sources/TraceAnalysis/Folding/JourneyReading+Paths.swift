import TraceModel

extension JourneyReading {
  /// Has the response path of every root in ``responses``.
  mutating func findResponsePaths() {
    if !responses.isFound { responses.find(journey) }
  }

  /// Has what set off what in ``causes``, without terminals and chains.
  mutating func findCauses() {
    if !causes.isRead { causes.read(journey) }
  }

  /// Has what set off what in ``causes``, and with what each span's effects end.
  mutating func findTerminals() {
    findCauses()
    if !causes.hasTerminals { causes.findTerminals(journey) }
  }

  /// Has the completion path of every origin in ``completions``, and all of ``causes``.
  mutating func findCompletionPaths() {
    findTerminals()
    if !completions.isFound { completions.find(journey, &causes) }
  }

  /// Has the failing spans in ``failing``.
  mutating func findFailingSpans() {
    if !failing.isRead { failing.read(journey) }
  }
}
