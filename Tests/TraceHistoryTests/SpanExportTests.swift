import Testing
import TraceModel

@testable import TraceHistory

/// A purchase that fails in the provider, its mail behind a queue, and a second purchase that goes well.
private let shop = DrawnRun(journeys: [
  [
    DrawnTrace(
      0xa1,
      [
        DrawnSpan(
          id: 1, service: "gateway", name: "POST /buy", kind: .server, status: .error, start: 1_000, end: 2_000),
        DrawnSpan(
          id: 2, parent: 1, service: "gateway", name: "call", kind: .client, status: .error, start: 1_100, end: 1_900),
        DrawnSpan(
          id: 3, parent: 2, service: "payment", name: "charge", kind: .server, status: .error, start: 1_200, end: 1_800,
          attributes: [("amount", .int(-5)), ("it's", .string(bytes("a \"b\" \\")))],
          events: [
            (
              "exception",
              [("exception.type", .string(bytes("Declined"))), ("exception.message", .string(bytes("no")))]
            )
          ]),
        DrawnSpan(id: 4, parent: 1, service: "gateway", name: "publish", kind: .producer, start: 1_900, end: 1_950),
      ]),
    DrawnTrace(
      0xa2,
      [
        DrawnSpan(
          id: 5, service: "mail", name: "consume", kind: .consumer, start: 2_450, end: 2_500,
          links: [(TraceID(high: 0, low: 0xa1), 4), (TraceID(high: 0, low: 0xff), 9)])
      ]),
  ],
  [
    DrawnTrace(
      0xb1,
      [
        DrawnSpan(id: 6, service: "gateway", name: "POST /buy", kind: .server, start: 5_000, end: 5_100),
        DrawnSpan(id: 7, parent: 6, service: "payment", name: "charge", kind: .server, start: 5_010, end: 5_060),
        DrawnSpan(id: 8, parent: 77, service: "cart", name: "late", flags: [.orphan, .missingTime]),
      ])
  ],
])

private func exported(_ folder: ScratchFolder) throws -> String {
  let path = folder.path + "/shop.sqlite"
  var quality = DataQuality()
  quality[.orphan] = 1
  quality.spansRead = 8
  try export(shop.tables([[0, 1]]), to: path, quality: quality)
  return path
}

@Suite struct SpanExportTests {
  @Test("what is exported is read back")
  func roundTrip() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let counts = try export(shop.tables([[0, 1]]), to: path)
    #expect(counts == .init(spans: 8, traces: 3, journeys: 2, links: 2, resolvedLinks: 1, events: 1))
    #expect(
      try rows(
        "SELECT trace_id, span_id, parent_span_id, journey_id, service, version, name, kind, status, start_unix_nano, end_unix_nano, duration_ns, is_root, is_orphan, attributes, resource_attributes FROM spans WHERE span_id IN ('0000000000000003', '0000000000000005', '0000000000000008') ORDER BY span_row",
        in: path) == [
          #"000000000000000000000000000000a1|0000000000000003|0000000000000002|000000000000000000000000000000a1|payment|1.2|charge|server|error|1200|1800|600|0|0|{"amount":-5,"it's":"a \"b\" \\"}|{"service.name":"payment"}"#,
          #"000000000000000000000000000000a2|0000000000000005|-|000000000000000000000000000000a1|mail|1.2|consume|consumer|unset|2450|2500|50|1|0|{}|{"service.name":"mail"}"#,
          #"000000000000000000000000000000b1|0000000000000008|000000000000004d|000000000000000000000000000000b1|cart|1.2|late|internal|unset|-|-|-|0|1|{}|{"service.name":"cart"}"#,
        ])
    #expect(
      try rows("SELECT span_id, target_trace_id, target_span_id, resolved, attributes FROM links ORDER BY 3", in: path)
        == [
          #"0000000000000005|000000000000000000000000000000a1|0000000000000004|1|{"l":1}"#,
          #"0000000000000005|000000000000000000000000000000ff|0000000000000009|0|{"l":1}"#,
        ])
    #expect(
      try rows("SELECT span_id, service, operation, type, message, stacktrace FROM exceptions", in: path) == [
        "0000000000000003|payment|charge|Declined|no|-"
      ])
    #expect(try rows("PRAGMA integrity_check", in: path) == ["ok"])
    #expect(folder.names == ["shop.sqlite"])
  }

  @Test("the trace view gives times, sizes and the first root")
  func traces() throws {
    let folder = ScratchFolder()
    #expect(
      try rows(
        "SELECT substr(trace_id, 31), duration_ns, spans, errors, journey_errors, service, operation, root_failed FROM traces ORDER BY 1",
        in: exported(folder)) == [
          "a1|1000|4|3|3|gateway|POST /buy|1", "a2|50|1|0|3|mail|consume|0", "b1|100|3|0|0|gateway|POST /buy|0",
        ])
  }

  @Test("requests affected: a linked consumer is no request, an orphan is one that is told apart")
  func requestsAffected() throws {
    let folder = ScratchFolder()
    #expect(
      try rows("SELECT * FROM requests_affected", in: exported(folder)) == [
        "gateway|POST /buy|server|2|0|1|0.5|1|0.5", "cart|late|internal|1|1|0|0.0|0|0.0",
      ])
  }

  @Test("services and operations: calls, errors, nearest-rank percentiles")
  func red() throws {
    let folder = ScratchFolder()
    let path = try exported(folder)
    #expect(
      try rows("SELECT service, calls, errors, error_rate, p50_ns, p95_ns, p99_ns, max_ns FROM services", in: path) == [
        "gateway|2|1|0.5|100|1000|1000|1000", "payment|2|1|0.5|50|600|600|600", "cart|1|0|0.0|-|-|-|-",
        "mail|1|0|0.0|50|50|50|50",
      ])
    #expect(
      try rows(
        "SELECT service, operation, kind, calls, errors, p50_ns, p99_ns, total_ns FROM operations WHERE service = 'gateway'",
        in: path) == [
          "gateway|POST /buy|server|2|1|100|1000|1100.0", "gateway|call|client|1|1|800|800|800.0",
          "gateway|publish|producer|1|0|50|50|50.0",
        ])
    #expect(
      try rows("SELECT * FROM minutes WHERE service = 'gateway'", in: path) == ["1970-01-01T00:00Z|gateway|2|1|1000"])
  }

  @Test("percentiles of 1...100 are 50, 95 and 99")
  func percentiles() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/p.sqlite"
    let journeys = (1...100).map { number in
      [DrawnTrace(UInt64(number), [DrawnSpan(id: 1, kind: .server, start: 0, end: Int64((number * 37) % 101))])]
    }
    try export(DrawnRun(journeys: journeys).tables([Array(0..<100)]), to: path)
    #expect(try rows("SELECT p50_ns, p95_ns, p99_ns, max_ns FROM services", in: path) == ["50|95|99|100"])
    #expect(
      try rows("SELECT duration_ns, times_p50 FROM slow_spans", in: path) == [
        "100|2.0", "99|1.98", "98|1.96", "97|1.94", "96|1.92", "95|1.9",
      ])
  }

  @Test("slow traces come slowest first")
  func slowTraces() throws {
    let folder = ScratchFolder()
    #expect(try rows("SELECT duration_ns FROM slow_traces", in: exported(folder)) == ["1000", "100", "50"])
  }

  @Test("an error chain leads from the failed leaf to the entry")
  func errorChains() throws {
    let folder = ScratchFolder()
    let path = try exported(folder)
    #expect(
      try rows(
        "SELECT origin_service, origin_operation, exception_type, passed_up_to_service, passed_up_to_operation, entry_service, entry_operation, reached_entry FROM error_chains",
        in: path) == ["payment|charge|Declined|gateway|POST /buy|gateway|POST /buy|1"])
    #expect(
      try rows("SELECT step, service, operation, status FROM error_steps", in: path) == [
        "0|payment|charge|error", "1|gateway|call|error", "2|gateway|POST /buy|error",
      ])
    #expect(
      try rows("SELECT * FROM error_patterns", in: path) == [
        "payment|charge|Declined|gateway|POST /buy|1|1|1|000000000000000000000000000000a1"
      ])
  }

  @Test("an error that is swallowed halfway is passed up only to there")
  func swallowed() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/s.sqlite"
    // The child stands before its parents: clocks disagree.
    let run = DrawnRun(journeys: [
      [
        DrawnTrace(
          1,
          [
            DrawnSpan(id: 3, parent: 2, name: "c", status: .error),
            DrawnSpan(id: 2, parent: 1, name: "b", status: .error),
            DrawnSpan(id: 1, name: "a"),
          ])
      ]
    ])
    try export(run.tables([[0]]), to: path)
    #expect(
      try rows(
        "SELECT origin_operation, passed_up_to_operation, entry_operation, reached_entry FROM error_chains", in: path)
        == ["c|b|a|0"])
  }

  @Test("service calls follow parents and links; a message waits from producer's end to consumer's start")
  func calls() throws {
    let folder = ScratchFolder()
    let path = try exported(folder)
    #expect(
      try rows("SELECT caller, callee, via, calls, errors, p50_ns FROM service_calls", in: path) == [
        "gateway|payment|call|2|1|50", "gateway|mail|message|1|0|50",
      ])
    #expect(
      try rows(
        "SELECT producer_span_id, producer_service, consumer_span_id, consumer_service, found_by, wait_ns FROM queue_waits",
        in: path) == ["0000000000000004|gateway|0000000000000005|mail|link|500"])
    #expect(try rows("SELECT * FROM queues", in: path) == ["gateway|publish|mail|consume|1|0|500|500|500|500"])
  }

  @Test("defects, counts and the guide are in the file, and every view can be read")
  func tail() throws {
    let folder = ScratchFolder()
    let path = try exported(folder)
    #expect(try rows("SELECT defect, severity, count FROM defects WHERE count > 0", in: path) == ["orphan|warning|1"])
    #expect(
      try rows(
        "SELECT value FROM metadata WHERE key IN ('spans', 'spans_read', 'links_resolved') ORDER BY key", in: path)
        == ["1", "8", "8"])
    let views = try rows("SELECT name FROM guide", in: path)
    #expect(try rows("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name", in: path) == views.sorted())
    for view in views { #expect(throws: Never.self) { try rows("SELECT * FROM \(view)", in: path) } }
  }

  @Test(
    "looking for a trace, a span or a service uses an index",
    arguments: [
      "SELECT * FROM spans WHERE trace_id = 'x'", "SELECT * FROM spans WHERE span_id = 'x'",
      "SELECT * FROM spans WHERE service = 'cart' AND name = 'x'", "SELECT * FROM links WHERE target_span_id = 'x'",
      "SELECT * FROM spans WHERE start_unix_nano BETWEEN 1 AND 2",
    ])
  func plans(_ sql: String) throws {
    let folder = ScratchFolder()
    let path = folder.path + "/plan.sqlite"
    let journeys = (1...3_000).map { number in
      [
        DrawnTrace(
          UInt64(number), [DrawnSpan(id: 1, name: "n\(number % 50)", start: Int64(number), end: Int64(number))])
      ]
    }
    try export(DrawnRun(journeys: journeys).tables([Array(0..<3_000)]), to: path)
    let plan = try rows("EXPLAIN QUERY PLAN " + sql, in: path)
    #expect(!plan.contains { $0.contains("SCAN s") }, "\(plan)")
  }
}
