import TraceAnalysis

/// What `dependencies` shows as a node.
enum DependenciesView: String, CaseIterable, Sendable {
  case services, operations, paths
}

/// What may be drawn as one node.
enum DependenciesCollapse: String, CaseIterable, Sendable {
  case nothing, namespace
}

/// What `dependencies` takes.
struct DependenciesCommandOptions: Sendable {
  var dump = DumpOptions()
  var format = OutputFormat.dot
  var graph = DependencyOptions()
  var view = DependenciesView.services
  var focus: ServiceOperation?
  var hops: Int?
  var include: [NamePattern] = []
  var exclude: [NamePattern] = []
  var collapse = DependenciesCollapse.nothing
  var top: TopLimit?
  var url: String?
  /// The dump of the time before; empty without one.
  var baselines: [String] = []

  /// How many edges a picture shows.
  var drawn: Int? { top.map(\.limit) ?? 80 }
  /// How many rows a table shows.
  var rows: Int? { top.map(\.limit) ?? 20 }

  static let flags: [Flag<DependenciesCommandOptions>] =
    DumpOptions.flags.map { $0.lifted(to: \.dump) } + nodeFlags + selectionFlags + outputFlags

  private static let nodeFlags: [Flag<DependenciesCommandOptions>] = [
    .choice(
      FlagManual(
        "messaging", value: "NODE", .analysis, "What stands between producers and consumers.", default: "topic"),
      \.graph.messaging),
    .choice(
      FlagManual("db-name", value: "NAME", .analysis, "What a database is named by.", default: "peer"),
      \.graph.databaseName),
    .toggle(
      FlagManual("virtual-user", .analysis, "Draw a user who calls the services that nobody else calls."),
      \.graph.virtualUser),
    .choice(
      FlagManual(
        "view", value: "VIEW", .analysis, "Services, operations, or the ways requests take through them.",
        default: "services"), \.view),
    .list(
      FlagManual(
        "diff", value: "DUMP", .input, "Show what changed since DUMP; repeatable.",
        longDoc: """
          Added is what was not there before; gone is what was, often enough to be missed; changed is what has 1.5 times the calls \
          per root span, other percentiles or another share of errors, by more than chance would have it.
          """, completion: .file), \.baselines, nonEmptyText),
  ]

  private static let selectionFlags: [Flag<DependenciesCommandOptions>] = [
    .value(
      FlagManual(
        "focus", value: "SERVICE[:OPERATION]", .selection, "Keep only what is connected with this service.",
        longDoc: "An operation counts in the views operations and paths only."), \.focus, optionalTarget),
    .value(
      FlagManual("hops", value: "N", .selection, "With --focus: keep what is at most N edges away.", default: "any"),
      \.hops, optionalCount),
    .list(
      FlagManual(
        "include", value: "SERVICE", .selection, "Keep only this service and what it touches; repeatable.",
        longDoc: """
          In SERVICE * stands for any text and ? for any one character. Of several, all are kept, and the edges between them. What \
          is no service is kept when it is joined to one that is.
          """), \.include, pattern),
    .list(
      FlagManual(
        "exclude", value: "NAME", .selection, "Leave out this service, database, topic or other node; repeatable.",
        longDoc: "NAME is a name or an id like database:orders; * and ? are as in --include."), \.exclude, pattern),
    .choice(
      FlagManual(
        "collapse", value: "GROUP", .selection, "Show each namespace as one node.",
        longDoc: """
          Databases and topics that only one namespace uses become part of it; what is called within a namespace is counted in its \
          node.
          """, default: "nothing"), \.collapse),
  ]

  private static let outputFlags: [Flag<DependenciesCommandOptions>] = [
    .format([.document, .json, .graph], first: .dot, \.format, doc: "How to print the graph."),
    .value(
      FlagManual(
        "top", value: "N", .output, "Keep the N edges with most calls, and those with 1 % errors or more.",
        longDoc: "What is not shown is always said; the nodes that no edge touches stand as \"(k others)\".",
        default: "all in JSON, 80 in pictures, 20 in tables"), \.top, optionalTop),
    .text(
      FlagManual(
        "url", value: "TEMPLATE", .output, "Link each node; {name}, {type} and {id} stand for what they say."), \.url),
  ]
}

/// A name or a pattern of names.
@Sendable private func pattern(_ text: String) throws(UsageError) -> NamePattern { NamePattern(try nonEmptyText(text)) }

/// A whole number that may be left out.
@Sendable private func optionalCount(_ text: String) throws(UsageError) -> Int? { try Count.parsePositive(text) }

/// A limit that may be left out.
@Sendable func optionalTop(_ text: String) throws(UsageError) -> TopLimit? { try TopLimit.parse(text) }

/// A service, perhaps with an operation, that may be left out.
@Sendable private func optionalTarget(_ text: String) throws(UsageError) -> ServiceOperation? {
  try ServiceOperation.parse(text)
}
