/// Who is called by each client operation, as far as the dumps say.
struct KnownCallees {
  private var services: [OperationName: String]

  /// The service that alone answers it in the baseline, or where none does there, in the incident; where nobody ever answers it, the one that its spans name (`peer.service`).
  init(_ windows: RootCauseComparison) {
    services = MissingCallees.onlyCallees(windows.baseline)
    let known = Set(windows.baseline.outgoing.keys.filter { $0.callee != nil }.map(\.name))
    for (name, service) in MissingCallees.onlyCallees(windows.incident) where !known.contains(name) {
      services[name] = service
    }
    var answered: Set<OperationName> = []
    for window in [windows.baseline, windows.incident] {
      for outgoing in window.outgoing.keys where outgoing.callee != nil { answered.insert(outgoing.name) }
    }
    for window in [windows.incident, windows.baseline] {
      for (name, leaf) in window.slowestLeaf where services[name] == nil && !answered.contains(name) {
        if let service = leaf.peerService, service != name.service { services[name] = service }
      }
    }
  }

  subscript(name: OperationName) -> String? { services[name] }
}
