import TraceModel

/// What the rules look at in a resource.
struct ResourceFacts: Hashable, Sendable {
  var hasName = false
  var instance: String?
  /// The values of ``identityKeys``; nil where one is absent.
  var identity: [String?] = [nil, nil, nil, nil]
  var isOnKubernetes = false
  var hasPodUID: Bool { identity[0] != nil }
  /// Attributes that belong on spans, sorted.
  var misplaced: [String] = []

  /// What tells two logical resources apart.
  static let identityKeys = ["k8s.pod.uid", "k8s.pod.name", "container.id", "host.name"]

  /// Reads a resource. Formats that name the service outside the resource's attributes name it as well as those that do not.
  init(_ resource: Resource, in table: SpanTable) {
    let symbols = table.symbols
    let service = symbols.string(of: resource.service)
    hasName = !service.isEmpty && service != "unknown_service"
    table.forEachAttribute(in: resource.attributes) { key, value in
      let key = symbols.string(of: key)
      if key == "service.name", !value.bytes.isEmpty { hasName = true }
      if key == "service.instance.id", instance == nil { instance = value.text }
      if key.hasPrefix("k8s.") { isOnKubernetes = true }
      if let index = ResourceFacts.identityKeys.firstIndex(of: key), identity[index] == nil {
        identity[index] = value.text
      }
      if AttributeLevels.ofSpans.contains(key), !misplaced.contains(key) { misplaced.append(key) }
      return true
    }
    misplaced.sort()
  }
}
