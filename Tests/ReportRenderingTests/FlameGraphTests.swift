import ReportModel
import ReportRendering
import Testing
import TracemillTesting

@Suite("Flame graphs")
struct FlameGraphTests {
  /// A graph from lines `depth service operation own`; `~` before the own time makes a wait.
  static func graph(_ text: String, requests: Int = 0) -> FlameGraph {
    var open: [Int] = []
    var frames: [FlameGraph.Frame] = []
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count / 2
      let words = line.split(separator: " ").map(String.init)
      let own = words.last ?? ""
      open.removeLast(open.count - depth)
      frames.append(
        FlameGraph.Frame(
          caller: open.last, service: words[0], operation: words.dropFirst().dropLast().joined(separator: " "),
          wait: own.hasPrefix("~") ? "queue wait" : "", own: Int64(own.drop { $0 == "~" }) ?? 0,
          requests: open.isEmpty ? requests : 0))
      open.append(frames.count - 1)
    }
    return FlameGraph(title: "Critical paths of \(code: "shop")", lead: ["Of 100 requests."], frames: frames)
  }

  static let now = graph(
    """
    gateway POST /checkout 2000000
      checkout POST /orders 6000000
        payment POST /charges 90000000
        inventory Reserve 4000000
          inventory UPDATE stock where a very long statement stands 260000000
          inventory SELECT stock 3000
        mail process orders ~30000000
    """, requests: 100)
  static let before = graph(
    """
    gateway POST /checkout 1000000
      checkout POST /orders 3000000
        payment POST /charges 46000000
        inventory Reserve 2000000
          inventory UPDATE stock where a very long statement stands 10000000
        cart load 5000000
        mail process orders ~30000000
    """, requests: 50)

  @Test("folded stacks: sorted, own times only")
  func folded() throws {
    try expectGolden(Self.now.foldedStacks(), "flame.folded")
  }

  @Test("folded stacks of a difference have both times, before scaled to as many requests")
  func foldedDifference() throws {
    try expectGolden(Self.now.compared(with: Self.before).foldedStacks(), "flame-difference.folded")
  }

  @Test("as SVG")
  func svg() throws { try expectGolden(Self.now.svg(), "flame.svg") }

  @Test("a difference as SVG")
  func svgDifference() throws { try expectGolden(Self.now.compared(with: Self.before).svg(), "flame-difference.svg") }

  @Test("nothing to draw is said")
  func empty() {
    let empty = FlameGraph(title: "Nothing", frames: [])
    #expect(empty.foldedStacks().isEmpty)
    #expect(empty.svg().contains("There is no time to show."))
    #expect(empty.compared(with: empty).svg().contains("There is no time to show."))
  }

  @Test("a graph beside itself has no difference, however many requests each had")
  func noDifference() {
    var twice = Self.now
    for place in twice.frames.indices {
      twice.frames[place].own *= 2
      twice.frames[place].requests *= 2
    }
    for frame in Self.now.compared(with: twice).frames { #expect(frame.own == frame.ownBefore) }
    #expect(!Self.now.compared(with: twice).svg().contains("fill=\"#b2182b\" stroke=\"#ffffff\""))
  }

  @Test("every frame is drawn or counted, and boxes lie within their callers'", arguments: 0..<40)
  func boxes(seed: UInt64) throws {
    var names = HostileNames(seed: seed)
    let graph = Self.random(&names, frames: 1 + names.number(below: 300), isDifference: seed % 2 == 1)
    let svg = graph.svg()
    let drawn = svg.split(separator: "\n").filter { $0.hasPrefix("<g class=\"f\">") }
    let entries = graph.frames.count { $0.caller == nil }
    var hidden = 0
    if let sentence = svg.firstMatch(of: /([0-9,]+) box(es are| is) too narrow/) {
      hidden = Int(sentence.1.replacing(",", with: "")) ?? -1
    }
    #expect(drawn.count + hidden == graph.frames.count + (entries > 1 ? 1 : 0))
    let boxes = svg.matches(of: /<\/title><rect x="([0-9.]+)" y="([0-9]+)" width="([0-9.]+)"/)
    #expect(boxes.count == drawn.count)
    for box in boxes {
      let (left, width) = (try #require(Double(box.1)), try #require(Double(box.3)))
      #expect(left >= 10 && left + width <= 1190.01 && width >= 1)
    }
  }

  @Test("hostile names stay data: tags balance, lines keep their form", arguments: 0..<40)
  func hostile(seed: UInt64) throws {
    var names = HostileNames(seed: 100 + seed)
    let graph = Self.random(&names, frames: 60, isDifference: seed % 2 == 1)
    let svg = graph.svg()
    let parts = svg.unicodeScalars.split(separator: "<").map { Substring($0) }
    for tag in ["svg", "g", "title", "text", "tspan", "style"] {
      let opened = parts.count { $0.prefix { $0.isLetter } == tag }
      #expect(opened > 0 && opened == parts.count { $0.hasPrefix("/" + tag + ">") })
    }
    for tag in ["<script", "<!--", "<![CDATA", "]]>", "<b>", "\u{202E}", "\0", "\u{2028}"] {
      #expect(!svg.contains(tag))
    }
    let allowed: Set<Substring> = [
      "svg", "/svg", "g", "/g", "title", "/title", "rect", "text", "/text", "tspan", "/tspan", "style", "/style",
    ]
    for part in parts { #expect(allowed.contains(part.prefix { $0.isLetter || $0 == "/" })) }
    for line in graph.foldedStacks().split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let counts = line.split(separator: " ").suffix(graph.isDifference ? 2 : 1)
      #expect(counts.allSatisfy { Int64($0) != nil })
      let stack = line.dropLast(counts.reduce(0) { $0 + $1.count + 1 })
      // No further word that would be taken for a time.
      if let last = stack.split(separator: " ", omittingEmptySubsequences: false).dropFirst().last {
        #expect(!last.allSatisfy { "0123456789.".contains($0) }, "\(line)")
      }
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }

  @Test("own times in folded stacks add up to the graph's", arguments: 0..<20)
  func sums(seed: UInt64) {
    var names = HostileNames(seed: 200 + seed)
    let graph = Self.random(&names, frames: 200, isDifference: false)
    let total = graph.foldedStacks().split(separator: "\n").reduce(0) {
      $0 + (Int($1.split(separator: " ").last ?? "") ?? 0)
    }
    #expect(total == graph.frames.reduce(0) { $0 + Int($1.own) })
  }

  @Test("ten thousand deep and ten thousand wide")
  func large() {
    let frame = FlameGraph.Frame(caller: nil, service: "deep", operation: "step", own: 1)
    var deep = FlameGraph(title: "deep", frames: [frame])
    var wide = deep
    for place in 1..<10_000 {
      var next = frame
      next.caller = place - 1
      deep.frames.append(next)
      next.caller = 0
      next.operation = "step \(place)"
      wide.frames.append(next)
    }
    #expect(deep.foldedStacks().split(separator: "\n").count == 200)
    #expect(deep.foldedStacks().contains(" 9801\n"))
    #expect(deep.svg().contains(">deep step<"))
    #expect(wide.svg().contains("9,999 boxes are too narrow to draw (&gt;99.9 %)"))
  }

  /// Random frames under hostile names.
  static func random(_ names: inout HostileNames, frames: Int, isDifference: Bool) -> FlameGraph {
    var graph = FlameGraph(
      title: Text(names.name()), lead: [Text(names.name())], frames: [], sides: isDifference ? FlameGraph.Sides() : nil)
    for place in 0..<frames {
      graph.frames.append(
        FlameGraph.Frame(
          caller: names.number(below: 8) == 0 || place == 0 ? nil : names.number(below: place), service: names.name(),
          operation: names.name() + (names.number(below: 3) == 0 ? " 12" : ""),
          wait: names.number(below: 9) == 0 ? "queue wait" : "", own: Int64(names.number(below: 1_000_000)),
          ownBefore: isDifference ? Int64(names.number(below: 1_000_000)) : 0, requests: names.number(below: 3),
          note: names.name()))
    }
    return graph
  }
}
