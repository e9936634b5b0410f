/// Tells by its name whether a destination holds messages that nobody could process.
enum DeadLetterNames {
  /// Whether one of the words of the name is `dlq`, `dlt` or `dlx`, or two of them are `dead` and `letter`: `orders.DLQ`, `orders-dlt`,
  /// `ordersDlq`, `dead-letter/orders`, `$DeadLetterQueue`. A word ends at anything but a letter or digit, and before a capital behind a small letter.
  static func includes(_ name: ArraySlice<UInt8>) -> Bool {
    var word: [UInt8] = []
    var last: [UInt8] = []
    var lastByte: UInt8 = 0
    for byte in name {
      let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      let wasSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lastByte)
      lastByte = byte
      if !(isSmall || isCapital || isDigit) || (isCapital && wasSmall) {
        if isMark(word, after: last) { return true }
        if !word.isEmpty { last = word }
        word = []
      }
      if isSmall || isCapital || isDigit { word.append(byte | (isCapital ? 0x20 : 0)) }
    }
    return isMark(word, after: last)
  }

  private static func isMark(_ word: [UInt8], after last: [UInt8]) -> Bool {
    if marks.contains(word) { return true }
    return last == dead && (word == letter || word == letters)
  }

  private static let marks = ["dlq", "dlt", "dlx", "deadletter", "deadletters", "deadletterqueue"].map {
    Array($0.utf8)
  }
  private static let dead = Array("dead".utf8)
  private static let letter = Array("letter".utf8)
  private static let letters = Array("letters".utf8)
}
