import TraceModel

/// Second pass: who has what, among bad and good traces.
///
/// A key with more than ``BubbleUpOptions/mostValues`` values is marked, for good: a part of the dump never has more values than the whole, so
/// the mark does not depend on the order. Its numbers are still counted, in buckets.
struct BubbleUpFold: TraceFold {
  struct Options: Sendable {
    var selection: TraceSelection
    var mostValues: Int
  }

  private var selector: TraceSelector
  private let strata: BubbleUpStrata
  private var reader: BubbleUpReader
  private(set) var tables: BubbleUpTables
  /// All traces.
  private(set) var totals = BubbleUpCounts.none

  init(options: Options, prior: BubbleUpStrata, symbols: SymbolTable) {
    selector = TraceSelector(options.selection, symbols: symbols)
    strata = prior
    let codes = BubbleUpCodes(symbols: symbols)
    reader = BubbleUpReader(codes: codes)
    tables = BubbleUpTables(codes: codes, mostValues: options.mostValues)
  }

  mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let names = trace.entry.map { FailingSpans.names($0, trace.table) } ?? BubbleUpStrata.noEntry
      let slot = BubbleUpCounts.slot(stratum: strata.stratum(of: names), isBad: selector.isBad(trace))
      totals[slot] += 1
      tables.begin(slot)
      reader.read(trace, into: &tables)
      tables.endTrace()
    }
  }

  mutating func merge(_ other: BubbleUpFold) {
    totals.add(other.totals)
    tables.merge(other.tables)
  }

  consuming func finish() -> BubbleUpFold { self }
}

/// The values and numbers of every key.
struct BubbleUpTables: BubbleUpSink, Sendable {
  struct Key: Sendable {
    var code: Int
    var values = BubbleUpValues()
    var numbers = BubbleUpNumbers()
    fileprivate var largest = 0.0
    fileprivate var numberTrace: UInt32 = 0
  }

  let codes: BubbleUpCodes
  private let mostValues: Int
  /// By code: place in ``keys`` plus 1, or 0.
  private var places: [Int32]
  private(set) var keys: [Key] = []
  private var trace: UInt32 = 0
  private var slot = 0
  /// Keys of which the trace at hand has a number.
  private var numbered: [Int] = []
  private var digits: [UInt8] = []

  init(codes: BubbleUpCodes, mostValues: Int) {
    self.codes = codes
    self.mostValues = mostValues
    places = Array(repeating: 0, count: codes.count)
  }

  mutating func begin(_ slot: Int) {
    trace += 1
    self.slot = slot
  }

  mutating func add(_ code: Int, _ value: AttributeValue) {
    let place = place(of: code)
    switch value {
    case .int(let number):
      note(Double(number), place)
      let digits = decimal(number)
      keys[place].values.add(digits, trace: trace, slot: slot, most: mostValues)
    case .double(let number):
      if number.isFinite { note(number, place) }
      keys[place].values.add(value.bytes, trace: trace, slot: slot, most: mostValues)
    case .string(let bytes), .json(let bytes):
      keys[place].values.add(bytes, trace: trace, slot: slot, most: mostValues)
    case .bool: keys[place].values.add(value.bytes, trace: trace, slot: slot, most: mostValues)
    }
  }

  private mutating func note(_ number: Double, _ place: Int) {
    if keys[place].numberTrace != trace {
      keys[place].numberTrace = trace
      keys[place].largest = number
      numbered.append(place)
    } else if number > keys[place].largest {
      keys[place].largest = number
    }
  }

  mutating func endTrace() {
    for place in numbered { keys[place].numbers.add(keys[place].largest, slot: slot) }
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

  private mutating func place(of code: Int) -> Int {
    if places[code] == 0 {
      keys.append(Key(code: code))
      places[code] = Int32(keys.count)
    }
    return Int(places[code]) - 1
  }

  mutating func merge(_ other: BubbleUpTables) {
    for key in other.keys {
      let place = place(of: key.code)
      keys[place].values.merge(key.values, most: mostValues)
      keys[place].numbers.merge(key.numbers)
    }
  }
}
