/// Everything that a service of the shop can be asked to do, by a caller or by a message.
public enum ShopOperation: Int, CaseIterable, Sendable {
  case gatewayProducts, gatewayProduct, gatewayCartItem, gatewayCheckout, gatewayOrder
  case cartGet, cartAdd, cartClear
  case checkoutPlace, checkoutStatus, checkoutShipments
  case paymentCharge
  case inventoryProducts, inventoryProduct, inventoryAvailability, inventoryReserve
  case shippingQuote, shippingStatus, shippingOrders
  case mailOrders, mailShipments
  case ledgerOrders, ledgerPayments

  enum Transport {
    case http(method: String, route: String)
    case grpc(service: String, method: String)
    case consumer(ConsumerGroup)
  }

  public var service: ShopService {
    switch self {
    case .gatewayProducts, .gatewayProduct, .gatewayCartItem, .gatewayCheckout, .gatewayOrder: .gateway
    case .cartGet, .cartAdd, .cartClear: .cart
    case .checkoutPlace, .checkoutStatus, .checkoutShipments: .checkout
    case .paymentCharge: .payment
    case .inventoryProducts, .inventoryProduct, .inventoryAvailability, .inventoryReserve: .inventory
    case .shippingQuote, .shippingStatus, .shippingOrders: .shipping
    case .mailOrders, .mailShipments: .mail
    case .ledgerOrders, .ledgerPayments: .ledger
    }
  }

  var transport: Transport {
    switch self {
    case .gatewayProducts: .http(method: "GET", route: "/products")
    case .gatewayProduct: .http(method: "GET", route: "/products/{id}")
    case .gatewayCartItem: .http(method: "POST", route: "/cart/items")
    case .gatewayCheckout: .http(method: "POST", route: "/checkout")
    case .gatewayOrder: .http(method: "GET", route: "/orders/{id}")
    case .cartGet: .http(method: "GET", route: "/carts/{user}")
    case .cartAdd: .http(method: "POST", route: "/carts/{user}/items")
    case .cartClear: .http(method: "DELETE", route: "/carts/{user}")
    case .checkoutPlace: .http(method: "POST", route: "/orders")
    case .checkoutStatus: .http(method: "GET", route: "/orders/{id}")
    case .checkoutShipments: .consumer(.checkoutShipments)
    case .paymentCharge: .http(method: "POST", route: "/charges")
    case .inventoryProducts: .http(method: "GET", route: "/catalogue")
    case .inventoryProduct: .http(method: "GET", route: "/catalogue/{id}")
    case .inventoryAvailability: .grpc(service: "shop.inventory.v1.Stock", method: "Availability")
    case .inventoryReserve: .grpc(service: "shop.inventory.v1.Stock", method: "Reserve")
    case .shippingQuote: .http(method: "POST", route: "/quotes")
    case .shippingStatus: .http(method: "GET", route: "/shipments/{order}")
    case .shippingOrders: .consumer(.shippingOrders)
    case .mailOrders: .consumer(.mailOrders)
    case .mailShipments: .consumer(.mailShipments)
    case .ledgerOrders: .consumer(.ledgerOrders)
    case .ledgerPayments: .consumer(.ledgerPayments)
    }
  }

  /// Name of the SERVER or CONSUMER span, which is also how users name the operation.
  public var name: String { Self.names[rawValue] }

  private static let names: [String] = allCases.map { operation in
    switch operation.transport {
    case .http(let method, let route): method + " " + route
    case .grpc(let service, let method): service + "/" + method
    case .consumer(let group): "process " + group.topic.name
    }
  }

  /// The group whose messages this operation processes.
  var consumerGroup: ConsumerGroup? {
    if case .consumer(let group) = transport { return group }
    return nil
  }

  /// Finds an operation by the name of its span; the first one when a service has two of that name.
  public init?(name: String, service: ShopService) {
    for operation in Self.allCases where operation.service == service && operation.name == name {
      self = operation
      return
    }
    return nil
  }
}

/// What users ask for, with its share of the traffic in per cent.
enum EntryPoint {
  static let operations: [ShopOperation] = [
    .gatewayProducts, .gatewayProduct, .gatewayCartItem, .gatewayCheckout, .gatewayOrder,
  ]
  static let shares = [30, 27, 16, 16, 11]
}
