public import ReportModel

extension FlameGraph {
  /// The graph as folded stacks: a line a call path with time of its own, `gateway:POST /checkout;cart:load 1200`, callers first, own time (ns)
  /// last; with a before, `… BEFORE NOW`, as `flamegraph.pl` and its kin read them. Empty without any time.
  ///
  /// Lines are sorted by the bytes of their stacks. In names a `;` stands as `%3B`, a space before digits that would end the name as `%20` (it
  /// would be read as a time), control characters as escapes; names that become equal are added up. Stacks of more than 200 frames are cut there.
  ///
  /// - Complexity: O(*n* *d*) for *n* frames in stacks of at most *d*.
  public func foldedStacks() -> String {
    var lines: [(stack: [UInt8], now: Int128, before: Int128)] = []
    var open: [(place: Int, length: Int)] = []
    var stack: [UInt8] = []
    let graph = cut(at: 200)
    for place in graph.depthFirst {
      let frame = graph.frames[place]
      while let last = open.last, last.place != frame.caller { open.removeLast() }
      stack.removeLast(stack.count - (open.last?.length ?? 0))
      if !stack.isEmpty { stack.append(UInt8(ascii: ";")) }
      stack += FlameGraph.foldedName(frame).utf8
      open.append((place, stack.count))
      if frame.own > 0 || frame.ownBefore > 0 { lines.append((stack, Int128(frame.own), Int128(frame.ownBefore))) }
    }
    lines.sort { $0.stack.lexicographicallyPrecedes($1.stack) }
    var folded = ""
    var place = 0
    while place < lines.count {
      var line = lines[place]
      place += 1
      while place < lines.count, lines[place].stack == line.stack {
        line.now += lines[place].now
        line.before += lines[place].before
        place += 1
      }
      folded += String(decoding: line.stack, as: UTF8.self) + (isDifference ? " \(line.before)" : "") + " \(line.now)\n"
    }
    return folded
  }

  /// Places of the frames, each behind its caller and next to its own.
  private var depthFirst: [Int] {
    var called = [[Int]](repeating: [], count: frames.count)
    var pending: [Int] = []
    for (place, frame) in frames.enumerated().reversed() {
      if let caller = frame.caller { called[caller].append(place) } else { pending.append(place) }
    }
    var order: [Int] = []
    while let place = pending.popLast() {
      order.append(place)
      pending += called[place]
    }
    return order
  }

  /// `service:operation` as `--what-if` and `--exclude` take it.
  private static func foldedName(_ frame: Frame) -> String {
    let service = visibleText(frame.service).replacing("\\", with: "\\\\").replacing(":", with: "\\:")
    var name = service + ":" + visibleText(frame.operation) + (frame.wait.isEmpty ? "" : " (\(frame.wait))")
    name = shortened(name, to: 400).replacing(";", with: "%3B")
    if name.hasPrefix("#") { name = "%23" + name.dropFirst() }
    if let space = name.lastIndex(where: \.isWhitespace) {
      let tail = name[space...].dropFirst()
      if tail.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) {
        name = name[..<space] + "%20" + tail
      }
    }
    return name
  }
}
