public import ReportModel
public import TraceAnalysis
import TraceModel

extension SLOResult {
  /// The section "Service level objectives": a table of verdicts, then for each objective what its windows say.
  public func section() -> Section {
    var section = Section("Service level objectives")
    if extent.isEmpty {
      section.blocks.append(.paragraph("The dump holds no span with a believable time: no objective can be judged."))
      return section
    }
    section.blocks.append(
      .paragraph(
        "Judged at the end of the dump, \(.time(nanoseconds: extent.end)), which covers \(.duration(nanoseconds: extent.length)). A request counts when it ends."
      ))
    section.blocks.append(.table(overview))
    section.sections += objectives.map { $0.section(covered: extent.length) }
    if let alerts { section.sections.append(backtest(alerts)) }
    return section
  }

  private var overview: Table {
    Table(
      columns: [
        Table.Column("Objective"), Table.Column("Verdict"), .figures("Target"), .figures("Requests"), .figures("Bad"),
        .figures("Good"), .figures("Budget left"), .figures("Spent in"),
      ],
      rows: objectives.map { objective in
        let forecast = SLOForecast(objective, covered: extent.length)
        return [
          .code(objective.objective.name), .text(objective.verdict.text), .text(Text(objective.objective.target)),
          .count(objective.window.total), .count(objective.window.bad),
          objective.compliance.map { .quantity(.fraction($0)) } ?? .none,
          forecast.map { .quantity(.fraction(max(0, $0.left))) } ?? .none, .text(Text(forecast.spent)),
        ]
      }, rowsAre: "objectives")
  }

  private func backtest(_ alerts: [FiredAlert]) -> Section {
    var section = Section("When the alerts would have fired")
    section.blocks.append(
      .paragraph(
        "Each minute, as counters would tell that begin at zero with the dump. A window that is longer than the dump so far holds few requests, among which one bad one is much: tickets fire early, and none of that is corrected."
      ))
    if alerts.isEmpty {
      section.blocks.append(.paragraph("None would have."))
      return section
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            Table.Column("Objective"), Table.Column("Alert"), Table.Column("Fires"), Table.Column("No longer"),
            .figures("Lasts"),
          ],
          rows: alerts.map { alert in
            [
              .code(alert.objective), .text(Text(alert.severity.rawValue)),
              .time(nanoseconds: alert.fired.nanoseconds),
              alert.resolved.map { .time(nanoseconds: $0.nanoseconds) } ?? "fires at the end",
              .duration(nanoseconds: (alert.resolved?.nanoseconds ?? extent.end) - alert.fired.nanoseconds),
            ]
          }, rowsAre: "alerts")))
    return section
  }
}

extension SLOResult.Verdict {
  fileprivate var text: Text {
    switch self {
    case .page, .ticket: .strong(rawValue)
    case .ok: "ok"
    case .insufficientData: "cannot be judged"
    }
  }
}

extension ServiceObjective {
  /// `99.9 % within 250 ms`.
  fileprivate var target: String {
    percentText + " %" + (latency.map { " within \(Quantity.duration(nanoseconds: $0))" } ?? "")
  }

  /// What the objective counts, as the beginning of a sentence.
  fileprivate var subject: Text {
    if let operation { return "Requests of \(code: service) named \(code: operation.text)" }
    return "Requests of \(code: service)"
  }
}

extension Optional<SLOForecast> {
  fileprivate var spent: String {
    guard let self else { return "–" }
    guard let spentIn = self.spentIn else { return "lasts" }
    return spentIn == 0 ? "spent" : Quantity.duration(nanoseconds: spentIn).description
  }
}

extension SLOResult.Objective {
  fileprivate func section(covered: Int64) -> Section {
    var section = Section(Text.code(objective.name))
    section.blocks.append(.paragraph(summary(covered)))
    if verdict == .insufficientData { section.blocks.append(.paragraph(missing(covered))) }
    section.blocks.append(
      .table(
        Table(
          columns: [
            Table.Column("Alert"), .figures("Above"), Table.Column("Long window"), .figures("Bad"),
            .figures("Burn rate"), Table.Column("Short window"), .figures("Bad"), .figures("Burn rate"),
            Table.Column("Fires"),
          ],
          rows: pairs.map { pair in
            [
              .text(Text(pair.pair.severity.rawValue)), .quantity(.decimal(pair.pair.factor, places: 1)),
              .duration(nanoseconds: pair.pair.longNanoseconds), .share(pair.long.bad, of: pair.long.total),
              rate(pair.long), .duration(nanoseconds: pair.pair.shortNanoseconds),
              .share(pair.short.bad, of: pair.short.total), rate(pair.short), .text(pair.answer),
            ]
          }, rowsAre: "alerts")))
    if !exemplars.isEmpty {
      let ids = exemplars.map { Text.code($0.description) }
      section.blocks.append(
        .paragraph("Bad requests: " + ids.dropFirst().reduce(ids[0]) { $0 + ", " + $1 } + "."))
    }
    if sampledRequests > 0 {
      section.blocks.append(
        .note([
          "\(sampledRequests) of these requests say that only a share of their like was sampled (\(code: "ot=th:") in the tracestate). What is counted is what is in the dump: rare errors may be over- or under-represented."
        ]))
    }
    return section
  }

  private func rate(_ count: RequestCount) -> Cell {
    count.burnRate(objective).map { .quantity(.decimal($0, places: 2)) } ?? .none
  }

  private func summary(_ covered: Int64) -> Text {
    var text: Text =
      "\(objective.subject), over \(.duration(nanoseconds: objective.window)): \(window.bad) of \(window.total) were bad"
    if let consumed = budgetConsumed {
      text += ", \(.decimal(consumed, places: 2)) times what the objective allows"
    }
    text += "."
    guard let forecast = SLOForecast(self, covered: covered) else { return text }
    let isPart = covered < objective.window
    if forecast.left < 0 {
      text += " The budget of all that time is overdrawn\(isPart ? ", even were the rest of it without errors" : "")."
    } else {
      text +=
        " \(.fraction(forecast.left)) of the budget is left\(isPart ? ", were the rest of that time without errors" : "")."
    }
    text += " At the rate of the last hour (\(.decimal(forecast.rate, places: 2))) "
    switch forecast.spentIn {
    case nil: text += "it lasts."
    case 0: text += "\(forecast.rate > 1 ? "it is overdrawn further" : "it recovers as old errors leave the window")."
    case .some(let time): text += "the rest is spent in \(.duration(nanoseconds: time))."
    }
    return text
  }

  /// How much longer or busier the dump would have to be.
  private func missing(_ covered: Int64) -> Text {
    let sentences: [Text] = pairs.map { pair in
      let needed = Int64((19 * Int128(pair.pair.longNanoseconds) + 19) / 20)
      let name: Text =
        "\(pair.pair.severity.rawValue) over \(.duration(nanoseconds: pair.pair.longNanoseconds)) and \(.duration(nanoseconds: pair.pair.shortNanoseconds))"
      if !pair.isCovered { return name + ": the dump is \(.duration(nanoseconds: needed - covered)) too short" }
      let (part, whole) = objective.budget
      let tenths = Int128(pair.pair.tenths) * part
      let fewest = Int(clamping: (whole * 10 + tenths - 1) / tenths)
      return name
        + ": one bad request would trip it; both windows need \(fewest) requests, they have \(pair.long.total) and \(pair.short.total)"
    }
    return "Nothing can be judged. " + sentences.dropFirst().reduce(sentences[0]) { $0 + "; " + $1 } + "."
  }
}

extension SLOResult.Pair {
  fileprivate var answer: Text {
    switch isFiring {
    case true?: .strong("yes")
    case false?: "no"
    case nil: isCovered ? "too few requests" : "dump too short"
    }
  }
}
