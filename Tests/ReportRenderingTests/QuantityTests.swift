import ReportModel
import Testing

@Suite("Figures for people")
struct QuantityTests {
  static let examples: [(Quantity, String)] = [
    (.count(431_007), "431,007"), (.count(-1_234_567), "-1,234,567"), (.count(0), "0"),
    (.count(.min), "-9,223,372,036,854,775,808"),
    (.duration(nanoseconds: 0), "0 ns"), (.duration(nanoseconds: 950), "950 ns"),
    (.duration(nanoseconds: 999), "999 ns"),
    (.duration(nanoseconds: 1_000), "1 µs"), (.duration(nanoseconds: 87_000), "87 µs"),
    (.duration(nanoseconds: 87_049), "87 µs"),
    (.duration(nanoseconds: 87_050), "87.1 µs"), (.duration(nanoseconds: 999_499), "999 µs"),
    (.duration(nanoseconds: 999_500), "1 ms"),
    (.duration(nanoseconds: 412_000_000), "412 ms"), (.duration(nanoseconds: 3_115_000_000), "3.12 s"),
    (.duration(nanoseconds: -3_115_000_000), "-3.12 s"), (.duration(nanoseconds: 119_400_000_000), "119 s"),
    (.duration(nanoseconds: 119_500_000_000), "2 min 0 s"), (.duration(nanoseconds: 3_599_600_000_000), "1 h 0 min"),
    (.duration(nanoseconds: 172_800_000_000_000), "2 d 0 h"), (.duration(nanoseconds: .max), "106,752 d 0 h"),
    (.duration(nanoseconds: .min), "-106,752 d 0 h"), (.share(0, of: 5), "0 %"), (.share(1, of: 100_000), "<0.1 %"),
    (.share(42, of: 1_000), "4.2 %"), (.share(99_999, of: 100_000), ">99.9 %"), (.share(7, of: 7), "100 %"),
    (.share(3, of: 0), "–"),
    (.share(25, of: 10), "250 %"), (.share(-1, of: 4), "-25.0 %"), (.fraction(0.978), "97.8 %"), (.fraction(.nan), "–"),
    (.rate(738, nanoseconds: 60_000_000_000), "12.3/s"), (.rate(1, nanoseconds: 1_800_000_000_000), "0.0333/min"),
    (.rate(0, nanoseconds: 9), "0/s"), (.rate(3, nanoseconds: 0), "–"),
    (.rate(7_654_321, nanoseconds: 1_000_000_000), "7,654,321/s"),
    (.bytes(0), "0 B"), (.bytes(1_234_567), "1.23 MB"), (.bytes(.max), "9.22 EB"), (.factor(1.5249), "×1.52"),
    (.factor(.infinity), "–"),
    (.decimal(0.825, places: 2), "0.83"), (.decimal(-0.001, places: 2), "0.00"), (.decimal(.nan, places: 1), "–"),
    (.time(nanoseconds: 1_773_570_124_999_999_999), "2026-03-15 10:22:04Z"),
    (.time(nanoseconds: 0), "1970-01-01 00:00:00Z"),
    (.time(nanoseconds: -1), "1969-12-31 23:59:59Z"),
    (.time(nanoseconds: 951_782_400_000_000_000), "2000-02-29 00:00:00Z"),
    (.time(nanoseconds: .max), "2262-04-11 23:47:16Z"), (.time(nanoseconds: .min), "1677-09-21 00:12:43Z"),
    (.window(start: 1_773_570_000_000_000_000, end: 1_773_571_800_000_000_000), "2026-03-15 10:20–10:50Z"),
    (
      .window(start: 1_773_570_001_000_000_000, end: 1_773_656_400_000_000_000),
      "2026-03-15 10:20:01Z – 2026-03-16 10:20:00Z"
    ),
    (.none, "–"),
  ]

  @Test("each kind of figure reads as its example", arguments: examples)
  func example(quantity: Quantity, text: String) { #expect(quantity.description == text) }

  static let changes: [(Quantity, Quantity, String)] = [
    (.duration(nanoseconds: 412_000_000), .duration(nanoseconds: 3_120_000_000), "412 ms → 3.12 s ▲×7.57"),
    (.count(200), .count(100), "200 → 100 ▼×0.5"), (.count(100), .count(104), "100 → 104"),
    (.count(100), .count(105), "100 → 105 ▲×1.05"), (.count(100), .count(96), "100 → 96"),
    (.count(.max), .count(.max - 1), "9,223,372,036,854,775,807 → 9,223,372,036,854,775,806"),
    (.count(5), .count(5), "5 → 5"), (.count(0), .count(5), "0 → 5 ▲"),
    (.share(1, of: 1_000), .share(42, of: 1_000), "0.1 % → 4.2 % ▲+4.1 pp"),
    (.share(42, of: 1_000), .share(1, of: 1_000), "4.2 % → 0.1 % ▼-4.1 pp"),
    (.share(1, of: 1_949), .share(4, of: 1_975), "<0.1 % → 0.2 % ▲+0.2 pp"),
    (.share(0, of: .max), .share(.max, of: .max), "0 % → 100 % ▲+100.0 pp"),
    (.none, .count(3), "– → 3"),
    (.count(.max), .count(.min), "9,223,372,036,854,775,807 → -9,223,372,036,854,775,808 ▼"),
    (
      .rate(.max, nanoseconds: .max), .rate(.max, nanoseconds: 1),
      "1,000,000,000/s → 9,223,372,036,854,775,807,000,000,000/s ▲×9,223,372,036,855,824,382"
    ),
  ]

  @Test("a change shows both figures, its direction and its size", arguments: changes)
  func change(before: Quantity, now: Quantity, text: String) {
    #expect(Change(from: before, to: now).description == text)
  }

  @Test("durations below two minutes have at most three digits, are off by at most half a unit, and never fall")
  func durations() {
    var random = HostileNames(seed: 7)
    var samples = (0..<4_000).map { _ in Int64(random.next() >> UInt64(20 + random.number(below: 44))) }.filter {
      $0 < 119_000_000_000
    }
    samples.sort()
    var previous = -1.0
    for nanoseconds in samples {
      let words = Quantity.duration(nanoseconds: nanoseconds).description.split(separator: " ")
      let units: [Substring: Double] = ["ns": 1, "µs": 1e3, "ms": 1e6, "s": 1e9]
      let unit = units[words[1], default: 0]
      let value = (Double(words[0]) ?? -1) * unit
      #expect(words[0].count(where: \.isNumber) <= 3)
      #expect(abs(value - Double(nanoseconds)) <= Double(nanoseconds) * 0.005 + 0.001)
      #expect(value >= previous)
      previous = value
    }
  }

  @Test("a table cut to its first rows counts the rest") func prefix() {
    let table = Table(columns: [.init("a")], rows: [["1"], ["2"], ["3"]], hidden: 2, rowsAre: "paths")
    #expect(table.prefix(1).hiddenSentence == "… and 4 more paths not shown (5 in all)")
    #expect(table.prefix(nil) == table)
    #expect(Table(columns: []).hiddenSentence == nil)
  }
}
