/// The words by which spans say what they do with messages.
enum MessageWords {
  private static let words: [(word: [UInt8], role: MessageRole)] = [
    ("send", MessageRole.publish), ("publish", .publish), ("create", .create), ("receive", .receive),
    ("poll", .receive), ("process", .process), ("deliver", .process), ("settle", .settle), ("ack", .settle),
    ("nack", .settle), ("modack", .settle), ("extend", .settle), ("commit", .settle), ("complete", .settle),
    ("abandon", .settle), ("delete", .settle), ("reject", .settle),
  ].map { (Array($0.0.utf8), $0.1) }

  /// What a word says, whatever the case of its letters; nil for any other word.
  static func role(named word: ArraySlice<UInt8>) -> MessageRole? {
    if word.count > 8 { return nil }
    return words.first { PeerAddress.equals($0.word[...], word) }?.role
  }

  /// What a span's name says: by its first word when the rest is the destination, else by its last word, unless that is the destination.
  static func role(inName name: ArraySlice<UInt8>, isDestination: (ArraySlice<UInt8>) -> Bool) -> MessageRole? {
    if let space = name.firstIndex(of: UInt8(ascii: " ")), let role = role(named: name[..<space]),
      isDestination(name[(space + 1)...])
    {
      return role
    }
    let last = name.lastIndex(of: UInt8(ascii: " ")).map { name[($0 + 1)...] } ?? name
    guard let role = role(named: last) else { return nil }
    return isDestination(last) ? nil : role
  }
}
