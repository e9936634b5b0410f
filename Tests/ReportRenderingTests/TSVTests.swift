import ReportModel
import ReportRendering
import Testing
import TracemillTesting

@Suite("Tables as tab-separated values")
struct TSVTests {
  static let figures: [(Quantity, String)] = [
    (.count(431_007), "431007"), (.count(.min), "-9223372036854775808"),
    (.duration(nanoseconds: 3_115_000_000), "3115000000"),
    (.duration(nanoseconds: -1), "-1"), (.share(42, of: 1_000), "0.042"), (.share(1, of: 3), "0.333333"),
    (.share(2, of: 3), "0.666667"), (.share(-1, of: 4), "-0.25"), (.share(7, of: 7), "1"), (.share(3, of: 0), ""),
    (.fraction(0.978), "0.978"), (.fraction(.nan), ""), (.rate(738, nanoseconds: 60_000_000_000), "12.3"),
    (.rate(1, nanoseconds: 1_800_000_000_000), "0.000556"), (.rate(3, nanoseconds: 0), ""),
    (.bytes(1_234_567), "1234567"),
    (.factor(1.5249), "1.5249"), (.factor(1e300), "1e+300"), (.decimal(1_234.825, places: 2), "1234.83"),
    (.time(nanoseconds: 1_773_570_124_999_999_999), "2026-03-15T10:22:04.999999999Z"),
    (.window(start: 0, end: 1), "1970-01-01T00:00:00.000000000Z..1970-01-01T00:00:00.000000001Z"), (.none, ""),
  ]

  @Test("figures are bare numbers", arguments: figures)
  func plain(_ quantity: Quantity, _ text: String) { #expect(quantity.plain == text) }

  @Test("the head names units; before and now are two columns; a column of several units reads as elsewhere")
  func columns() {
    let table = Table(
      columns: [.init("What"), .figures("p99"), .figures("Share"), .figures("Value"), .figures("Size", unit: "spans")],
      rows: [
        [
          "a", .change(.duration(nanoseconds: 5), .duration(nanoseconds: 7_000)), .share(1, of: 4), .count(1_234),
          .count(9),
        ],
        ["b\\\tc", .none, .none, .duration(nanoseconds: 1_500), .none],
        ["new", "new: 3", .share(0, of: 2), .quantity(.none)],
      ])
    let section = Section(
      "Times", blocks: [.paragraph("prose"), .table(table)],
      sections: [
        Section("Deeper", blocks: [.table(Table(columns: [.init("n")], rows: [[.pair(.count(1), .count(2_000))]]))])
      ])
    #expect(
      [section].tsv() == """
        table\tWhat\tp99 before (ns)\tp99 now (ns)\tShare\tValue\tSize (spans)
        Times\ta\t5\t7000\t0.25\t1,234\t9
        Times\tb\\\\\\tc\t\t\t\t1.5 µs\t
        Times\tnew\t\tnew: 3\t0\t\t

        table\tn before\tn now
        Times / Deeper\t1\t2000

        """)
  }

  @Test("what is not shown is known, and a section without rows prints nothing")
  func hidden() {
    let table = Table(columns: [.init("n")], rows: [["a"], ["b"]], rowsAre: "kinds of errors").prefix(1)
    #expect(
      [Section("s", sections: [Section("t", blocks: [.table(table)])])].hiddenSentences == [
        "… and 1 more kind of errors not shown (2 in all)"
      ])
    #expect([Section("s", blocks: [.paragraph("none"), .table(Table(columns: [.init("n")]))])].tsv() == "")
  }

  @Test("a report with every block") func golden() throws { try expectGolden(Report.sample.tsv(), "report.tsv") }

  @Test("whatever names are, lines have as many fields as their head, and hold what is seen alone", arguments: 0..<40)
  func hostile(seed: Int) {
    var names = HostileNames(seed: 6_000 + UInt64(seed))
    let sections = (0..<3).map { _ in
      let rows = (0..<10).map { _ -> [Cell] in
        [.text(Text(names.name())), .code(names.name()), .change(.count(1), .count(2)), .text(.strong(names.name()))]
      }
      let columns: [Table.Column] = [
        .init(names.name()), .init("b", unit: names.name()), .figures(names.name()), .init(""),
      ]
      return Section(.code(names.name()), blocks: [.table(Table(columns: columns, rows: rows))])
    }
    let blocks = sections.tsv().split(separator: "\n\n")
    #expect(blocks.count == 3)
    for block in blocks {
      let lines = block.split(separator: "\n", omittingEmptySubsequences: true)
      #expect(lines.count == 11 && lines[0].hasPrefix("table\t"))
      for line in lines {
        #expect(line.utf8.count { $0 == UInt8(ascii: "\t") } == 5, "\(line.debugDescription)")
        #expect(
          line.unicodeScalars.allSatisfy { $0 == "\t" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) })
      }
    }
  }

  @Test(
    "a field can be read back, whatever bytes a name has",
    arguments: ["a\tb", "a\nb", "\\n", "\\\\", "\r", "a\\\tb\\", "plain", "|", "\"quoted\"", "\u{1b}[31m"])
  func fields(_ name: String) {
    let text = [Section("s", blocks: [.table(Table(columns: [.init("n")], rows: [[.code(name)]]))])].tsv()
    let field = text.split(separator: "\n")[1].split(separator: "\t", omittingEmptySubsequences: false)[1]
    #expect(unescaped(String(field)) == name)
  }

  private func unescaped(_ field: String) -> String {
    var text = ""
    var rest = Substring(field)
    while let character = rest.popFirst() {
      guard character == "\\" else {
        text.append(character)
        continue
      }
      switch rest.popFirst() {
      case "n": text += "\n"
      case "r": text += "\r"
      case "t": text += "\t"
      case "x":
        text.unicodeScalars.append(Unicode.Scalar(UInt8(rest.prefix(2), radix: 16) ?? 0))
        rest = rest.dropFirst(2)
      case let other?: text.append(other)
      case nil: text += "\\"
      }
    }
    return text
  }
}

@Suite("Words that go with counts")
struct PluralTests {
  @Test("one, none, many")
  func forms() {
    #expect(
      counted(1, "span") == "1 span" && counted(0, "span") == "0 spans" && counted(1_204, "span") == "1,204 spans")
    #expect(counted(1, "query", "queries") == "1 query" && counted(2, "query", "queries") == "2 queries")
    #expect(plural(1, "is", "are") == "is" && plural(0, "is", "are") == "are")
  }

  @Test(
    "one row that is not shown",
    arguments: [
      ("entry points", "entry point"), ("entries", "entry"), ("kinds of errors", "kind of errors"), ("rows", "row"),
    ])
  func hidden(_ many: String, _ one: String) {
    let table = Table(columns: [.init("n")], rows: [["a"]], hidden: 1, rowsAre: many)
    #expect(table.hiddenSentence == "… and 1 more \(one) not shown (2 in all)")
  }
}
