import TraceModel

extension TraceID {
  /// Eight digits that tell the traces of a picture apart: the first, or behind `…` the last ones where those say nothing.
  var brief: String {
    let digits = high == 0 ? description.dropFirst(16) : description[...]
    let prefix = digits.prefix(8)
    return prefix.allSatisfy { $0 == "0" } ? "…" + digits.suffix(7) : String(prefix)
  }
}
