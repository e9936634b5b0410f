/// A seeded generator (SplitMix64) and the names it makes up.
struct HostileNames {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// Up to a dozen fragments, each of which is syntax somewhere; now and then 10 kB of one, or any bytes at all.
  mutating func name() -> String {
    if number(below: 40) == 0 {
      return String(repeating: HostileNames.fragments[number(below: HostileNames.fragments.count)], count: 5_000)
    }
    if number(below: 8) == 0 {
      return String(decoding: (0..<number(below: 20)).map { _ in UInt8(truncatingIfNeeded: next()) }, as: UTF8.self)
    }
    return (0..<number(below: 12)).reduce(into: "") { name, _ in
      name += HostileNames.fragments[number(below: HostileNames.fragments.count)]
    }
  }

  static let fragments = [
    "|", "`", "``", "<", ">", "&", "&amp;", "&#34;", "&lt", "\"", "\\", "\\N", "\\G", "\\l", "\\\"", "\n", "\r\n", "\r",
    "\t", "\0",
    "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{200F}", "\u{061C}",
    "\u{FEFF}",
    "\u{FFFE}", "\u{FFFF}", "\u{FFFD}", "\u{E0041}", "*", "**", "_", "__", "[x](javascript:alert(1))", "](", "![", "]]",
    "#", "# ", "- ",
    "1. ", "+ ", "> ", "~~~", "```", "---", "===", "$", "$$", "%%{init: {}}%%", "%", "%25", "{", "}", ";", ";rm -rf /",
    "end", "graph",
    "subgraph", "-->", "-.->", "|\"", "\"]", "#quot;", "<br/>", "<b>", "</script>", "<!--", "-->", "]]>", "<![CDATA[",
    "@", ":::",
    "digraph {", "cluster_0", "שלום", "مرحبا", "在庫", "🚀", "👩‍👩‍👧", "e\u{301}", "\u{301}", "ｆｕｌｌ", "a", "order-service", " ",
    "  ", "/", ".", ":",
    "http://x", "$(id)", "'", "''",
  ]
}
