/// Names of calls in little room: `service operation` cut so that both can be told apart from their neighbours.
struct CallNames {
  /// What all service names begin and end with, such as `ts-` and `-service`, counted in characters; 0 where there is nothing in common.
  private let prefix: Int
  private let suffix: Int

  /// - Parameter services: All that occur in the picture. Of fewer than three different ones nothing is left out.
  init(_ services: some Sequence<String>) {
    let names = Set(services).filter { !$0.isEmpty }
    guard names.count >= 3, let first = names.first else {
      (prefix, suffix) = (0, 0)
      return
    }
    prefix = CallNames.common(names.map { Array($0) }, Array(first))
    suffix = CallNames.common(names.map { $0.reversed() }, first.reversed())
  }

  /// How many characters up to a separator all names share; never a whole name.
  private static func common(_ names: [[Character]], _ first: [Character]) -> Int {
    var shared = first.count
    for name in names { shared = min(shared, zip(name, first).prefix { $0 == $1 }.count) }
    let place = first[..<shared].lastIndex { "-_./".contains($0) }
    return place.map { $0 + 1 } ?? 0
  }

  /// `order-other` for `ts-order-other-service`.
  func short(_ service: String) -> String {
    service.count > prefix + suffix ? String(service.dropFirst(prefix).dropLast(suffix)) : service
  }

  /// The call in at most `columns`.
  ///
  /// - Parameters:
  ///   - service: Who works.
  ///   - operation: At what.
  ///   - isSameService: The caller, which is seen beside it, is of the same service: its name need not be said again.
  ///   - columns: The room there is.
  /// - Returns: `service operation` where it fits, else the service without what all have in common, and shortened before the operation is; where there
  ///   is no room for two words, the service.
  func name(_ service: String, _ operation: String, isSameService: Bool, columns: Int) -> String {
    let (service, operation) = (visibleText(service), visibleText(operation))
    if isSameService { return shortened(operation, to: columns) }
    let whole = service + " " + operation
    if displayWidth(whole) <= columns { return whole }
    if columns < 9 { return shortened(short(service), to: columns) }
    let left = columns - 1 - min(displayWidth(operation), columns)
    let brief = shortened(short(service), to: max(left, columns / 3))
    return brief + " " + shortened(operation, to: columns - 1 - displayWidth(brief))
  }
}
