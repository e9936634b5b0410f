import TraceModel

/// Tells which of some items a trace has.
struct BubbleUpWanted: BubbleUpSink, Sendable {
  private struct Wanted: Sendable {
    var item: Int
    var bytes: [UInt8]
    var cut: Double?
    var isLess: Bool
  }

  let count: Int
  /// By item, of the trace at hand.
  private(set) var has: [Bool]
  private var largest: [Double]
  /// By code: number in ``groups`` plus 1, or 0.
  private var groupOfCode: [Int32]
  private var groups: [[Wanted]] = []

  init(_ items: [BubbleUpFindings.Candidate], codes: Int) {
    count = items.count
    has = Array(repeating: false, count: items.count)
    largest = Array(repeating: -.infinity, count: items.count)
    groupOfCode = Array(repeating: 0, count: codes)
    for (number, item) in items.enumerated() {
      if groupOfCode[item.code] == 0 {
        groups.append([])
        groupOfCode[item.code] = Int32(groups.count)
      }
      groups[Int(groupOfCode[item.code]) - 1].append(
        Wanted(item: number, bytes: item.bytes, cut: item.cut, isLess: item.item.comparison == .less))
    }
  }

  mutating func begin() {
    for item in has.indices {
      has[item] = false
      largest[item] = -.infinity
    }
  }

  mutating func add(_ code: Int, _ value: AttributeValue) {
    let group = Int(groupOfCode[code])
    if group == 0 { return }
    for item in groups[group - 1] {
      if item.cut != nil {
        switch value {
        case .int(let number): largest[item.item] = max(largest[item.item], Double(number))
        case .double(let number) where number.isFinite: largest[item.item] = max(largest[item.item], number)
        default: break
        }
      } else if value.bytes.prefix(BubbleUpValues.longest).elementsEqual(item.bytes) {
        has[item.item] = true
      }
    }
  }

  mutating func endTrace() {
    for group in groups {
      for item in group {
        guard let cut = item.cut, largest[item.item] > -.infinity else { continue }
        has[item.item] = (largest[item.item] < cut) == item.isLess
      }
    }
  }
}
