/// Attributes of the semantic conventions that belong on one level alone.
enum AttributeLevels {
  /// Not on spans.
  static let ofResources = [
    "service.name", "service.version", "service.instance.id", "service.namespace", "telemetry.sdk.name",
    "telemetry.sdk.language", "telemetry.sdk.version", "host.name", "host.id", "host.arch", "host.type", "os.type",
    "os.name", "os.version", "os.description", "process.pid", "process.executable.name", "process.command_line",
    "process.runtime.name", "process.runtime.version", "container.id", "container.name", "container.image.name",
    "k8s.pod.name", "k8s.pod.uid", "k8s.namespace.name", "k8s.node.name", "k8s.deployment.name", "k8s.cluster.name",
    "k8s.container.name", "cloud.provider", "cloud.region", "cloud.account.id", "cloud.availability_zone",
    "cloud.platform", "deployment.environment", "deployment.environment.name",
  ]

  /// Not on resources.
  static let ofSpans: Set<String> = [
    "http.request.method", "http.response.status_code", "http.route", "http.method", "http.status_code", "http.target",
    "http.url", "url.full", "url.path", "url.query", "db.system", "db.system.name", "db.statement", "db.query.text",
    "db.operation", "db.operation.name", "db.collection.name", "messaging.system", "messaging.destination.name",
    "messaging.operation", "messaging.operation.type", "messaging.message.id", "rpc.system", "rpc.service",
    "rpc.method", "exception.type", "exception.message",
  ]
}
