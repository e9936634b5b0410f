/// How far the work has come.
struct ProgressCounters: Equatable, Sendable {
  /// What is being done: "reading", "analysing".
  var phase: String
  var bytesDone: UInt64 = 0
  /// `nil` when it is not known, as on standard input.
  var bytesTotal: UInt64?
  var spans: UInt64 = 0
  /// Of work that is counted in parts and not in bytes; 0 in total for other work.
  var partsDone = 0
  var partsTotal = 0

  init(phase: String, bytesDone: UInt64 = 0, bytesTotal: UInt64? = nil, spans: UInt64 = 0) {
    self.phase = phase
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
    self.spans = spans
  }

  /// The progress line: phase, bytes of total, spans a second, time left, memory.
  ///
  /// - Parameters:
  ///   - elapsedNs: Since the phase began; rates are left out in its first 100 ms.
  ///   - memoryBytes: Resident memory; left out when 0.
  ///   - width: Columns; the line is cut there.
  /// - Returns: One line without a line break.
  func line(elapsedNs: Int64, memoryBytes: UInt64, width: Int) -> String {
    var parts = [neutral(phase)]
    let seconds = Double(elapsedNs) / 1e9
    if let bytesTotal, bytesTotal > 0 {
      let percent = min(100, Int(Double(bytesDone) / Double(bytesTotal) * 100))
      parts.append("\(sizeText(bytesDone)) of \(sizeText(bytesTotal)) (\(percent)%)")
    } else if bytesDone > 0 {
      parts.append(sizeText(bytesDone))
    }
    if partsTotal > 0 { parts.append("\(min(100, partsDone * 100 / partsTotal))%") }
    if seconds >= 0.1, spans > 0 { parts.append("\(countText(Double(spans) / seconds)) spans/s") }
    if seconds >= 0.1, let bytesTotal, bytesDone > 0, bytesDone < bytesTotal {
      let left = Double(bytesTotal - bytesDone) * seconds / Double(bytesDone)
      parts.append(timeText(left) + " left")
    }
    if seconds >= 0.1, partsDone > 0, partsDone < partsTotal {
      parts.append(timeText(Double(partsTotal - partsDone) * seconds / Double(partsDone)) + " left")
    }
    if memoryBytes > 0 { parts.append(sizeText(memoryBytes) + " memory") }
    return String(parts.joined(separator: " · ").prefix(max(0, width - 1)))
  }
}

private func sizeText(_ bytes: UInt64) -> String {
  var (value, unit) = (Double(bytes), 0)
  let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
  while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
  return oneDecimal(value, isWhole: unit == 0 || value >= 99.95) + " " + units[unit]
}

private func countText(_ value: Double) -> String {
  if value >= 999_500 { return oneDecimal(value / 1_000_000, isWhole: false) + " M" }
  if value >= 9_999.5 { return oneDecimal(value / 1000, isWhole: true) + " k" }
  return oneDecimal(value, isWhole: true)
}

private func timeText(_ seconds: Double) -> String {
  guard seconds < 360_000 else { return "days" }
  let whole = Int(seconds.rounded(.up))
  if whole < 60 { return "\(whole) s" }
  return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
}

private func oneDecimal(_ value: Double, isWhole: Bool) -> String {
  guard value < 1e15 else { return "very many" }
  if isWhole { return String(Int(value.rounded())) }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
