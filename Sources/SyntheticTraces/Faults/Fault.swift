/// A way in which the shop can go wrong, or a control in which it does not.
///
/// Each fault is one value: its name, a sentence, and a function from a target to what changes and what is true about it.
/// Add one to `all` and it is known everywhere.
public struct Fault: Sendable {
  public var name: String
  public var sentence: String
  /// Nothing is wrong: a tool that blames somebody errs.
  public var isControl: Bool

  let plan: @Sendable (FaultTarget) throws(ScenarioError) -> FaultPlan

  init(
    _ name: String, _ sentence: String, isControl: Bool = false,
    plan: @escaping @Sendable (FaultTarget) throws(ScenarioError) -> FaultPlan
  ) {
    self.name = name
    self.sentence = sentence
    self.isControl = isControl
    self.plan = plan
  }

  /// Every fault and control, in the order of a listing.
  public static let all: [Fault] = controls + latencyFaults + errorFaults + messagingFaults + changeFaults

  public static func named(_ name: String) -> Fault? {
    for fault in all where fault.name == name { return fault }
    return nil
  }
}

/// What a fault is to hit, where the scenario says so, and how hard.
struct FaultTarget: Sendable {
  var fault: String
  var service: ShopService?
  var operation: ShopOperation?
  /// 1000 is the fault's ordinary strength.
  var intensity: Int

  func share(_ ordinary: Int) -> Int { min(10_000, ordinary * intensity / 1_000) }
  func factor(_ ordinary: Int) -> Int { 1_000 + (ordinary - 1_000) * intensity / 1_000 }

  /// The operation asked for, else `standard` where it belongs to the service asked for, else that service's first
  /// operation that `fits`.
  func operation(
    or standard: ShopOperation, where fits: (ShopOperation) -> Bool = { _ in true }
  ) throws(ScenarioError) -> ShopOperation {
    if let operation {
      guard fits(operation) else { throw .faultCannotHit(fault: fault, target: operation.name) }
      return operation
    }
    guard let service, service != standard.service else { return standard }
    for operation in ShopOperation.allCases where operation.service == service && fits(operation) {
      return operation
    }
    throw .faultCannotHit(fault: fault, target: service.name)
  }

  /// The consumer group asked for by its service or operation, else `standard`.
  func group(or standard: ConsumerGroup) throws(ScenarioError) -> ConsumerGroup {
    let operation = try operation(or: standard.operation) { $0.consumerGroup != nil }
    return operation.consumerGroup ?? standard
  }
}

/// What a fault does, and what is true about it.
struct FaultPlan: Sendable {
  enum Kind: String, Sendable { case latency, error, missing, resource, change, none }

  var kind: Kind
  var effects: [FaultEffect]
  var service: ShopService?
  /// The span that shows it first: an operation of the service, or a span inside it.
  var operation: String?
  /// Names that are right too: a party outside, other services of a bad host.
  var alsoRight: [String] = []
  /// Attributes that tell what is affected from what is not, with their values.
  var resource: [SyntheticAttribute] = []
}

/// Why a scenario cannot be run.
public enum ScenarioError: Error, Equatable, CustomStringConvertible {
  case unknownFault(String)
  case unknownService(String)
  case unknownOperation(String, service: String)
  case operationWithoutService(String)
  case faultCannotHit(fault: String, target: String)
  case notPositive(String)
  case faultEndsBeforeItStarts(String)

  public var description: String {
    switch self {
    case .unknownFault(let name): "fault \(name): no such fault; is it among those that `--list` shows?"
    case .unknownService(let name):
      "service \(name): the shop has none of that name; it has "
        + ShopService.allCases.map(\.name).joined(separator: ", ")
    case .unknownOperation(let name, let service):
      "operation \(name): \(service) has none of that name; it has "
        + ShopOperation.allCases.filter { $0.service.name == service }.map(\.name).joined(separator: ", ")
    case .operationWithoutService(let name): "operation \(name): whose? name its service too"
    case .faultCannotHit(let fault, let target): "fault \(fault): cannot hit \(target); leave the target out"
    case .notPositive(let what): "\(what): must be at least 1 and not astronomic"
    case .faultEndsBeforeItStarts(let name): "fault \(name): is cleared before it starts; are the times swapped?"
    }
  }
}
