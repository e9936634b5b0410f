/// A rule of the Instrumentation Score that spans and their resources can be held against.
///
/// Source: instrumentation-score/spec (Apache-2.0), commit e6ee222, specification 0.1.
public enum InstrumentationRule: String, Sendable, CaseIterable {
  case instanceID = "RES-001"
  case uniqueInstanceID = "RES-002"
  case podUID = "RES-003"
  case attributeLevels = "RES-004"
  case serviceName = "RES-005"
  case internalSpans = "SPA-001"
  case orphans = "SPA-002"
  case clientRoots = "SPA-004"
  case shortSpans = "SPA-005"

  public static let specification = "0.1"

  /// Rules of the specification that a dump of spans cannot be held against, or whose criterion is still to be written.
  public static let notEvaluated = ["SPA-003", "SDK-001", "MET-*", "LOG-*"]

  public enum Impact: String, Sendable {
    case critical = "Critical"
    case important = "Important"
    case normal = "Normal"
    case low = "Low"

    public var weight: Int {
      switch self {
      case .critical: 40
      case .important: 30
      case .normal: 20
      case .low: 10
      }
    }
  }

  public var impact: Impact {
    switch self {
    case .serviceName: .critical
    case .uniqueInstanceID, .podUID, .attributeLevels, .clientRoots, .shortSpans: .important
    case .instanceID, .internalSpans, .orphans: .normal
    }
  }

  /// What the rule asks, as a sentence.
  public var sentence: String {
    switch self {
    case .instanceID: "Every resource has service.instance.id."
    case .uniqueInstanceID: "One service.instance.id is one pod, container and host."
    case .podUID: "What runs on Kubernetes has k8s.pod.uid."
    case .attributeLevels: "Attributes stand on the level that the conventions give them: resource or span."
    case .serviceName: "Every resource has a service.name."
    case .internalSpans: "At most \(mostInternalSpans) INTERNAL spans of the service in a trace."
    case .orphans: "Every parent id names a span of the trace."
    case .clientRoots: "No trace begins with a CLIENT span."
    case .shortSpans: "At most \(mostShortSpans) spans of a trace are shorter than 5 ms."
    }
  }

  /// What to do where it does not hold, as a sentence.
  public var remedy: String {
    switch self {
    case .instanceID: "Set service.instance.id in OTEL_RESOURCE_ATTRIBUTES, or turn on the SDK's resource detectors."
    case .uniqueInstanceID: "Let each process make its own id (a random UUID); do not bake it into an image."
    case .podUID: "Add the collector's k8sattributes processor, or pass the pod's uid by the downward API."
    case .attributeLevels: "Set what describes the process on the resource, what describes a request on the span."
    case .serviceName: "Set OTEL_SERVICE_NAME."
    case .internalSpans:
      "Leave inner steps to events or attributes, or sample them; keep spans for what may be slow or fail."
    case .orphans: "Sample whole traces, flush before exit, propagate the context of spans that are exported."
    case .clientRoots: "Instrument what makes the call, so that it has a SERVER, CONSUMER or INTERNAL span above it."
    case .shortSpans: "Turn off the instrumentation that makes them, or merge loops of short calls into one span."
    }
  }

  /// More INTERNAL spans of one service in a trace break the rule.
  static let mostInternalSpans = 10
  /// More short spans in a trace break the rule.
  static let mostShortSpans = 20
  /// A span is short below this (ns).
  static let shortSpan: Int64 = 5_000_000

  private var mostInternalSpans: Int { InstrumentationRule.mostInternalSpans }
  private var mostShortSpans: Int { InstrumentationRule.mostShortSpans }
}
