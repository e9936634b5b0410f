public import ReportModel
public import TraceModel

extension TraceID {
  /// What stands for the id in tables, and what `trace` finds it by: twelve digits (of a million traces with random ids hardly two share
  /// them), of an id of 64 bits all sixteen.
  public var prefixText: Text {
    if high == 0 { return .code(String(description.dropFirst(16))) }
    let prefix = description.prefix(12)
    return .code(prefix.allSatisfy { $0 == "0" } ? description : String(prefix))
  }

  /// What a reader is told to give to `trace`: the first eight digits, all of them where those say nothing; of an id of 64 bits, whose first digits
  /// many traces may share, all sixteen.
  var lookup: String {
    if high == 0 { return String(description.dropFirst(16)) }
    let prefix = description.prefix(8)
    return prefix.allSatisfy { $0 == "0" } ? description : String(prefix)
  }

  /// Eight digits that tell the traces of a picture apart: the first, or behind `…` the last ones where those say nothing.
  var brief: String {
    let digits = high == 0 ? description.dropFirst(16) : description[...]
    let prefix = digits.prefix(8)
    return prefix.allSatisfy { $0 == "0" } ? "…" + digits.suffix(7) : String(prefix)
  }
}
