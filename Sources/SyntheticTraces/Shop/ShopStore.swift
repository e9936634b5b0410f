/// The databases and caches of the shop; each belongs to one service.
public enum ShopStore: Int, CaseIterable, Sendable {
  case cartCache, productCache, orders, stock, payments, shipments, journal

  var isCache: Bool { self == .cartCache || self == .productCache }
  var system: String { isCache ? "redis" : "postgresql" }
  var port: Int { isCache ? 6379 : 5432 }

  public var service: ShopService {
    switch self {
    case .cartCache: .cart
    case .productCache, .stock: .inventory
    case .orders: .checkout
    case .payments: .payment
    case .shipments: .shipping
    case .journal: .ledger
    }
  }

  /// `server.address`.
  public var address: String {
    switch self {
    case .cartCache: "redis-cart.shop.internal"
    case .productCache: "redis-products.shop.internal"
    case .orders: "pg-orders.shop.internal"
    case .stock: "pg-stock.shop.internal"
    case .payments: "pg-payments.shop.internal"
    case .shipments: "pg-shipments.shop.internal"
    case .journal: "pg-journal.shop.internal"
    }
  }

  /// `db.namespace`.
  public var namespace: String {
    switch self {
    case .cartCache, .productCache: "0"
    case .orders: "orders"
    case .stock: "stock"
    case .payments: "payments"
    case .shipments: "shipments"
    case .journal: "journal"
    }
  }
}

/// A statement that a service sends to one of its stores; a CLIENT span without a server's half.
struct Statement: Sendable {
  var store: ShopStore
  /// Name of the span, low in cardinality: `SELECT products`.
  var name: String
  /// `db.operation.name`.
  var verb: String
  /// `db.collection.name`; empty for caches.
  var table: String
  /// `db.query.text`, parameters left out.
  var text: String
  /// Median time at the store in ordinary load.
  var microseconds: Int

  static func sql(_ store: ShopStore, _ verb: String, _ table: String, _ text: String, microseconds: Int) -> Statement {
    Statement(
      store: store, name: verb + " " + table, verb: verb, table: table, text: text, microseconds: microseconds)
  }

  static func redis(_ store: ShopStore, _ verb: String, _ text: String, microseconds: Int = 420) -> Statement {
    Statement(store: store, name: verb, verb: verb, table: "", text: text, microseconds: microseconds)
  }
}

/// A party outside the shop, which sends no spans.
public enum ExternalParty: Int, CaseIterable, Sendable {
  case payProvider, mailRelay

  public var address: String {
    switch self {
    case .payProvider: "api.payprovider.example"
    case .mailRelay: "smtp.mailrelay.example"
    }
  }

  public var service: ShopService { self == .payProvider ? .payment : .mail }
  var method: String { "POST" }
  var path: String { self == .payProvider ? "/v1/charges" : "/v3/messages" }
  /// Name of the CLIENT span.
  public var spanName: String { method + " " + path }
  var medianMicroseconds: Int { self == .payProvider ? 140_000 : 45_000 }
  var timeoutMicroseconds: Int { self == .payProvider ? 3_000_000 : 2_000_000 }
}
