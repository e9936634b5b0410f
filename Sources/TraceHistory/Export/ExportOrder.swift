/// Copies the rows of an export into the order they would have had, had they come as one table.
enum ExportOrder {
  /// Copies from the file at `path`, which nobody has open, into the empty row tables of `database`.
  ///
  /// - Complexity: O(*n* log *n*) in the traces, O(*n*) in the rows, which are read trace by trace.
  static func copyRows(from path: String, to database: borrowing Database) throws(DatabaseError) {
    let attach = try database.prepare("ATTACH ? AS staged")
    try attach.bind(text: path.hasPrefix("/") ? path : "./" + path, at: 1)
    try attach.run()
    try database.execute("PRAGMA staged.locking_mode = NORMAL; PRAGMA staged.journal_mode = OFF")
    try database.execute("PRAGMA staged.synchronous = OFF")
    try database.execute(moves)
    for copy in copies { try database.execute(copy) }
    try database.execute("DROP TABLE temp.moved; DETACH staged")
  }

  /// For each trace, by its new place: its old row, the rows of its spans, and by how much these move.
  private static let moves = """
    CREATE TEMP TABLE moved (
      trace INTEGER PRIMARY KEY, old INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
      shift INTEGER NOT NULL);
    INSERT INTO moved
    SELECT ROW_NUMBER() OVER sorted, id, first_span, first_span + spans - 1,
      SUM(spans) OVER sorted - spans + 1 - first_span
    FROM staged.trace_rows
    WINDOW sorted AS (ORDER BY journey_id, trace_id, id ROWS UNBOUNDED PRECEDING)
    ORDER BY 1;
    CREATE UNIQUE INDEX temp.moved_old ON moved (old);
    CREATE INDEX staged.staged_links ON link_rows (span);
    CREATE INDEX staged.staged_events ON event_rows (span);
    """

  /// In the order in which one table is loaded, so that pages come to lie alike.
  private static let copies = [
    """
    INSERT INTO main.trace_rows
    SELECT m.trace, t.trace_id, t.journey_id, t.start_unix_nano, t.end_unix_nano, t.spans, t.errors, t.journey_errors,
      t.first_span + m.shift, t.root + m.shift
    FROM temp.moved m CROSS JOIN staged.trace_rows t WHERE t.id = m.old ORDER BY m.trace
    """,
    """
    INSERT INTO main.span_rows
    SELECT s.id + m.shift, m.trace, s.span_id, s.parent_span_id, s.parent + m.shift, s.root + m.shift,
      s.failed_up_to + m.shift, s.service, s.name, s.resource, s.kind, s.status, s.flags, s.enters_service,
      s.start_unix_nano, s.end_unix_nano, s.duration_ns, s.attributes
    FROM temp.moved m CROSS JOIN staged.span_rows s WHERE s.id BETWEEN m.first AND m.last ORDER BY m.trace, s.id
    """,
    """
    INSERT INTO main.link_rows
    SELECT NULL, l.span + m.shift,
      (SELECT l.target + tm.shift FROM staged.span_rows ts JOIN temp.moved tm ON tm.old = ts.trace WHERE ts.id = l.target),
      l.target_trace_id, l.target_span_id, l.flags, l.attributes
    FROM temp.moved m CROSS JOIN staged.link_rows l WHERE l.span BETWEEN m.first AND m.last
    ORDER BY m.trace, l.span, l.id
    """,
    """
    INSERT INTO main.event_rows
    SELECT NULL, e.span + m.shift, e.name, e.time_unix_nano, e.attributes
    FROM temp.moved m CROSS JOIN staged.event_rows e WHERE e.span BETWEEN m.first AND m.last
    ORDER BY m.trace, e.span, e.id
    """,
  ]
}
