import ReportModel

extension Report {
  /// One of every block, with the names an attacker would choose among ordinary ones.
  static var sample: Report {
    Report(
      title:
        "Incident \(.window(start: 1_773_570_000_000_000_000, end: 1_773_571_800_000_000_000)) · \(code: "checkout")",
      lead: [
        "\(strong: "Likely origin: inventory → reserve") (score \(.decimal(0.82, places: 2))). \(code: "checkout") p99 \(Change(from: .duration(nanoseconds: 412_000_000), to: .duration(nanoseconds: 3_120_000_000)))",
        "Impact \(18_204) of \(431_007) requests (\(.share(18_204, of: 431_007))) · see \(link: "trace 4bf9", to: "https://traces.example/t/4bf9?a=1&b=(2)")",
      ],
      sections: [
        Section(
          "Operations",
          blocks: [
            .paragraph("The *slowest* first; names are shown as they are: a_b, _c_, <b>, `x`, [y](z), #1 & &amp;."),
            .table(operations), .list(["first", "- second", "1. third", "#fourth"]),
            .note(["These figures are \(strong: "sampled") at 10 %."]),
          ]),
        Section(
          "Traffic",
          blocks: [
            .timeline(timeline), .graph(.shop), .preformatted("a ``` b\n  c\td\u{1B}[31m", language: "text"),
            .picture(path: "dependencies (1).svg", caption: "Who calls [whom]"),
          ], sections: [Section("Deeper", blocks: [.paragraph("end")])]),
      ])
  }

  static var operations: Table {
    let names = [
      ("checkout", "POST /checkout"), ("在庫サービス", "予約|する"), ("emoji 🚀", "a`b``c"),
      ("evil\n| x |\u{202E}", "<script>\\|\\N"),
      ("long", String(repeating: "x/", count: 100)), ("", " "),
    ]
    var rows: [[Cell]] = []
    for (place, name) in names.enumerated() {
      let calls = [431_007, 18_204, 999, 12, 1, 0][place]
      rows.append([
        .count(place + 1), .code(name.0), .text(Text(name.1)), .count(calls), .share(calls / 30, of: calls),
        .change(.duration(nanoseconds: 87_000), .duration(nanoseconds: Int64(calls) * 7_001)),
      ])
    }
    return Table(
      columns: [
        .figures("#"), .init("service"), .init("operation", maximumWidth: 30), .figures("calls"), .figures("errors"),
        .figures("p99, before → now"),
      ], rows: rows, hidden: 26, rowsAre: "operations")
  }

  static var timeline: Timeline {
    Timeline(
      title: "Requests a minute", start: 1_773_570_000_000_000_000, bucketNanoseconds: 60_000_000_000,
      buckets: (0..<30).map { minute in
        Timeline.Bucket(
          calls: 14_000 + minute * minute * 3 - minute * 100, errors: minute < 12 ? 0 : (minute - 11) * 37,
          p50: minute == 5 ? nil : 40_000_000 + Int64(minute) * 1_000_000,
          p99: minute == 5 ? nil : 412_000_000 + Int64(minute * minute) * 3_000_000)
      })
  }
}
