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
}
