/// What each operation of the shop does.
enum ShopBehaviour {
  /// Steps by `ShopOperation.rawValue`.
  static let steps: [[ShopStep]] = ShopOperation.allCases.map(steps(of:))

  private static func steps(of operation: ShopOperation) -> [ShopStep] {
    switch operation {
    case .gatewayProducts:
      [.work(microseconds: 900), .call(.inventoryProducts, .retried), .work(microseconds: 400)]
    case .gatewayProduct:
      [
        .work(microseconds: 700),
        .parallel([[.call(.inventoryProduct, .required)], [.call(.cartGet, .optional)]]),
        .work(microseconds: 500),
      ]
    case .gatewayCartItem:
      [
        .work(microseconds: 800), .fails(perTenThousand: 30, .unauthorized),
        .call(.inventoryAvailability, .required), .call(.cartAdd, .retried),
      ]
    case .gatewayCheckout:
      [
        .work(microseconds: 1_200), .fails(perTenThousand: 30, .unauthorized), .call(.checkoutPlace, .required),
        .work(microseconds: 500),
      ]
    case .gatewayOrder:
      [
        .work(microseconds: 700), .call(.checkoutStatus, .required),
        .sometimes(perTenThousand: 6_000, [.call(.shippingStatus, .optional)]), .work(microseconds: 300),
      ]
    case .cartGet: [.work(microseconds: 450), .query(hashGet), .work(microseconds: 250)]
    case .cartAdd: [.work(microseconds: 600), .query(hashSet), .query(expire), .work(microseconds: 300)]
    case .cartClear: [.work(microseconds: 350), .query(delete)]
    case .checkoutPlace: placeOrder
    case .checkoutStatus:
      [
        .work(microseconds: 600), .query(selectOrder), .fails(perTenThousand: 40, .notFound), .work(microseconds: 500),
      ]
    case .checkoutShipments: [.work(microseconds: 700), .query(updateOrder)]
    case .paymentCharge: charge
    case .inventoryProducts:
      [
        .work(microseconds: 1_500), .fails(perTenThousand: 20, .illegalState),
        .cached(
          getCatalogue, hitPerTenThousand: 8_800,
          otherwise: [.query(selectProducts), .query(setCatalogue)]),
        .work(microseconds: 900),
      ]
    case .inventoryProduct:
      [
        .work(microseconds: 700), .fails(perTenThousand: 30, .notFound),
        .fails(perTenThousand: 20, .illegalState),
        .cached(getProduct, hitPerTenThousand: 8_000, otherwise: [.query(selectProduct), .query(setProduct)]),
        .work(microseconds: 400),
      ]
    case .inventoryAvailability: [.work(microseconds: 500), .query(selectStock), .work(microseconds: 200)]
    case .inventoryReserve:
      [
        .work(microseconds: 900), .fails(perTenThousand: 50, .outOfStock), .perItem([.query(updateStock)]),
        .fails(perTenThousand: 40, .illegalState), .query(insertReservation), .work(microseconds: 400),
      ]
    case .shippingQuote:
      [
        .work(microseconds: 800), .fails(perTenThousand: 50, .brokenData),
        .span("rate_table.lookup", [.work(microseconds: 2_600)]),
      ]
    case .shippingStatus: [.work(microseconds: 500), .query(selectShipment), .work(microseconds: 300)]
    case .shippingOrders:
      [
        .work(microseconds: 1_400), .query(insertShipment), .span("label.render", [.work(microseconds: 4_200)]),
        .publish(.shipments),
      ]
    case .mailOrders, .mailShipments:
      [
        .work(microseconds: 1_100), .span("template.render", [.work(microseconds: 3_600)]),
        .fails(perTenThousand: 50, .undeliverable), .external(.mailRelay, retries: 0, declinedPerTenThousand: 0),
      ]
    case .ledgerOrders, .ledgerPayments:
      [
        .work(microseconds: 900), .workPerMessage(microseconds: 350), .query(insertJournal), .work(microseconds: 300),
      ]
    }
  }

  private static let placeOrder: [ShopStep] = [
    .work(microseconds: 1_600), .call(.cartGet, .retried), .work(microseconds: 700),
    .parallel([[.call(.inventoryReserve, .retried)], [.call(.shippingQuote, .optional)]]),
    .span("order.price", [.work(microseconds: 1_900)]), .fails(perTenThousand: 30, .nullPointer),
    .call(.paymentCharge, .required), .query(insertOrder), .publish(.orders), .call(.cartClear, .optional),
    .work(microseconds: 600),
  ]

  private static let charge: [ShopStep] = [
    .work(microseconds: 1_100), .query(insertPayment),
    .external(.payProvider, retries: 1, declinedPerTenThousand: 200), .query(updatePayment), .publish(.payments),
    .work(microseconds: 400),
  ]

  private static let hashGet = Statement.redis(.cartCache, "HGETALL", "HGETALL cart:?")
  private static let hashSet = Statement.redis(.cartCache, "HSET", "HSET cart:? ? ?")
  private static let expire = Statement.redis(.cartCache, "EXPIRE", "EXPIRE cart:? 86400", microseconds: 310)
  private static let delete = Statement.redis(.cartCache, "DEL", "DEL cart:?")
  private static let getCatalogue = Statement.redis(.productCache, "GET", "GET catalogue:page:?", microseconds: 650)
  private static let setCatalogue = Statement.redis(.productCache, "SET", "SET catalogue:page:? ? EX 60")
  private static let getProduct = Statement.redis(.productCache, "GET", "GET product:?")
  private static let setProduct = Statement.redis(.productCache, "SET", "SET product:? ? EX 300")

  private static let selectProducts = Statement.sql(
    .stock, "SELECT", "products", "SELECT * FROM products WHERE category = ? ORDER BY rank LIMIT 40",
    microseconds: 9_000)
  private static let selectProduct = Statement.sql(
    .stock, "SELECT", "products", "SELECT * FROM products WHERE id = ?", microseconds: 2_400)
  private static let selectStock = Statement.sql(
    .stock, "SELECT", "stock", "SELECT on_hand - reserved FROM stock WHERE product_id = ?", microseconds: 1_800)
  private static let updateStock = Statement.sql(
    .stock, "UPDATE", "stock", "UPDATE stock SET reserved = reserved + ? WHERE product_id = ?", microseconds: 2_900)
  private static let insertReservation = Statement.sql(
    .stock, "INSERT", "reservations", "INSERT INTO reservations (order_id, product_id, amount) VALUES (?, ?, ?)",
    microseconds: 2_200)
  private static let selectOrder = Statement.sql(
    .orders, "SELECT", "orders", "SELECT * FROM orders WHERE id = ?", microseconds: 2_100)
  private static let insertOrder = Statement.sql(
    .orders, "INSERT", "orders", "INSERT INTO orders (id, user_id, tenant, total) VALUES (?, ?, ?, ?)",
    microseconds: 3_400)
  private static let updateOrder = Statement.sql(
    .orders, "UPDATE", "orders", "UPDATE orders SET state = ? WHERE id = ?", microseconds: 2_600)
  private static let insertPayment = Statement.sql(
    .payments, "INSERT", "payments", "INSERT INTO payments (id, order_id, amount, state) VALUES (?, ?, ?, ?)",
    microseconds: 2_800)
  private static let updatePayment = Statement.sql(
    .payments, "UPDATE", "payments", "UPDATE payments SET state = ? WHERE id = ?", microseconds: 2_300)
  private static let selectShipment = Statement.sql(
    .shipments, "SELECT", "shipments", "SELECT * FROM shipments WHERE order_id = ?", microseconds: 2_000)
  private static let insertShipment = Statement.sql(
    .shipments, "INSERT", "shipments", "INSERT INTO shipments (order_id, carrier) VALUES (?, ?)", microseconds: 2_900)
  private static let insertJournal = Statement.sql(
    .journal, "INSERT", "journal", "INSERT INTO journal (account, amount, ref) VALUES (?, ?, ?)", microseconds: 6_000)
}
