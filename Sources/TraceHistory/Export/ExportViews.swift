/// The views of an exported file: what a user queries. `guide` lists them in the file itself.
///
/// A CROSS JOIN keeps SQLite from starting at its right side; where it is missing, SQLite may start at the trace, the
/// service or the span, as the query asks. In `error_chains` it took 22 s off 23 (300,000 spans, 7,280 chains).
enum ExportViews {
  struct View {
    var name: String
    /// The question it answers, one sentence.
    var answers: String
    var query: String
  }

  static let all: [View] = rows + redViews + errorViews + messageViews

  private static let kind = """
    CASE s.kind WHEN 1 THEN 'internal' WHEN 2 THEN 'server' WHEN 3 THEN 'client' WHEN 4 THEN 'producer'
      WHEN 5 THEN 'consumer' ELSE 'unspecified' END
    """

  private static let status = "CASE s.status WHEN 1 THEN 'ok' WHEN 2 THEN 'error' ELSE 'unset' END"

  /// Nearest-rank percentiles of `duration_ns`, over `place` (from 1, spans without a time last) and `timed` (how many have one).
  private static let percentiles = """
    MIN(duration_ns) FILTER (WHERE place * 100 >= timed * 50) AS p50_ns,
    MIN(duration_ns) FILTER (WHERE place * 100 >= timed * 95) AS p95_ns,
    MIN(duration_ns) FILTER (WHERE place * 100 >= timed * 99) AS p99_ns,
    MAX(duration_ns) AS max_ns
    """

  private static func ranked(by columns: String) -> String {
    """
    ROW_NUMBER() OVER (PARTITION BY \(columns) ORDER BY s.duration_ns IS NULL, s.duration_ns) AS place,
    COUNT(s.duration_ns) OVER (PARTITION BY \(columns)) AS timed
    """
  }

  private static let rows: [View] = [
    View(
      name: "spans", answers: "every span, one row each, with the names spelled out",
      query: """
        SELECT t.trace_id, s.span_id, s.parent_span_id, t.journey_id, sv.name AS service, r.namespace, r.version,
          r.environment, r.host, r.instance, n.name AS name, \(kind) AS kind, \(status) AS status,
          s.start_unix_nano, s.end_unix_nano, s.duration_ns, s.parent_span_id IS NULL AS is_root,
          (s.flags & 2) <> 0 AS is_orphan, s.status = 2 AS is_error, s.enters_service,
          s.attributes, r.attributes AS resource_attributes, s.id AS span_row, s.parent AS parent_row
        FROM span_rows s JOIN trace_rows t ON t.id = s.trace JOIN names sv ON sv.id = s.service
          JOIN names n ON n.id = s.name JOIN resources r ON r.id = s.resource
        """),
    View(
      name: "traces", answers: "every trace: its journey, times, sizes and first root",
      query: """
        SELECT t.trace_id, t.journey_id, t.start_unix_nano, t.end_unix_nano,
          t.end_unix_nano - t.start_unix_nano AS duration_ns, t.spans, t.errors, t.journey_errors,
          sv.name AS service, n.name AS operation, s.status = 2 AS root_failed
        FROM trace_rows t LEFT JOIN span_rows s ON s.id = t.root LEFT JOIN names sv ON sv.id = s.service
          LEFT JOIN names n ON n.id = s.name
        """),
    View(
      name: "links", answers: "every link between spans; resolved when the linked span is in the dump",
      query: """
        SELECT t.trace_id, s.span_id, l.target_trace_id, l.target_span_id, l.target IS NOT NULL AS resolved, l.flags,
          l.attributes, l.span AS span_row, l.target AS target_row
        FROM link_rows l JOIN span_rows s ON s.id = l.span JOIN trace_rows t ON t.id = s.trace
        """),
    View(
      name: "events", answers: "every event within a span",
      query: """
        SELECT t.trace_id, s.span_id, sv.name AS service, n.name AS operation, e.time_unix_nano, en.name AS name,
          e.attributes, e.span AS span_row
        FROM event_rows e JOIN span_rows s ON s.id = e.span JOIN trace_rows t ON t.id = s.trace
          JOIN names sv ON sv.id = s.service JOIN names n ON n.id = s.name JOIN names en ON en.id = e.name
        """),
    View(
      name: "exceptions", answers: "events that report an exception: type, message, stack trace",
      query: """
        SELECT trace_id, span_id, service, operation, time_unix_nano,
          json_extract(attributes, '$."exception.type"') AS type,
          json_extract(attributes, '$."exception.message"') AS message,
          json_extract(attributes, '$."exception.stacktrace"') AS stacktrace
        FROM events WHERE name = 'exception'
        """),
  ]

  private static let redViews: [View] = [
    View(
      name: "requests_affected",
      answers:
        "by entry point: requests, those that failed, and those affected (a span failed anywhere in their journey)",
      query: """
        SELECT sv.name AS service, n.name AS operation, \(kind) AS kind, COUNT(*) AS requests,
          SUM((s.flags & 2) <> 0) AS orphans, SUM(s.status = 2) AS failed,
          ROUND(1.0 * SUM(s.status = 2) / COUNT(*), 6) AS failed_share, SUM(t.journey_errors > 0) AS affected,
          ROUND(1.0 * SUM(t.journey_errors > 0) / COUNT(*), 6) AS affected_share
        FROM span_rows s JOIN trace_rows t ON t.id = s.trace JOIN names sv ON sv.id = s.service
          JOIN names n ON n.id = s.name
        WHERE s.parent IS NULL AND NOT EXISTS (
          SELECT 1 FROM link_rows l JOIN span_rows p ON p.id = l.target
          WHERE l.span = s.id AND (s.kind = 5 OR p.kind = 4))
        GROUP BY s.service, s.name, s.kind
        ORDER BY affected DESC, failed DESC, requests DESC, 1, 2, 3
        """),
    View(
      name: "services",
      answers: "by service: calls into it, errors, error rate, p50, p95, p99 (spans with enters_service)",
      query: """
        WITH ranked AS (
          SELECT s.service, s.status, s.duration_ns, \(ranked(by: "s.service"))
          FROM span_rows s WHERE s.enters_service)
        SELECT n.name AS service, COUNT(*) AS calls, SUM(status = 2) AS errors,
          ROUND(1.0 * SUM(status = 2) / COUNT(*), 6) AS error_rate, \(percentiles)
        FROM ranked JOIN names n ON n.id = ranked.service
        GROUP BY ranked.service ORDER BY errors DESC, calls DESC, 1
        """),
    View(
      name: "operations", answers: "by service, operation and kind: spans, errors, error rate, p50, p95, p99, total",
      query: """
        WITH ranked AS (
          SELECT s.service, s.name, s.kind, s.status, s.duration_ns, \(ranked(by: "s.service, s.name, s.kind"))
          FROM span_rows s)
        SELECT sv.name AS service, n.name AS operation, \(kind) AS kind, COUNT(*) AS calls, SUM(status = 2) AS errors,
          ROUND(1.0 * SUM(status = 2) / COUNT(*), 6) AS error_rate, \(percentiles), TOTAL(duration_ns) AS total_ns
        FROM ranked s JOIN names sv ON sv.id = s.service JOIN names n ON n.id = s.name
        GROUP BY s.service, s.name, s.kind ORDER BY errors DESC, calls DESC, 1, 2, 3
        """),
    View(
      name: "minutes", answers: "by minute of start and service: calls into it, errors, slowest (the timeline)",
      query: """
        SELECT strftime('%Y-%m-%dT%H:%MZ', s.start_unix_nano / 60000000000 * 60, 'unixepoch') AS minute,
          n.name AS service, COUNT(*) AS calls, SUM(s.status = 2) AS errors, MAX(s.duration_ns) AS max_ns
        FROM span_rows s JOIN names n ON n.id = s.service
        WHERE s.enters_service AND s.start_unix_nano IS NOT NULL
        GROUP BY s.start_unix_nano / 60000000000, s.service
        ORDER BY s.start_unix_nano / 60000000000, 2
        """),
    View(
      name: "slow_spans",
      answers: "the spans at or above the p95 of their own operation and above its median, slowest first",
      query: """
        WITH ranked AS (
          SELECT s.id, s.trace, s.span_id, s.service, s.name, s.kind, s.status, s.start_unix_nano, s.duration_ns,
            \(ranked(by: "s.service, s.name, s.kind"))
          FROM span_rows s),
        typical AS (
          SELECT service, name, kind, COUNT(*) AS calls, \(percentiles) FROM ranked GROUP BY service, name, kind)
        SELECT t.trace_id, s.span_id, sv.name AS service, n.name AS operation, \(kind) AS kind, \(status) AS status,
          s.start_unix_nano, s.duration_ns, p.p50_ns AS operation_p50_ns, p.p95_ns AS operation_p95_ns,
          ROUND(1.0 * s.duration_ns / NULLIF(p.p50_ns, 0), 2) AS times_p50
        FROM span_rows s JOIN typical p ON p.service = s.service AND p.name = s.name AND p.kind = s.kind
          JOIN trace_rows t ON t.id = s.trace JOIN names sv ON sv.id = s.service JOIN names n ON n.id = s.name
        WHERE s.duration_ns >= p.p95_ns AND s.duration_ns > p.p50_ns
        ORDER BY s.duration_ns DESC, s.id
        """),
    View(
      name: "slow_traces", answers: "the traces, slowest first, with their first root",
      query: "SELECT * FROM traces ORDER BY duration_ns DESC, trace_id"),
  ]

  private static let errorViews: [View] = [
    View(
      name: "error_chains",
      answers:
        "where each error began (a failed span without a failed child), how far up it was passed on, and the entry above it",
      query: """
        SELECT t.trace_id, t.journey_id, s.span_id AS origin_span_id, sv.name AS origin_service,
          n.name AS origin_operation, \(kind) AS origin_kind,
          (SELECT json_extract(e.attributes, '$."exception.type"') FROM event_rows e WHERE e.span = s.id
            AND json_extract(e.attributes, '$."exception.type"') IS NOT NULL ORDER BY e.id LIMIT 1) AS exception_type,
          u.span_id AS passed_up_to_span_id, usv.name AS passed_up_to_service, un.name AS passed_up_to_operation,
          esv.name AS entry_service, en.name AS entry_operation, s.failed_up_to = s.root AS reached_entry,
          s.start_unix_nano, s.id AS origin_row
        FROM span_rows s JOIN trace_rows t ON t.id = s.trace
          JOIN names sv ON sv.id = s.service JOIN names n ON n.id = s.name
          CROSS JOIN span_rows u ON u.id = s.failed_up_to CROSS JOIN names usv ON usv.id = u.service
          CROSS JOIN names un ON un.id = u.name CROSS JOIN span_rows e ON e.id = s.root
          CROSS JOIN names esv ON esv.id = e.service CROSS JOIN names en ON en.id = e.name
        WHERE s.status = 2 AND NOT EXISTS (SELECT 1 FROM span_rows c WHERE c.parent = s.id AND c.status = 2)
        """),
    View(
      name: "error_patterns", answers: "error chains counted by origin and entry, most frequent first, with an example",
      query: """
        SELECT origin_service, origin_operation, exception_type, entry_service, entry_operation, COUNT(*) AS errors,
          COUNT(DISTINCT trace_id) AS traces, SUM(reached_entry) AS reached_entry, MIN(trace_id) AS example_trace_id
        FROM error_chains
        GROUP BY origin_service, origin_operation, exception_type, entry_service, entry_operation
        ORDER BY errors DESC, 1, 2, 3, 4, 5
        """),
    View(
      name: "error_steps", answers: "every error chain step by step: step 0 is the origin, the last step is the entry",
      query: """
        WITH RECURSIVE steps (origin, span, step) AS (
          SELECT o.id, o.id, 0 FROM span_rows o
          WHERE o.status = 2 AND NOT EXISTS (SELECT 1 FROM span_rows c WHERE c.parent = o.id AND c.status = 2)
          UNION ALL
          SELECT steps.origin, s.parent, steps.step + 1 FROM steps JOIN span_rows s ON s.id = steps.span
          WHERE s.parent IS NOT NULL)
        SELECT t.trace_id, o.span_id AS origin_span_id, steps.step, s.span_id, sv.name AS service, n.name AS operation,
          \(kind) AS kind, \(status) AS status, s.duration_ns
        FROM steps JOIN span_rows o ON o.id = steps.origin JOIN span_rows s ON s.id = steps.span
          JOIN trace_rows t ON t.id = s.trace JOIN names sv ON sv.id = s.service JOIN names n ON n.id = s.name
        ORDER BY steps.origin, steps.step
        """),
  ]

  private static let messageViews: [View] = [
    View(
      name: "service_calls",
      answers: "who calls whom: calls and messages (by parent or link) between services, errors, times of the callee",
      query: """
        WITH hops AS (
          SELECT p.service AS caller, s.service AS callee,
            CASE WHEN p.kind = 4 OR s.kind = 5 THEN 'message' ELSE 'call' END AS via, s.status, s.duration_ns
          FROM span_rows s JOIN span_rows p ON p.id = s.parent
          WHERE p.service <> s.service OR (p.kind = 3 AND s.kind = 2) OR (p.kind = 4 AND s.kind = 5)
          UNION ALL
          SELECT p.service, s.service, 'message', s.status, s.duration_ns
          FROM link_rows l JOIN span_rows s ON s.id = l.span JOIN span_rows p ON p.id = l.target
          WHERE (p.kind = 4 OR s.kind = 5) AND s.parent IS NOT p.id),
        ranked AS (
          SELECT s.*, \(ranked(by: "s.caller, s.callee, s.via")) FROM hops s)
        SELECT a.name AS caller, b.name AS callee, via, COUNT(*) AS calls, SUM(status = 2) AS errors,
          ROUND(1.0 * SUM(status = 2) / COUNT(*), 6) AS error_rate, \(percentiles)
        FROM ranked JOIN names a ON a.id = caller JOIN names b ON b.id = callee
        GROUP BY caller, callee, via ORDER BY calls DESC, 1, 2, 3
        """),
    View(
      name: "queue_waits",
      answers: "every message from producer to consumer (by link or parent): consumer's start less producer's end",
      query: """
        WITH deliveries AS (
          SELECT l.target AS producer, l.span AS consumer, 'link' AS found_by
          FROM link_rows l JOIN span_rows c ON c.id = l.span JOIN span_rows p ON p.id = l.target
          WHERE p.kind = 4 OR c.kind = 5
          UNION ALL
          SELECT c.parent, c.id, 'parent' FROM span_rows c JOIN span_rows p ON p.id = c.parent
          WHERE p.kind = 4 AND c.kind = 5
            AND NOT EXISTS (SELECT 1 FROM link_rows l WHERE l.span = c.id AND l.target = p.id))
        SELECT pt.trace_id AS producer_trace_id, p.span_id AS producer_span_id, ps.name AS producer_service,
          pn.name AS producer_operation, ct.trace_id AS consumer_trace_id, c.span_id AS consumer_span_id,
          cs.name AS consumer_service, cn.name AS consumer_operation, d.found_by,
          c.start_unix_nano - p.end_unix_nano AS wait_ns, c.status = 2 AS consumer_failed
        FROM deliveries d JOIN span_rows p ON p.id = d.producer JOIN span_rows c ON c.id = d.consumer
          JOIN trace_rows pt ON pt.id = p.trace JOIN trace_rows ct ON ct.id = c.trace
          JOIN names ps ON ps.id = p.service JOIN names pn ON pn.id = p.name
          JOIN names cs ON cs.id = c.service JOIN names cn ON cn.id = c.name
        """),
    View(
      name: "queues", answers: "waits in queues by producer and consumer operation: messages, p50, p95, p99, most",
      query: """
        WITH ranked AS (
          SELECT s.producer_service, s.producer_operation, s.consumer_service, s.consumer_operation, s.consumer_failed,
            s.wait_ns AS duration_ns,
            ROW_NUMBER() OVER (
              PARTITION BY s.producer_service, s.producer_operation, s.consumer_service, s.consumer_operation
              ORDER BY s.wait_ns IS NULL, s.wait_ns) AS place,
            COUNT(s.wait_ns) OVER (
              PARTITION BY s.producer_service, s.producer_operation, s.consumer_service, s.consumer_operation) AS timed
          FROM queue_waits s)
        SELECT producer_service, producer_operation, consumer_service, consumer_operation, COUNT(*) AS messages,
          SUM(consumer_failed) AS failed, \(percentiles)
        FROM ranked GROUP BY 1, 2, 3, 4 ORDER BY p95_ns DESC, 1, 2, 3, 4
        """),
  ]
}
