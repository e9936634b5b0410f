import TraceModel

extension AntiPatternFold {
  /// Time in which a message waited for later ones of its batch.
  ///
  ///     web   |==P==|                          the first message
  ///     web             |==P==|                the last: the gate
  ///     mailer                  |=====|        takes both; the first one lost what lies between the two ends
  mutating func findBatchWait(_ segment: CompletionPathSegment, in table: SpanTable) {
    found(
      .batchWaits, operationNumber(of: Int32(segment.span.row), in: table), -1, cost: segment.duration,
      calls: table.links(of: segment.span).count)
  }
}
