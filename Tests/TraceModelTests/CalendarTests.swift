import Testing
import TraceModel
import TracemillTesting

@Suite("Times and durations as text")
struct CalendarTests {
  @Test(
    "a text is the time it says, whoever wrote it",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-03-01T10:00:00.25+01:00", 1_772_355_600_250_000_000),
      ("2026-03-01t09:00:00z", 1_772_355_600_000_000_000), ("2026-03-01 09:00:00,5", 1_772_355_600_500_000_000),
      ("2026-03-01T11:00:00+02", 1_772_355_600_000_000_000), ("2026-03-01T11:00:00+0200", 1_772_355_600_000_000_000),
      ("2026-03-01 11:00:00 +02:00", 1_772_355_600_000_000_000), ("2026-03-01 09:00:00 UTC", 1_772_355_600_000_000_000),
      ("2026-02-28T19:30:00-13:30", 1_772_355_600_000_000_000), ("2026-03-01 09:00", 1_772_355_600_000_000_000),
      ("2000-02-29", 951_782_400_000_000_000), ("2026-03-01T09:00:00.1234567899Z", 1_772_355_600_123_456_789),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000), ("1969-12-31T23:59:59.999999999Z", -1),
      ("1677-09-21T00:12:43.145224192Z", .min), ("2262-04-11T23:47:16.854775807Z", .max),
    ] as [(String, Int64)])
  func reads(_ text: String, _ nanoseconds: Int64) { #expect(CalendarText(text)?.nanoseconds == nanoseconds) }

  @Test(
    "no date, no time",
    arguments: [
      "", "2026", "2026-02-31T00:00:00Z", "2026-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-3-1",
      "2026-03-01T",
      "2026-03-01T24:00:00Z", "2026-03-01T10:60:00Z", "2026-03-01T10:00:61Z", "2026-03-01T10", "2026-03-01T10:00:00.Z",
      "2026-03-01T10:00:00+1:00", "2026-03-01T10:00:00+02:", "2026-03-01T10:00:00+2400", "2026-03-01T10:00:00+01:60",
      "2026-03-01T10:00:00Zulu", "2026-03-01T10:00:00ZZ", "2026-03-01X10:00:00Z", "2026/03/01T10:00:00Z",
      "2026-03-01T10.00.00Z", "2026-03-01T10:00:00 ", "2026-03-01T10:00:00U", "x026-03-01T10:00:00Z",
    ])
  func refuses(_ text: String) { #expect(CalendarText(text) == nil) }

  @Test(
    "a date that 64 bits of nanoseconds do not hold has none",
    arguments: [
      "2262-04-11T23:47:16.854775808Z", "2262-04-11T23:47:16.999999999Z", "1677-09-21T00:12:43.145224191Z",
      "0001-01-01T00:00:00Z", "9999-12-31", "0000-01-01", "2262-04-11T23:47:16-00:01",
    ])
  func isOutOfRange(_ text: String) throws { #expect(try #require(CalendarText(text)).nanoseconds == nil) }

  @Test("text, time, text: the same, and as counting year by year says", arguments: [1, 2, 3] as [UInt64])
  func roundTrip(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let extremes: [Int64] = [.min, .min + 1, .max, .max - 1, 0, -1, 999_999_999, -999_999_999, -62_135_596_800]
    for round in 0..<3000 {
      let shifted = Int64(truncatingIfNeeded: random.next()) >> random.number(in: 0...62)
      let nanoseconds = round < extremes.count ? extremes[round] : shifted
      let civil = CivilTime(nanoseconds: nanoseconds)
      #expect(civil == countedTime(nanoseconds))
      #expect(civil.nanosecondsSinceEpoch() == nanoseconds)
      let text = civil.exactText
      #expect(CalendarText(text)?.nanoseconds == nanoseconds, "\(text)")
      #expect(CalendarText(civil.text(.nanosecond))?.nanoseconds == nanoseconds)
      // The same moment as clocks elsewhere show it.
      let minutes = random.number(in: -1439...1439)
      guard case let (local, false) = nanoseconds.addingReportingOverflow(minutes * 60_000_000_000) else { continue }
      let zone =
        String(100 + minutes.magnitude / 60).dropFirst() + ":" + String(100 + minutes.magnitude % 60).dropFirst()
      let elsewhere = CivilTime(nanoseconds: local).exactText.dropLast() + (minutes < 0 ? "-" : "+") + zone
      #expect(CalendarText(String(elsewhere))?.nanoseconds == nanoseconds, "\(elsewhere)")
    }
  }

  @Test("days of the calendar follow one another") func calendar() {
    var expected = (1677, 9, 22)
    for day in Int64(-106_751)...106_751 {
      let time = CivilTime(nanoseconds: day * 86_400_000_000_000)
      guard (time.year, time.month, time.day) == expected else {
        Issue.record("day \(day) is \(time.dateText)")
        return
      }
      let isLeap = expected.0 % 4 == 0 && (expected.0 % 100 != 0 || expected.0 % 400 == 0)
      let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][expected.1 - 1]
      expected.2 += 1
      if expected.2 > length { expected = (expected.0, expected.1 + 1, 1) }
      if expected.1 > 12 { expected = (expected.0 + 1, 1, 1) }
    }
  }

  /// The slow twin: takes away whole years, then months, one at a time.
  private func countedTime(_ nanoseconds: Int64) -> CivilTime? {
    func isLeap(_ year: Int) -> Bool { year % 400 == 0 || year % 4 == 0 && year % 100 != 0 }
    var days = Int((Double(nanoseconds) / 86_400e9).rounded(.down))
    while Int128(days) * 86_400_000_000_000 > nanoseconds { days -= 1 }
    while Int128(days + 1) * 86_400_000_000_000 <= nanoseconds { days += 1 }
    let rest = Int(Int128(nanoseconds) - Int128(days) * 86_400_000_000_000)
    var year = 1970
    while days < 0 {
      year -= 1
      days += isLeap(year) ? 366 : 365
    }
    while days >= (isLeap(year) ? 366 : 365) {
      days -= isLeap(year) ? 366 : 365
      year += 1
    }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var month = 1
    while days >= lengths[month - 1] {
      days -= lengths[month - 1]
      month += 1
    }
    return CivilTime(
      year: year, month: month, day: days + 1, hour: rest / 3_600_000_000_000, minute: rest / 60_000_000_000 % 60,
      second: rest / 1_000_000_000 % 60, nanosecond: rest % 1_000_000_000)
  }

  @Test("whatever bytes come, they are a date or none, and a date reads back")
  func anyBytes() {
    var random = SeededGenerator(seed: 11)
    let pieces = ["2026", "-", "02", "31", "T", " ", ":", "23", "59", ".", "999999999", "Z", "+", "\u{fc}", "0", "UTC"]
    for _ in 0..<4000 {
      var text = "2026-03-0\(random.number(in: 0...9))T10:22:04"
      for _ in 0..<random.number(in: 0...4) {
        if random.chance(percent: 40) { text.removeLast(min(text.count, Int(random.number(in: 0...9)))) }
        text += random.pick(pieces)
      }
      guard let time = CalendarText(text), let nanoseconds = time.nanoseconds else { continue }
      #expect(CalendarText(CivilTime(nanoseconds: nanoseconds).exactText)?.nanoseconds == nanoseconds, "\(text)")
    }
  }

  @Test("times of day", arguments: [("10:23", [10, 23, 0, 0]), ("23:59:59.5", [23, 59, 59, 500_000_000])])
  func timesOfDay(_ text: String, _ parts: [Int]) throws {
    let clock = try #require(ClockText(text))
    #expect([clock.hour, clock.minute, clock.second, clock.nanosecond] == parts)
  }

  @Test("no times of day", arguments: ["", "10", "24:00", "10:60", "1:00", "10:00:60", "10:00Z", "10:00:00."])
  func refusedTimesOfDay(_ text: String) { #expect(ClockText(text) == nil) }

  @Test(
    "durations",
    arguments: [
      ("20ms", 20_000_000), ("5m", 300_000_000_000), ("1h30m", 5_400_000_000_000), ("7d", 604_800_000_000_000),
      ("0", 0),
      ("1.5s", 1_500_000_000), ("1us", 1000), ("3\u{b5}s", 3000), ("3\u{3bc}s", 3000), ("1w", 604_800_000_000_000),
      ("0.000000001s", 1), ("9223372036854775807ns", .max),
    ] as [(String, Int64)])
  func durations(_ text: String, _ nanoseconds: Int64) throws {
    #expect(try DurationText.nanoseconds(text) == nanoseconds)
  }

  @Test(
    "no durations, and why",
    arguments: [
      ("", .noNumber), ("m", .noNumber), ("-5m", .noNumber), ("1..5s", .noNumber), ("5", .noUnit), ("1h30", .noUnit),
      ("1y", .unknownUnit("y")), ("5 m", .unknownUnit(" m")), ("1.5ns", .tooFine), ("107000d", .tooLong),
      ("106751d24h", .tooLong), ("99999999999999999999s", .noNumber),
    ] as [(String, DurationText.Problem)])
  func refusedDurations(_ text: String, _ problem: DurationText.Problem) {
    #expect(throws: problem) { try DurationText.nanoseconds(text) }
  }

  @Test("a duration's text reads back as it")
  func durationRoundTrip() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      let nanoseconds = Int64(random.next() >> 1) >> random.number(in: 0...62)
      #expect(try DurationText.nanoseconds(DurationText.text(nanoseconds)) == nanoseconds)
    }
  }
}
