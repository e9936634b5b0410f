extension Fault {
  static let controls: [Fault] = [
    Fault("none", "Nothing happens.", isControl: true) { _ in FaultPlan(kind: .none, effects: []) },
    Fault("traffic-shift", "One and a half times the traffic; all is well.", isControl: true) { target in
      FaultPlan(kind: .none, effects: [FaultEffect(.traffic(factor: target.factor(1_500)))])
    },
    Fault("mix-shift", "Twice as many checkouts among the same traffic; all is well.", isControl: true) { target in
      FaultPlan(
        kind: .none, effects: [FaultEffect(.entryTraffic(.gatewayCheckout, factor: target.factor(2_000)))])
    },
  ]
}
