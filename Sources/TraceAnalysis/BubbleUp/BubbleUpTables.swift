import TraceModel

/// The values and numbers of every key.
struct BubbleUpTables: BubbleUpSink, Sendable {
  struct Key: Sendable {
    var code: Int
    var values: BubbleUpValues
    var numbers: BubbleUpNumbers
    fileprivate var largest = 0.0
    fileprivate var numberTrace: UInt32 = 0

    fileprivate init(code: Int, selections: Int) {
      self.code = code
      values = BubbleUpValues(selections: selections)
      numbers = BubbleUpNumbers(selections: selections)
    }
  }

  let codes: BubbleUpCodes
  private let maxValues: Int
  private let selections: Int
  /// By code: number in ``keys`` plus 1, or 0.
  private var keyNumbers: [Int32]
  private(set) var keys: [Key] = []
  private var trace: UInt32 = 0
  /// Of the trace at hand.
  private var slots: [Int] = []
  /// Keys of which the trace at hand has a number.
  private var numbered: [Int] = []
  private var digits: [UInt8] = []

  init(codes: BubbleUpCodes, maxValues: Int, selections: Int) {
    self.codes = codes
    self.maxValues = maxValues
    self.selections = selections
    keyNumbers = Array(repeating: 0, count: codes.count)
  }

  /// About how many bytes they take.
  var size: Int { keys.reduce(4 * keyNumbers.count) { $0 + $1.values.size + $1.numbers.size } }

  /// Turns to the next trace; `slots` are where it counts in a row of all selections' counts.
  mutating func begin(_ slots: [Int]) {
    trace += 1
    self.slots = slots
  }

  mutating func add(_ code: Int, _ value: AttributeValue) {
    let key = number(of: code)
    switch value {
    case .int(let number):
      note(Double(number), key)
      let digits = decimal(number)
      keys[key].values.add(digits, trace: trace, slots: slots, maxValues: maxValues)
    case .double(let number):
      if number.isFinite { note(number, key) }
      keys[key].values.add(value.bytes, trace: trace, slots: slots, maxValues: maxValues)
    case .string(let bytes), .json(let bytes):
      keys[key].values.add(bytes, trace: trace, slots: slots, maxValues: maxValues)
    case .bool: keys[key].values.add(value.bytes, trace: trace, slots: slots, maxValues: maxValues)
    }
  }

  private mutating func note(_ number: Double, _ key: Int) {
    if keys[key].numberTrace != trace {
      keys[key].numberTrace = trace
      keys[key].largest = number
      numbered.append(key)
    } else if number > keys[key].largest {
      keys[key].largest = number
    }
  }

  mutating func endTrace() {
    for key in numbered { keys[key].numbers.add(keys[key].largest, slots: slots) }
    numbered.removeAll(keepingCapacity: true)
  }

  private mutating func decimal(_ number: Int64) -> ArraySlice<UInt8> {
    digits.removeAll(keepingCapacity: true)
    var rest = number.magnitude
    repeat {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    if number < 0 { digits.append(UInt8(ascii: "-")) }
    digits.reverse()
    return digits[...]
  }

  private mutating func number(of code: Int) -> Int {
    if keyNumbers[code] == 0 {
      keys.append(Key(code: code, selections: selections))
      keyNumbers[code] = Int32(keys.count)
    }
    return Int(keyNumbers[code]) - 1
  }

  mutating func merge(_ other: BubbleUpTables) {
    for theirs in other.keys {
      let own = number(of: theirs.code)
      keys[own].values.merge(theirs.values, maxValues: maxValues)
      keys[own].numbers.merge(theirs.numbers)
    }
  }
}
