/// The Kafka topics of the shop.
public enum ShopTopic: Int, CaseIterable, Sendable {
  case orders, payments, shipments

  public var name: String {
    switch self {
    case .orders: "orders"
    case .payments: "payments"
    case .shipments: "shipments"
    }
  }

  public var groups: [ConsumerGroup] {
    switch self {
    case .orders: [.shippingOrders, .mailOrders, .ledgerOrders]
    case .payments: [.ledgerPayments]
    case .shipments: [.mailShipments, .checkoutShipments]
    }
  }
}

/// One reader of one topic. Every group gets every message.
public enum ConsumerGroup: Int, CaseIterable, Sendable {
  case shippingOrders, mailOrders, ledgerOrders, ledgerPayments, mailShipments, checkoutShipments

  /// How what is consumed is tied to what was produced.
  enum Mode {
    /// The consumer's span is a child of the producer's, and each message is acknowledged by a `settle` span.
    case continuesTraceAndSettles
    /// The consumer's span is a child of the producer's.
    case continuesTrace
    /// A new trace with one link.
    case newTrace
    /// A new trace for up to `limit` messages, a link each.
    case batch(limit: Int, lingerMilliseconds: Int)
  }

  /// `messaging.consumer.group.name`.
  public var name: String {
    switch self {
    case .shippingOrders: "shipping-orders"
    case .mailOrders: "mail-orders"
    case .ledgerOrders: "ledger-orders"
    case .ledgerPayments: "ledger-payments"
    case .mailShipments: "mail-shipments"
    case .checkoutShipments: "checkout-shipments"
    }
  }

  public var topic: ShopTopic {
    switch self {
    case .shippingOrders, .mailOrders, .ledgerOrders: .orders
    case .ledgerPayments: .payments
    case .mailShipments, .checkoutShipments: .shipments
    }
  }

  var operation: ShopOperation {
    switch self {
    case .shippingOrders: .shippingOrders
    case .mailOrders: .mailOrders
    case .ledgerOrders: .ledgerOrders
    case .ledgerPayments: .ledgerPayments
    case .mailShipments: .mailShipments
    case .checkoutShipments: .checkoutShipments
    }
  }

  public var service: ShopService { operation.service }

  var mode: Mode {
    switch self {
    case .shippingOrders: .continuesTraceAndSettles
    case .checkoutShipments: .continuesTrace
    case .mailOrders, .mailShipments: .newTrace
    case .ledgerOrders: .batch(limit: 50, lingerMilliseconds: 1_500)
    case .ledgerPayments: .batch(limit: 50, lingerMilliseconds: 900)
    }
  }
}
