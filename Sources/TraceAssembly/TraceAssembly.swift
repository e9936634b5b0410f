public import TraceModel

/// Assembly of a dump in one piece, for what is small.
public enum TraceAssembly {
  /// Assembles all spans into one table.
  public static func assemble(_ spans: DecodedSpans) async -> TraceAssembler.Partition {
    do {
      return try await TraceAssembler(spans, partitions: 1).partition(0)
    } catch {
      preconditionFailure("what is in memory is not read back: \(error)")
    }
  }
}
