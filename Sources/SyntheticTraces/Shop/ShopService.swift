/// The services of the shop. Each has two or three instances, spread over two regions.
public enum ShopService: Int, CaseIterable, Sendable {
  case gateway, cart, checkout, payment, inventory, shipping, mail, ledger

  public var name: String {
    switch self {
    case .gateway: "gateway"
    case .cart: "cart"
    case .checkout: "checkout"
    case .payment: "payment"
    case .inventory: "inventory"
    case .shipping: "shipping"
    case .mail: "mail"
    case .ledger: "ledger"
    }
  }

  public init?(name: String) {
    for service in Self.allCases where service.name == name {
      self = service
      return
    }
    return nil
  }

  public var instanceCount: Int {
    switch self {
    case .gateway, .checkout, .inventory: 3
    case .cart, .payment, .shipping, .mail, .ledger: 2
    }
  }

  /// The version that runs when nothing is being deployed.
  public var version: String {
    switch self {
    case .gateway: "3.2.0"
    case .cart: "1.14.2"
    case .checkout: "2.7.1"
    case .payment: "4.0.3"
    case .inventory: "1.8.5"
    case .shipping: "0.31.0"
    case .mail: "1.2.9"
    case .ledger: "2.1.0"
    }
  }

  /// The version that a bad deployment brings.
  public var nextVersion: String {
    switch self {
    case .gateway: "3.3.0"
    case .cart: "1.15.0"
    case .checkout: "2.8.0"
    case .payment: "4.1.0"
    case .inventory: "1.9.0"
    case .shipping: "0.32.0"
    case .mail: "1.3.0"
    case .ledger: "2.2.0"
    }
  }

  var language: String {
    switch self {
    case .gateway: "go"
    case .cart, .mail: "nodejs"
    case .checkout, .payment, .ledger: "java"
    case .inventory: "rust"
    case .shipping: "python"
    }
  }
}

/// Where things run: instance 1 of every service is in the second region, the others are in the first.
public enum ShopPlace {
  public static let regions = ["eu-west-1", "eu-central-1"]
  public static let hosts = ["node-a1", "node-a2", "node-a3", "node-a4", "node-b1", "node-b2"]

  /// Index into `regions`.
  public static func region(ofInstance instance: Int) -> Int { instance == 1 ? 1 : 0 }

  /// Index into `hosts`: services share hosts, a host lies in one region.
  public static func host(of service: ShopService, instance: Int) -> Int {
    let pair = service.rawValue & 1
    switch instance {
    case 0: return pair
    case 1: return 4 + pair
    default: return 2 + pair
    }
  }
}

/// Customers of the shop's platform, with the weight of their traffic; the first is the largest.
public enum ShopTenant {
  public static let names = [
    "acme", "globex", "initech", "umbrella", "hooli", "wayne", "wonka", "tyrell", "soylent", "oscorp", "stark",
    "virtucon",
  ]
  static let weights = [240, 160, 120, 100, 80, 70, 60, 50, 40, 30, 30, 20]
}
