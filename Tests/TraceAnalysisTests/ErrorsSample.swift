import AnalysisReports
import ReportModel
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

/// Results of the errors analysis, and how tests write them.
enum ErrorsSample {
  static let shop = """
    gateway POST /checkout     S [0..90000]      !
      gateway POST             C [1000..80000]   !
        orders POST /orders    S [2000..78000]   ! *OrderFailed
          orders POST          C [3000..9000]    ! http.response.status_code=503 server.address=bank
          orders POST          C [10000..19000]  ! http.response.status_code=503 server.address=bank
          orders orders send   P [60000..61000]  @aa messaging.system=kafka messaging.destination.name=orders

    mail process orders        R [70000..95000]  ! otel.status_description="550 mailbox 17 unavailable" -> @aa

    gateway GET /              S [0..5000]
      gateway GET              C [100..4000]     ! http.response.status_code=404
        orders GET /orders     S [200..3000]     http.response.status_code=404
    """

  static func fold(_ table: SpanTable, logs: LogIndex? = nil, options: ErrorsOptions = ErrorsOptions()) -> ErrorsFold {
    var fold = ErrorsFold(options: options, prior: logs, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold
  }

  static func result(_ spans: [DrawnSpan], logs: LogIndex? = nil) -> ErrorsResult {
    fold(SpanTable.assembled(spans), logs: logs).finish()
  }

  static func json(_ result: ErrorsResult, top: Int? = nil) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    result.write(to: &json, top: top)
    return json.finish()
  }

  static func rows(_ result: ErrorsResult) -> [String] {
    result.rows.map { row in
      let totals = row.totals
      var text = "\(row.name.service) \(row.name.operation) \(kind(row.kind, row.answeredBy)) "
      text += "\(totals.origin)/\(totals.propagated)/\(totals.swallowed)"
      if totals.afterHealthyProducer > 0 { text += " queue \(totals.afterHealthyProducer)" }
      return text
    }
  }

  static func chains(_ result: ErrorsResult) -> [String] {
    result.chains.map { chain in
      var text = chain.hops.map { "\($0.service) \($0.operation)" }.joined(separator: " > ")
      text += " \(kind(chain.kind, chain.answeredBy)) \(chain.count)"
      switch chain.end {
      case .entry: break
      case .unknownCaller: text += " from outside"
      case .swallowed(let by): text += " swallowed by \(by.service) \(by.operation)"
      case .queue(let by): text += " behind \(by.service) \(by.operation)"
      }
      return text
    }
  }

  static func retries(_ result: ErrorsResult) -> [String] {
    result.retries.map { retry in
      let totals = retry.totals
      return "\(retry.caller.service) \(retry.caller.operation) > \(retry.call.service) \(retry.call.operation) "
        + "\(totals.retried)+\(totals.extraAttempts) hidden \(totals.hidden) for good \(totals.failedForGood)"
    }
  }

  private static func kind(_ kind: ErrorKind, _ callee: OperationName?) -> String {
    "[\(kind.text)" + (callee.map { " answered by \($0.service) \($0.operation)" } ?? "") + "]"
  }
}
