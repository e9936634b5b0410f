import Testing
import TraceModel

@testable import TracemillCommand

@Test(
  "byte sizes",
  arguments: [
    ("4096", 4096), ("512M", 512 << 20), ("2GiB", 2 << 30), ("1.5G", 3 << 29), ("10MB", 10_000_000), ("0", 0),
    ("1kB", 1000), ("1k", 1024), (".5K", 512), ("0.1B", 0), ("8388607T", 8_388_607 << 40),
  ] as [(String, Int64)])
func byteSizes(_ text: String, _ bytes: Int64) throws { #expect(try ByteSize.parse(text).bytes == bytes) }

@Test(
  "durations",
  arguments: [
    ("20ms", 20_000_000), ("5m", 300_000_000_000), ("1h30m", 5_400_000_000_000), ("7d", 604_800_000_000_000), ("0", 0),
    ("1.5s", 1_500_000_000), ("1us", 1000), ("3µs", 3000), ("1w", 604_800_000_000_000), ("0.000000001s", 1),
  ] as [(String, Int64)])
func durations(_ text: String, _ ns: Int64) throws { #expect(try DurationValue.parse(text).nanoseconds == ns) }

@Test(
  "times",
  arguments: [
    ("1970-01-01T00:00:00Z", .absolute(0)), ("2000-02-29", .absolute(951_782_400_000_000_000)),
    ("2026-03-01T10:00:00.25+01:00", .absolute(1_772_355_600_250_000_000)),
    ("2026-03-01t09:00:00z", .absolute(1_772_355_600_000_000_000)),
    ("2026-03-01 09:00", .absolute(1_772_355_600_000_000_000)), ("1969-12-31T23:59:59.999999999Z", .absolute(-1)),
    ("@1772359200", .absolute(1_772_359_200_000_000_000)), ("@1.5", .absolute(1_500_000_000)),
    ("@-0.000000001", .absolute(-1)), ("-30m", .relativeToEnd(-1_800_000_000_000)), ("-0", .relativeToEnd(0)),
    ("1677-09-21T00:12:43.145224192Z", .absolute(.min)), ("2262-04-11T23:47:16.854775807Z", .absolute(.max)),
    ("2016-12-31T23:59:60Z", .absolute(1_483_228_800_000_000_000)), ("10:23", .ofDay(37_380_000_000_000)),
    ("10:23:04.5Z", .ofDay(37_384_500_000_000)), ("00:00", .ofDay(0)),
  ] as [(String, TimePoint)])
func times(_ text: String, _ point: TimePoint) throws { #expect(try TimePoint.parse(text) == point) }

@Test(
  "services and operations",
  arguments: [
    (#"cart:GET /a:b"#, "cart", "GET /a:b"), (#"a\:b:c"#, "a:b", "c"), (#"a\\:c"#, #"a\"#, "c"), ("cart", "cart", nil),
    (#"a\d:\w"#, #"a\d"#, #"\w"#), (#"a:b\:c"#, "a", "b:c"),
  ] as [(String, String, String?)])
func operations(_ text: String, _ service: String, _ operation: String?) throws {
  #expect(try ServiceOperation.parse(text) == ServiceOperation(service: service, operation: operation))
}

@Test("counts, shares and windows")
func others() throws {
  #expect(try Percentage.parse("2.5%").millionths == 25_000)
  #expect(try Percentage.parse("-50%").fraction == -0.5)
  #expect(try TopLimit.parse("all") == .all)
  #expect(try TopLimit.parse("20").limit == 20)
  #expect(try WindowValue.parse("-30m..-10m").description == "-30m..-10m")
  #expect(try WindowValue.parse("@1.5..").to == nil)
  #expect(try WindowValue.parse("10:23..10:28").description == "10:23..10:28")
  #expect(try WindowValue.parse("2026-03-15 23:50–00:10Z").description == "2026-03-15T23:50:00Z..2026-03-16T00:10:00Z")
}

private typealias Parser = @Sendable (String) throws(UsageError) -> String

private let refusals: [(Parser, [String])] = [
  (
    { text throws(UsageError) in try ByteSize.parse(text).description },
    ["", "M", "-1", "1.M", "1X", "99999999999999999999", "8388608T", "1..5", "1e3", " 1", "0.0000000001G"]
  ),
  (
    { text throws(UsageError) in try DurationValue.parse(text).description },
    ["", "5", "m", "5 m", "-5m", "1h30", "1.5ns", "107000d", "99999999999999999999s", "1y", "106751d24h"]
  ),
  (
    { text throws(UsageError) in try Percentage.parseShare(text).description },
    ["", "%", "10", "101%", "-1%", "0.00001%", "9999999999999999999%", "1%%"]
  ),
  (
    { text throws(UsageError) in try TopLimit.parse(text).description },
    ["", "0", "-1", "ALL", "+5", "1.5", "99999999999999999999"]
  ),
  (
    { text throws(UsageError) in try TimePoint.parse(text).description },
    [
      "", "@", "@x", "-", "2026-13-01", "2026-02-29", "2026-03-01T24:00:00Z", "2026-03-01T10:00:00+1:00", "2026-3-1",
      "2026-03-01T10:00:00.Z", "2026-03-01T10:00:00.1234567890Z", "2262-04-11T23:47:16.854775808Z",
      "1677-09-21T00:12:43.145224191Z", "9999-12-31", "0000-01-01", "@9999999999999", "now", "2026-03-01T",
    ]
  ),
  (
    { text throws(UsageError) in try WindowValue.parse(text).description },
    ["", "..", "-30m", "-10m..-30m", "@5..@5", "x..", "..y", "10:23..10:23", "24:00..", "–"]
  ),
  ({ text throws(UsageError) in try ServiceOperation.parsePair(text).description }, ["", "a", ":b", "a:", #"a\:b"#]),
]

@Test("what is no value is refused", arguments: refusals.indices)
func refusesValues(_ index: Int) {
  let (parser, texts) = refusals[index]
  for text in texts {
    #expect(throws: UsageError.self, "\(text)") { try parser(text) }
  }
}

@Test("what is printed parses to the same value", arguments: [1, 2, 3] as [UInt64])
func roundTrips(_ seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  for _ in 0..<2000 {
    // Small and large numbers alike.
    let number = Int64.random(in: 0...Int64.max, using: &random) >> Int64.random(in: 0...62, using: &random)
    let sign: Int64 = Bool.random(using: &random) ? 1 : -1
    #expect(try ByteSize.parse(ByteSize(bytes: number).description).bytes == number)
    #expect(try DurationValue.parse(DurationValue(nanoseconds: number).description).nanoseconds == number)
    #expect(try Percentage.parse(Percentage(millionths: sign * number).description).millionths == sign * number)
    let point = TimePoint.absolute(sign * number)
    #expect(try TimePoint.parse(point.description) == point)
    let clock = TimePoint.ofDay(number % TimePoint.day)
    #expect(try TimePoint.parse(clock.description) == clock)
    let past = TimePoint.relativeToEnd(-number)
    #expect(try TimePoint.parse(past.description) == past)
    let window = WindowValue(from: past, to: nil)
    #expect(try WindowValue.parse(window.description) == window)
    let pieces = ["a", ":", "\\", " ", "é", "\u{301}", "..", "\n"]
    let name = "x" + (0..<4).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    let pair = ServiceOperation(service: name, operation: Bool.random(using: &random) ? String(name.reversed()) : nil)
    #expect(try ServiceOperation.parse(pair.description) == pair)
  }
}

@Test(
  "times of day are on the only day of the dump that has both; over midnight they end on the next",
  arguments: [
    ("10:23..10:28", "2026-03-15T10:20:00Z", "2026-03-15T10:40:00Z", "2026-03-15T10:23:00Z..2026-03-15T10:28:00Z"),
    ("10:00..11:00", "2026-03-15T10:20:00Z", "2026-03-15T10:40:00Z", "2026-03-15T10:00:00Z..2026-03-15T11:00:00Z"),
    ("23:50..00:10", "2026-03-15T23:00:00Z", "2026-03-16T01:00:00Z", "2026-03-15T23:50:00Z..2026-03-16T00:10:00Z"),
    ("23:00..23:30", "2026-03-15T12:00:00Z", "2026-03-16T12:00:00Z", "2026-03-15T23:00:00Z..2026-03-15T23:30:00Z"),
    ("10:30..", "2026-03-15T10:20:00Z", "2026-03-15T10:40:00Z", "2026-03-15T10:30:00Z.."),
    ("-5m..10:39", "2026-03-15T10:20:00Z", "2026-03-15T10:40:00Z", "-5m..2026-03-15T10:39:00Z"),
    ("10:23..10:28", "2026-03-15T10:20:00Z", "2026-03-16T10:40:00Z", nil),
    ("03:00..03:10", "2026-03-15T10:20:00Z", "2026-03-15T10:40:00Z", nil),
  ] as [(String, String, String, String?)])
func daysOfDump(_ window: String, _ start: String, _ end: String, _ expected: String?) throws {
  let extent = TimeWindow(
    start: Timestamp(nanoseconds: try #require(CalendarText(start)?.nanoseconds)),
    end: Timestamp(nanoseconds: try #require(CalendarText(end)?.nanoseconds)))
  let value = try WindowValue.parse(window)
  guard let expected else {
    #expect(throws: UsageError.self) { try value.resolved(in: extent) }
    return
  }
  #expect(try value.resolved(in: extent).description == expected)
}
