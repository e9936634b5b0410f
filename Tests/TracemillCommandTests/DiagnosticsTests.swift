import HostSystem
import Testing

@testable import TracemillCommand

@Test(
  "text from the input cannot act on a terminal",
  arguments: [
    ("plain é 日本", "plain é 日本"), ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\nerror: b\r\t", "a\\nerror: b\\r\\t"),
    ("\u{202E}gnp.exe", "\\u{202e}gnp.exe"), ("\u{9B}2J\u{7F}", "\\u{9b}2J\\u{7f}"), ("a\r\nb", "a\\r\\nb"),
  ])
func neutralises(_ text: String, _ expected: String) { #expect(neutral(text) == expected) }

@Test("levels, colours and JSON")
func talk() {
  var talk = Talk(descriptor: BorrowedDescriptor(-1))
  #expect(talk.line(.warning, "a\u{1B}") == "warning: a\\u{1b}\n")
  #expect(talk.says(.warning) && !talk.says(.note))
  talk.isTerminal = true
  #expect(talk.says(.note))
  talk.level = .quiet
  #expect(talk.says(.error) && !talk.says(.warning) && !talk.says(.note))
  talk.isColoured = true
  #expect(talk.line(.error, "x") == "\u{1B}[1;31merror: \u{1B}[0mx\n")
  talk.format = .json
  #expect(talk.line(.note, "\"\\\n\u{1F600}é") == #"{"level":"note","message":"\"\\\u000a\ud83d\ude00\u00e9"}"# + "\n")
}

@Test("the progress line says what is known")
func progress() {
  let half = ProgressCounters(phase: "reading", bytesDone: 500_000_000, bytesTotal: 1_000_000_000, spans: 2_400_000)
  #expect(
    half.line(elapsedNs: 2_000_000_000, memoryBytes: 87_000_000, width: 120)
      == "reading · 500 MB of 1.0 GB (50%) · 1.2 M spans/s · 2 s left · 87.0 MB memory")
  #expect(half.line(elapsedNs: 2_000_000_000, memoryBytes: 0, width: 20).count == 19)
  let stdin = ProgressCounters(phase: "reading", bytesDone: 1500)
  #expect(stdin.line(elapsedNs: 0, memoryBytes: 0, width: 80) == "reading · 1.5 kB")
  var parts = ProgressCounters(phase: "analysing", spans: 30_000)
  (parts.partsDone, parts.partsTotal) = (16, 64)
  #expect(
    parts.line(elapsedNs: 1_000_000_000, memoryBytes: 0, width: 80) == "analysing · 25% · 30 k spans/s · 3 s left")
  let slow = ProgressCounters(phase: "r", bytesDone: 1, bytesTotal: .max, spans: .max)
  #expect(slow.line(elapsedNs: .max, memoryBytes: .max, width: 200).contains("days left"))
}
