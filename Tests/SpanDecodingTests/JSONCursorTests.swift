import Testing
import TracemillTesting

@testable import SpanDecoding

/// The cursor against a slow reader of JSON that builds everything.
@Suite struct JSONCursorTests {
  /// Random JSON with all that the grammar has, and what it stands for.
  private static func value(_ random: inout SeededGenerator, depth: Int) -> String {
    let space = random.pick(["", "", " ", "\n", "\t \r\n"])
    switch depth > 5 ? random.number(in: 0...5) : random.number(in: 0...9) {
    case 0: return random.pick(["true", "false", "null"]) + space
    case 1: return "\(random.number(in: Int64.min / 4...Int64.max / 4))" + space
    case 2: return random.pick(["0", "-0", "1.5", "-1e9", "1E+3", "0.25e-2"]) + space
    case 3...5: return string(&random) + space
    case 6, 7:
      let members = (0..<random.number(in: 0...4)).map { _ in
        string(&random) + space + ":" + space + value(&random, depth: depth + 1)
      }
      return "{" + space + members.joined(separator: "," + space) + "}" + space
    default:
      let elements = (0..<random.number(in: 0...4)).map { _ in value(&random, depth: depth + 1) }
      return "[" + space + elements.joined(separator: "," + space) + "]" + space
    }
  }

  private static func string(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "xyz", "é", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\ude00", "\\/", "{", "]", ":", "long text here ",
    ]
    return "\"" + (0..<random.number(in: 0...6)).map { _ in random.pick(pieces) }.joined() + "\""
  }

  /// Steps over one value at the front of `text`, then tells where the cursor is; nil when it fails.
  private static func skip(_ text: String) -> Int? {
    JSONCursor.over(Array(text.utf8)[...]) { cursor in
      do throws(JSONError) {
        try cursor.skipValue()
        return cursor.offset
      } catch {
        return nil
      }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `a value is stepped over to its last byte, every prefix of it is cut`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let text = JSONCursorTests.value(&random, depth: 0)
    let trimmed = text.utf8.count - text.utf8.reversed().prefix { [0x20, 0x0a, 0x0d, 0x09].contains($0) }.count
    guard let first = text.utf8.first, [0x7b, 0x5b, 0x22].contains(first) else { return }
    #expect(JSONCursorTests.skip(text + ",") == trimmed)
    #expect(JSONCursorTests.skip(text) == trimmed)
    for count in 0..<trimmed {
      let prefix = String(decoding: Array(text.utf8.prefix(count)), as: UTF8.self)
      // A cut string ends behind the end, which its reader takes for what it is.
      #expect(JSONCursorTests.skip(prefix) ?? .max > count, "\(prefix)")
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>) func `escapes are resolved as a slow twin does it`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text = JSONCursorTests.string(&random)
    let unescaped = JSONCursor.over(Array(text.utf8)[...]) { cursor in
      var output: [UInt8] = []
      if let token = try? cursor.string() { cursor.unescape(token, into: &output) }
      return String(decoding: output, as: UTF8.self)
    }
    #expect(unescaped == slowlyUnescaped(text), "\(text)")
  }

  private func slowlyUnescaped(_ text: String) -> String {
    var units: [UInt16] = []
    var rest = Array(text.utf16.dropFirst().dropLast())[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5c, let letter = rest.popFirst() else {
        units.append(unit)
        continue
      }
      if letter == 0x75 {
        units.append(UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) ?? 0)
        rest = rest.dropFirst(4)
      } else {
        units.append([0x6e: 0x0a][letter] ?? letter)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>) func `whole numbers are those that Swift reads`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let numbers: [String] = [
      "\(random.number(in: -9...9))", "\(Int64(bitPattern: random.next()))", "\(Int64.min)", "\(Int64.max)",
      "-\(random.next())", "\(random.next() >> 1)", "0", "-0", "00012", "999999999999999999",
    ]
    for number in numbers {
      for text in [number, "\"\(number)\""] {
        let read = JSONCursor.over(Array("\(text),".utf8)[...]) { cursor in (try? cursor.integer()) ?? nil }
        if let expected = Int64(number) { #expect(read == expected, "\(text)") }
      }
    }
  }

  @Test func `what is no number is none`() {
    for text in ["\"\"", "\"-\"", "\"x\"", "\"1x\"", "true", "null", "[]", "\"NaN\"", "\"--1\"", "\"1 2\""] {
      let read = JSONCursor.over(Array("\(text),".utf8)[...]) { cursor in (try? cursor.integer()) ?? nil }
      #expect(read == nil, "\(text)")
    }
  }

  @Test func `whole numbers read as their digits say, quoted or not`() {
    var random = SeededGenerator(seed: 3)
    var texts = [
      "0", "7", "-1", "9223372036854775807", "9223372036854775808", "00", "12345678", "1234567a", "", "+1", "1 ",
    ]
    for length in 1...22 {
      for _ in 0..<50 {
        texts.append(String((0..<length).map { _ in Character(String(random.number(in: 0...9))) }))
      }
    }
    for text in texts {
      let expected = Int64(text)
      for (json, isQuoted) in [("\"\(text)\",", true), ("\(text)}", false)] {
        let read = JSONCursor.over(Array(json.utf8)[...]) { cursor -> (Int64?, Int)? in
          do throws(JSONError) { return (try cursor.integer(), cursor.offset) } catch { return nil }
        }
        if let expected, text.first != "+" {
          #expect(read?.0 == expected, "\(json)")
          #expect(read?.1 == text.utf8.count + (isQuoted ? 2 : 0), "\(json)")
        }
      }
    }
  }
}
