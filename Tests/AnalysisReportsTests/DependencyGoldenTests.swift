import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TracemillTesting

@Suite("Dependencies: rendered files, byte for byte")
struct DependencyGoldenTests {
  private static let shop = """
    gateway POST /checkout     S [0..90000]
      gateway POST             C [1000..80000]
        orders POST /orders    S [2000..78000]
          orders INSERT        C [3000..9000]    db.system=postgresql db.name=orders server.address=pg.shop
          orders GET           C [9000..12000]   db.system=redis server.address=cache.shop
          orders POST          C [12000..50000]
            payments POST      S [13000..49000]  !
              payments POST    C [14000..48000]  server.address=api.bank.example !
          orders orders send   P [60000..61000]  @aa messaging.system=kafka messaging.destination.name=orders
          orders orders send   P [62000..63000]  @ab messaging.system=kafka messaging.destination.name=orders
      gateway audit            I [81000..82000]
        audit note             I [81100..81900]

    mail process orders        R [70000..95000]  messaging.system=kafka messaging.destination.name=orders -> @aa -> @ab
      mail POST                C [71000..80000]  peer.service=smtp
      mail mails send          P [90000..91000]  messaging.destination.name=mails

    orders cron                S [0..5000]
      orders GET               C [1000..4000]    peer.service=gateway
    """

  private static func json(_ result: DependencyResult) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    result.write(to: &json)
    return json.finish()
  }

  @Test("the shop as DOT") func dot() async throws {
    try expectGolden(await dependencies(of: Self.shop).graph().dot(), "dependencies.dot")
  }

  @Test("the shop as JSON") func json() async throws {
    try expectGolden(Self.json(await dependencies(of: Self.shop)), "dependencies.json")
  }

  @Test("the shop as a section of a report") func markdown() async throws {
    try expectGolden(await dependencies(of: Self.shop).section().markdown(), "dependencies.md")
  }

  @Test("names of any kind break neither DOT nor JSON nor Markdown") func hostile() async throws {
    var spans = Drawing("a one S |====|\n  b two S |==|").spans
    spans[0].service = "a|`<b>\"\\\n\u{202E}\u{0}; rm -rf"
    spans[1].service = "\\N -->|x|"
    let result = try await dependencyFold(of: spans).finish()
    try expectGolden(result.graph().dot(), "dependencies-hostile.dot")
    try expectGolden(result.section().markdown(), "dependencies-hostile.md")
  }
}
