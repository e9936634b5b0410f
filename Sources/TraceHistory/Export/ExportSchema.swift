/// The tables of an exported file. Users read the views (``ExportViews``); the tables hold ids, each name once.
///
/// Spans of a trace are neighbours, and so are traces of a journey: rows stand by journey id, trace id, start, span id.
enum ExportSchema {
  /// `tmSp`: what marks a file as an export that may be replaced.
  static let applicationID: Int32 = 0x746d_5370
  static let version = 1

  /// Columns: `spans`, `errors` count within the trace, `journey_errors` within its journey; `first_span` and `root` are
  /// rows of `span_rows`; a NULL time is one that the dump does not give.
  ///
  /// `span_rows`: `service` and `name` are rows of `names`; `kind` and `status` are OpenTelemetry's numbers; `parent`,
  /// `root` and `failed_up_to` are rows of this table; `enters_service` marks the spans by which work comes into a service:
  /// of kind server or consumer, or below a span of another service, or below none.
  static let tables = """
    CREATE TABLE trace_rows (
      id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, journey_id TEXT NOT NULL,
      start_unix_nano INTEGER, end_unix_nano INTEGER, spans INTEGER NOT NULL, errors INTEGER NOT NULL,
      journey_errors INTEGER NOT NULL, first_span INTEGER NOT NULL, root INTEGER);
    CREATE TABLE span_rows (
      id INTEGER PRIMARY KEY, trace INTEGER NOT NULL, span_id TEXT NOT NULL, parent_span_id TEXT, parent INTEGER,
      root INTEGER NOT NULL, failed_up_to INTEGER, service INTEGER NOT NULL, name INTEGER NOT NULL,
      resource INTEGER NOT NULL, kind INTEGER NOT NULL, status INTEGER NOT NULL, flags INTEGER NOT NULL,
      enters_service INTEGER NOT NULL, start_unix_nano INTEGER, end_unix_nano INTEGER, duration_ns INTEGER,
      attributes TEXT NOT NULL);
    CREATE TABLE link_rows (
      id INTEGER PRIMARY KEY, span INTEGER NOT NULL, target INTEGER, target_trace_id TEXT NOT NULL,
      target_span_id TEXT NOT NULL, flags INTEGER NOT NULL, attributes TEXT NOT NULL);
    CREATE TABLE event_rows (
      id INTEGER PRIMARY KEY, span INTEGER NOT NULL, name INTEGER NOT NULL, time_unix_nano INTEGER,
      attributes TEXT NOT NULL);
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE resources (
      id INTEGER PRIMARY KEY, service TEXT, namespace TEXT, version TEXT, environment TEXT, host TEXT, instance TEXT,
      attributes TEXT NOT NULL);
    CREATE TABLE defects (defect TEXT NOT NULL, severity TEXT NOT NULL, count INTEGER NOT NULL, meaning TEXT NOT NULL);
    CREATE TABLE rejects (input INTEGER NOT NULL, offset INTEGER NOT NULL, defect TEXT NOT NULL, reason TEXT NOT NULL);
    CREATE TABLE metadata (key TEXT NOT NULL, value INTEGER);
    CREATE TABLE guide (name TEXT NOT NULL, answers TEXT NOT NULL);
    """

  /// Made after the load: sorting once is cheaper than keeping order for every row.
  static let indexes = [
    "CREATE INDEX trace_by_id ON trace_rows (trace_id)",
    "CREATE INDEX trace_by_journey ON trace_rows (journey_id)",
    "CREATE INDEX name_by_text ON names (name)",
    "CREATE INDEX span_by_trace ON span_rows (trace)",
    "CREATE INDEX span_by_id ON span_rows (span_id)",
    "CREATE INDEX span_by_parent ON span_rows (parent)",
    "CREATE INDEX span_by_start ON span_rows (start_unix_nano)",
    "CREATE INDEX span_by_operation ON span_rows (service, name, duration_ns)",
    "CREATE INDEX span_failed ON span_rows (parent) WHERE status = 2",
    "CREATE INDEX link_by_span ON link_rows (span)",
    "CREATE INDEX link_by_target ON link_rows (target)",
    "CREATE INDEX link_by_target_id ON link_rows (target_span_id)",
    "CREATE INDEX event_by_span ON event_rows (span)",
  ]

  /// Row counts for the query planner, from a sample of each index.
  static let statistics = "PRAGMA analysis_limit = 1000; ANALYZE"
}
