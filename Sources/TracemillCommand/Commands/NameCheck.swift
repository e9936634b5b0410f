import TraceAnalysis
import TraceAssembly
import TraceModel

/// Tells of names that the dump does not have, with the nearest that it has.
struct NameCheck {
  /// The operations of the dump.
  let names: [OperationName]

  /// Reads the names of a dump, one pass over its spans.
  static func of(_ dump: LoadedDump) async throws -> NameCheck {
    NameCheck(names: try await dump.run(SpanNamesFold(symbols: dump.assembler.symbols)).fold.finish())
  }

  /// Warns unless the dump has the operation, or without one the service.
  ///
  /// - Returns: Whether it has it.
  @discardableResult
  func warn(
    _ flag: String, _ service: String, _ operation: String?, _ context: Context, as subject: String = "operation"
  ) -> Bool {
    let own = names.filter { $0.service == service }
    if own.isEmpty {
      let near = NameCheck.hint(service, among: names.map(\.service))
      let what = subject == "operation" ? "service" : "\(subject) at a service"
      context.talk.warning("\(flag): the dump has no \(what) \"\(service)\"\(near)")
      return false
    }
    guard let operation, !own.contains(where: { $0.operation == operation }) else { return true }
    let near = NameCheck.hint(operation, among: own.map(\.operation))
    context.talk.warning("\(flag): \"\(service)\" has no \(subject) \"\(operation)\"\(near)")
    return false
  }

  /// Warns of what a condition names and the dump never does.
  static func warn(of condition: TraceCondition, _ flag: String, _ symbols: SymbolTable, _ context: Context) {
    for (subject, name) in condition.names where symbols.symbol(of: name) == nil {
      let all = (0..<symbols.count).map { symbols.string(of: Symbol(UInt32($0))) }
      let builtIn = subject == "attribute" ? ConditionValue.hint(name) : nil
      let near = builtIn.map { "; did you mean \($0)?" } ?? hint(name, among: all)
      context.talk.warning("\(flag): the dump has no \(subject) \"\(name)\"\(near)")
    }
  }

  /// `; did you mean X?`, or nothing where nothing is near.
  static func hint(_ name: String, among all: [String]) -> String {
    nearestName(to: name, among: all).map { "; did you mean \"\($0)\"?" } ?? ""
  }
}
