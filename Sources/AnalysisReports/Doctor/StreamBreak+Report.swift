public import ReportModel
public import TraceModel

extension StreamBreak {
  /// What happened, where, and how much is lost, as one sentence without its full stop.
  public var sentence: String {
    let stream = "the \(program) stream"
    let said = " (\(program): \(message))"
    guard let place else { return "\(stream) is cut or damaged\(said): everything behind is lost" }
    let at = "byte \(Quantity.count(place))"
    if isCut { return "\(stream) is cut at \(at)\(said): everything behind is lost, how much cannot be told" }
    guard let size, place < size else {
      return "\(stream) is damaged somewhere before its end, \(at)\(said): how much is lost cannot be told"
    }
    return
      "\(stream) is damaged at or before \(at) of \(Quantity.count(size))\(said): everything behind, \(Quantity.share(size - place, of: size)) of the compressed bytes, is lost"
  }
}

extension DataQuality {
  /// A sentence for each compressed input that could not be unpacked to its end; inputs are numbered where there is more than one broken or
  /// it is not the first.
  public var damage: [Text] {
    let isSingle = streamBreaks.count == 1 && streamBreaks[0].input == 0
    return streamBreaks.map { found in
      let name = isSingle ? "" : "of input \(found.input + 1) "
      return "\(strong: "Not all of the dump was read:") \(name)\(found.sentence)."
    }
  }
}
