import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Critical path")
struct CriticalPathTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var sentence: String
    var drawing: String
    /// `operation start-end` in µs from the drawing's epoch, in time order, `?` where ambiguous; then diagnostics.
    var path: String
    var diagnostics = ""
    var testDescription: String { sentence }
  }

  static func path(_ drawing: String, _ options: CriticalPathOptions = .init()) -> (path: String, diagnostics: String) {
    let table = SpanTable(drawing: drawing)
    var walk = CriticalPathWalk(options: options, symbols: table.symbols)
    let root = table.columns.parents.firstIndex { $0 < 0 } ?? 0
    walk.walk(table, from: SpanIndex(row: root))
    func name(_ span: SpanIndex) -> String { table.symbols.string(of: table.columns.names[span.row]) }
    let path = walk.segments.reversed().map { segment in
      let (start, end) = ((segment.start - Drawing.epoch) / 1000, (segment.end - Drawing.epoch) / 1000)
      return "\(name(segment.span)) \(start)-\(end)\(segment.isAmbiguous ? "?" : "")"
    }
    let diagnostics = walk.diagnostics.map { "\($0.kind.name) \(name($0.span)) \($0.nanoseconds / 1000)" }
    return (path.joined(separator: ", "), diagnostics.joined(separator: ", "))
  }

  static let cases = [
    Case(
      sentence: "a root alone explains itself",
      drawing: "a root  |=====|",
      path: "root 0-6"),
    Case(
      sentence: "calls one after the other are all on the path, the root's own time between them",
      drawing: """
        a root      |==============|
          b auth      |===|
          c cart            |====|
        """,
      path: "root 0-2, auth 2-6, root 6-8, cart 8-13, root 13-15"),
    Case(
      sentence: "of parallel calls only the one that ends last is on the path",
      drawing: """
        a root      |==============|
          b slow      |==========|
          c fast      |====|
        """,
      path: "root 0-2, slow 2-13, root 13-15"),
    Case(
      sentence: "a child that ends with its parent leaves it no time at the end",
      drawing: """
        a root      |==============|
          b slow      |============|
            c deep         |=======|
        """,
      path: "root 0-2, slow 2-7, deep 7-15"),
    Case(
      sentence: "of two children that end together the one that started earlier is taken",
      drawing: """
        a root      |==============|
          b short          |====|
          c long      |=========|
        """,
      path: "root 0-2, long 2-12, root 12-15"),
    Case(
      sentence: "of two children with the same times the smaller id is taken",
      drawing: """
        a root      |==============|
          b second    |=========|     @9
          c first     |=========|     @3
        """,
      path: "root 0-2, first 2-12, root 12-15"),
    Case(
      sentence: "siblings that touch are both taken; who came first, timing cannot say",
      drawing: """
        a root      |==============|
          b one       |===|
          c two           |====|
        """,
      path: "root 0-2, one 2-6?, two 6-11, root 11-15"),
    Case(
      sentence: "a call of no length is not on the path",
      drawing: """
        a root      |==============|
          b point      |
        """,
      path: "root 0-15"),
    Case(
      sentence: "nobody waits for a consumer, nor for what came by FOLLOWS_FROM",
      drawing: """
        a root      S   |==============|
          a send    P    |=========|
            b read  R      |====|
          c later            |======|  ~
        """,
      path: "root 0-1, send 1-11, root 11-15"),
    Case(
      sentence: "a consumer under anything but a producer is waited for",
      drawing: """
        a root      S   |==============|
          b read    R      |====|
        """,
      path: "root 0-3, read 3-8, root 8-15"),
    Case(
      sentence: "a child that outlives its parent counts up to the parent's end",
      drawing: """
        a root      |========|
          b late        |========|
        """,
      path: "root 0-4, late 4-9", diagnostics: "clipped late 4"),
    Case(
      sentence: "a child beside its parent leaves the path, even when the two touch",
      drawing: """
        a root      |=====|
          b after         |===|
        """,
      path: "root 0-6", diagnostics: "disjoint after 4"),
    Case(
      sentence: "a callee on a clock ahead is centred in its caller, and its own calls with it",
      drawing: """
        a root      S   [0..300]
          a call    C   [100..200]
            b serve S   [150..240]
              b query   [160..200]
        """,
      path: "root 0-100, call 100-105, serve 105-115, query 115-155, serve 155-195, call 195-200, root 200-300",
      diagnostics: "moved serve -45"),
    Case(
      sentence: "half the slack is rounded down to whole microseconds",
      drawing: """
        a call     C   [0..15]
          b serve  S   [20..30]
        """,
      path: "call 0-2, serve 2-12, call 12-15", diagnostics: "moved serve -18"),
    Case(
      sentence: "a callee a hundredth longer than its caller is moved to its start",
      drawing: """
        a call     C   [0..1000]
          b serve  S   [500..1510]
        """,
      path: "serve 0-1000", diagnostics: "moved serve -500, clipped serve 10"),
    Case(
      sentence: "a callee longer than skew explains stays, clipped",
      drawing: """
        a call     C   [0..100]
          b serve  S   [50..152]
        """,
      path: "call 0-50, serve 50-100", diagnostics: "clipped serve 52"),
    Case(
      sentence: "another host is another clock, whatever the kinds",
      drawing: """
        a call     [0..100]    host=x
          b serve  [150..200]  host=y
        """,
      path: "call 0-25, serve 25-75, call 75-100", diagnostics: "moved serve -125"),
    Case(
      sentence: "with a sibling, skew cannot be told from parallel work: the callee is not moved",
      drawing: """
        a call     C   [0..100]
          b serve  S   [50..130]
          a log        [10..20]
        """,
      path: "call 0-10, log 10-20, call 20-50, serve 50-100", diagnostics: "clipped serve 30"),
    Case(
      sentence: "two calls that overlap by less than a hundredth ran one after the other",
      drawing: """
        a root     [0..1000]
          b one    [100..505]
          c two    [500..900]
        """,
      path: "root 0-95, one 95-500?, two 500-900, root 900-1000", diagnostics: "overlap_moved one -5"),
    Case(
      sentence: "an overlap of a hundredth of the parent is parallel work",
      drawing: """
        a root     [0..1000]
          b one    [100..510]
          c two    [500..900]
        """,
      path: "root 0-500, two 500-900, root 900-1000"),
    Case(
      sentence: "what was moved back over its parent's start is clipped there",
      drawing: """
        a root     [0..1000]
          b one    [0..505]
          c two    [500..900]
        """,
      path: "one 0-500?, two 500-900, root 900-1000",
      diagnostics: "overlap_moved one -5, overlap_clipped one 5"),
    Case(
      sentence: "nothing is left of a call moved back to its parent's start",
      drawing: """
        a root     [0..1000]
          b zero   [0..4]
          b one    [1..9]
          c two    [5..900]
          c three  [896..950]
        """,
      path: "one 0-1?, two 1-896?, three 896-950, root 950-1000",
      diagnostics: "overlap_moved two -4, overlap_moved one -8, overlap_clipped one 7, overlap_dropped zero 4"),
  ]

  @Test("the path is as drawn", arguments: cases)
  func path(_ example: Case) {
    let (path, diagnostics) = Self.path(example.drawing)
    #expect(path == example.path)
    #expect(diagnostics == example.diagnostics)
  }

  @Test("an excluded operation and all below it are off the path")
  func excluded() throws {
    var options = CriticalPathOptions()
    options.excluded = [try #require(CriticalPathOptions.operation(named: #"b\:1:poll:long"#))]
    let drawing = """
      a root           |==============|
        b:1 poll:long    |==========|
          c query          |======|
        d cart             |===|
      """
    #expect(Self.path(drawing, options).path == "root 0-4, cart 4-8, root 8-15")
    #expect(CriticalPathOptions.operation(named: "no colon") == nil)
  }

  @Test("a child that outlives its parent can be taken off the path")
  func detached() {
    var options = CriticalPathOptions()
    options.overrun = .detach
    let drawing = """
      a root     |========|
        b late       |========|
        b call     |===|
      """
    let (path, diagnostics) = Self.path(drawing, options)
    #expect(path == "root 0-2, call 2-6, root 6-9")
    #expect(diagnostics == "detached late 4")
  }

  @Test("times at the ends of what an integer holds do not stop the walk")
  func extremes() {
    var spans: [DrawnSpan] = []
    for (place, times) in [(0, Int64.max), (Int64.min, Int64.max), (5, 6), (Int64.max - 1, .max), (.min, 1)]
      .enumerated()
    {
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = SpanID(UInt64(place / 2))
      span.kind = place % 2 == 0 ? .client : .server
      (span.start, span.end) = times
      spans.append(span)
    }
    let table = SpanTable.assembled(spans)
    let path = criticalPath(of: table, from: table.span(id: 1))
    #expect(path.reduce(0) { $0 + $1.duration } == .max)
  }
}
