/// The spans of calls: what each kind of span carries.
extension Simulation {
  func span(
    _ frame: Frame, id: UInt64, parent: UInt64, _ scope: SyntheticSpan.Scope, _ name: String,
    _ kind: SyntheticSpan.Kind, start: Int, end: Int, _ attributes: [SyntheticAttribute]
  ) -> SyntheticSpan {
    SyntheticSpan(
      traceHigh: frame.context.traceHigh, traceLow: frame.context.traceLow, id: id, parent: parent,
      hasRemoteParent: parent != 0 && (kind == .server || kind == .consumer), service: frame.service,
      resource: frame.resource, scope: scope, name: name, kind: kind, start: start, end: end, attributes: attributes)
  }

  /// Marks `span` as failed; the exception is recorded when it was thrown there.
  func fail(_ span: inout SyntheticSpan, _ kind: FailureKind, type: String? = nil, throwsException: Bool) {
    span.status = .error
    span.attributes.append(SyntheticAttribute("error.type", type ?? kind.type))
    if throwsException && !kind.exception.isEmpty {
      span.statusMessage = kind.message
      span.events.append(
        SyntheticSpan.Event(
          time: span.end - (span.end - span.start) / 50, name: "exception",
          attributes: [
            SyntheticAttribute("exception.type", kind.exception),
            SyntheticAttribute("exception.message", kind.message),
          ]))
    }
  }

  mutating func recordServer(_ frame: Frame, parent: UInt64, start: Int, _ progress: Progress) {
    let context = frame.context
    var attributes: [SyntheticAttribute]
    let status = progress.failure.map { $0.kind.httpStatus == 0 ? 504 : $0.kind.httpStatus } ?? successStatus(frame)
    let scope: SyntheticSpan.Scope
    switch frame.operation.transport {
    case .http(let method, let route):
      scope = .http
      attributes = [
        SyntheticAttribute("http.request.method", method), SyntheticAttribute("http.route", route),
        SyntheticAttribute("http.response.status_code", status), SyntheticAttribute("url.path", path(route, context)),
        SyntheticAttribute("url.scheme", frame.service == .gateway ? "https" : "http"),
      ]
      if frame.service == .gateway {
        attributes.append(SyntheticAttribute("client.address", "203.0.113." + String(context.user % 254 + 1)))
        attributes.append(SyntheticAttribute("user_agent.original", Self.agents[context.user % Self.agents.count]))
      }
    case .grpc(let service, let method):
      scope = .grpc
      attributes = [
        SyntheticAttribute("rpc.system", "grpc"), SyntheticAttribute("rpc.service", service),
        SyntheticAttribute("rpc.method", method),
        SyntheticAttribute("rpc.grpc.status_code", progress.failure?.kind.grpcStatus ?? 0),
      ]
    case .consumer: return
    }
    attributes.append(SyntheticAttribute("customer.tenant", ShopTenant.names[context.tenant]))
    if frame.service == .gateway || frame.service == .checkout {
      attributes.append(SyntheticAttribute("user.id", context.userID))
    }
    switch frame.operation {
    case .checkoutPlace, .paymentCharge:
      attributes.append(SyntheticAttribute("order.value", .hundredths(context.cents)))
      attributes.append(SyntheticAttribute("order.items", context.items))
    case .inventoryProduct:
      attributes.append(SyntheticAttribute("product.name", Self.products[context.product % Self.products.count]))
    default: break
    }
    var span = span(
      frame, id: frame.span, parent: parent, scope, frame.operation.name, .server, start: start, end: progress.time,
      attributes)
    if let failure = progress.failure, !failure.kind.isRefusal {
      fail(
        &span, failure.kind, type: failure.isOwn ? nil : scope == .http ? String(status) : "INTERNAL",
        throwsException: failure.isOwn)
    }
    record(span)
  }

  private func successStatus(_ frame: Frame) -> Int {
    switch frame.operation {
    case .gatewayCheckout, .checkoutPlace, .paymentCharge: 201
    case .cartClear: 204
    default: 200
    }
  }

  private func path(_ route: String, _ context: RequestContext) -> String {
    switch route {
    case "/products/{id}": "/products/" + String(context.product)
    case "/catalogue/{id}": "/catalogue/" + String(context.product)
    case "/carts/{user}": "/carts/" + context.userID
    case "/carts/{user}/items": "/carts/" + context.userID + "/items"
    case "/orders/{id}": "/orders/" + String(900_000 + context.user)
    case "/shipments/{order}": "/shipments/" + String(900_000 + context.user)
    default: route
    }
  }

  mutating func recordClient(
    of server: Frame, id: UInt64, caller: Frame, attempt: Int, start: Int, _ outcome: Progress
  ) {
    var attributes: [SyntheticAttribute]
    let scope: SyntheticSpan.Scope
    let failure = outcome.failure
    let answered = failure?.isOwn != true
    let status = failure.map { $0.kind.httpStatus == 0 ? 504 : $0.kind.httpStatus } ?? successStatus(server)
    switch server.operation.transport {
    case .http(let method, let route):
      scope = .http
      attributes = [
        SyntheticAttribute("http.request.method", method), SyntheticAttribute("url.template", route),
        SyntheticAttribute("server.address", server.service.name), SyntheticAttribute("server.port", 8_080),
      ]
      if answered { attributes.append(SyntheticAttribute("http.response.status_code", status)) }
      if attempt > 0 { attributes.append(SyntheticAttribute("http.request.resend_count", attempt)) }
    case .grpc(let service, let method):
      scope = .grpc
      attributes = [
        SyntheticAttribute("rpc.system", "grpc"), SyntheticAttribute("rpc.service", service),
        SyntheticAttribute("rpc.method", method), SyntheticAttribute("server.address", server.service.name),
        SyntheticAttribute("server.port", 50_051),
        SyntheticAttribute("rpc.grpc.status_code", failure?.kind.grpcStatus ?? 0),
      ]
    case .consumer: return
    }
    var span = span(
      caller, id: id, parent: caller.span, scope, server.operation.name, .client, start: start, end: outcome.time,
      attributes)
    if let failure {
      fail(
        &span, failure.kind, type: answered ? (scope == .http ? String(status) : "INTERNAL") : nil,
        throwsException: !answered)
    }
    record(span)
  }

  mutating func recordInternal(_ name: String, _ frame: Frame, parent: UInt64, start: Int, _ progress: Progress) {
    var span = span(
      frame, id: frame.span, parent: parent, .application, name, .internal, start: start, end: progress.time, [])
    if let failure = progress.failure { fail(&span, failure.kind, throwsException: failure.isOwn) }
    record(span)
  }

  mutating func recordStatement(
    _ statement: Statement, _ frame: Frame, id: UInt64, start: Int, end: Int, _ failure: FailureKind?
  ) {
    let store = statement.store
    var attributes = [
      SyntheticAttribute("db.system.name", store.system), SyntheticAttribute("db.namespace", store.namespace),
      SyntheticAttribute("db.operation.name", statement.verb), SyntheticAttribute("db.query.text", statement.text),
      SyntheticAttribute("server.address", store.address), SyntheticAttribute("server.port", store.port),
    ]
    if !statement.table.isEmpty { attributes.append(SyntheticAttribute("db.collection.name", statement.table)) }
    var span = span(
      frame, id: id, parent: frame.span, store.isCache ? .redis : .database, statement.name, .client, start: start,
      end: end, attributes)
    if let failure {
      if !store.isCache { span.attributes.append(SyntheticAttribute("db.response.status_code", failure.type)) }
      fail(&span, failure, throwsException: true)
    }
    record(span)
  }

  mutating func recordExternal(
    _ party: ExternalParty, _ frame: Frame, id: UInt64, attempt: Int, start: Int, end: Int, _ failure: FailureKind?
  ) {
    var attributes = [
      SyntheticAttribute("http.request.method", party.method), SyntheticAttribute("url.template", party.path),
      SyntheticAttribute("server.address", party.address), SyntheticAttribute("server.port", 443),
    ]
    if failure?.httpStatus != 0 {
      attributes.append(SyntheticAttribute("http.response.status_code", failure?.httpStatus ?? 200))
    }
    if attempt > 0 { attributes.append(SyntheticAttribute("http.request.resend_count", attempt)) }
    var span = span(
      frame, id: id, parent: frame.span, .http, party.spanName, .client, start: start, end: end, attributes)
    if let failure { fail(&span, failure, throwsException: true) }
    record(span)
  }

  private static let agents = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "ShopApp/7.4 (iOS 19.1)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0 Safari/537.36",
    "ShopApp/7.3 (Android 16)",
  ]

  /// Names with what breaks careless writers of Markdown, DOT, SQL and JSON.
  private static let products = [
    "Kettle | 1.7 l", "Käse \"Bergblume\" 500 g", "USB-C cable <2 m>", "Path\\tool set", "緑茶 100 g",
    "O'Hara's tea & scones",
    "Desk lamp `Nova`", "Rain jacket, men's L",
  ]
}
