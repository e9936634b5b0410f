public import TraceModel

/// Returns the chain of segments that kept `root` from ending earlier; see ``CriticalPathWalk`` for many roots.
///
/// - Returns: Segments, latest first. They touch, never overlap, and their durations (ns) sum to the root's. Empty when the
///   root has no length.
/// - Complexity: O(*n* log *n*) in the spans under `root`.
public func criticalPath(
  of table: SpanTable, from root: SpanIndex, options: CriticalPathOptions = CriticalPathOptions()
) -> [CriticalPathSegment] {
  var walk = CriticalPathWalk(options: options, symbols: table.symbols)
  walk.walk(table, from: root)
  return walk.segments
}
