/// The values of the known concepts among one span's attributes, gathered in one walk. Reuse one value for many spans.
public struct ConceptValues: Sendable {
  private var values = [AttributeValue?](repeating: nil, count: AttributeConcept.allCases.count)
  private var ranks = [UInt8](repeating: .max, count: AttributeConcept.allCases.count)
  private var touched: [UInt8] = []

  public init() {}

  /// Reads the attributes of a block, forgetting those of the block before.
  public mutating func read(_ block: ArenaReference, in table: SpanTable, concepts: AttributeConcepts) {
    for place in touched {
      values[Int(place)] = nil
      ranks[Int(place)] = .max
    }
    touched.removeAll(keepingCapacity: true)
    table.forEachAttribute(in: block) { key, value in
      if let (concept, rank) = concepts.meaning(of: key), rank < ranks[Int(concept.rawValue)] {
        values[Int(concept.rawValue)] = value
        ranks[Int(concept.rawValue)] = rank
        touched.append(concept.rawValue)
      }
      return true
    }
  }

  /// The value under the best name present, or nil.
  public subscript(concept: AttributeConcept) -> AttributeValue? { values[Int(concept.rawValue)] }
}
