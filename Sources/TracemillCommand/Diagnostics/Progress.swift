import Glibc

/// The progress line on a terminal; silent anywhere else, with `--quiet` and with JSON messages.
///
/// Callers poll: they hand in counters as often as they like, and the line is rewritten ten times a second.
struct Progress: ~Copyable {
  private let descriptor: Int32
  private let width: Int
  private let isShown: Bool
  private var phase = ""
  private var phaseStart = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(_ context: borrowing Context) {
    descriptor = context.talk.descriptor
    width = context.terminal.width
    isShown = context.terminal.canRewriteLine && context.talk.level != .quiet && context.talk.format == .text
  }

  mutating func update(_ counters: ProgressCounters) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if counters.phase != phase {
      phase = counters.phase
      phaseStart = now
      lastShown = nil
    }
    if let lastShown, now - lastShown < .milliseconds(100) { return }
    lastShown = now
    let elapsed = (now - phaseStart) / .nanoseconds(1)
    show(counters.line(elapsedNs: Int64(elapsed), memoryBytes: residentBytes(), width: width))
  }

  /// Takes the line away; call before other talk. Going away does the same.
  mutating func clear() {
    if lastShown != nil { show("") }
    lastShown = nil
  }

  private func show(_ line: String) {
    // A progress line that cannot be shown is no loss.
    try? writeAll(Array("\r\(line)\u{1B}[K".utf8), to: descriptor, name: "standard error")
  }

  deinit { if lastShown != nil { show("") } }
}

/// Returns the process's resident memory, or 0 where `/proc` is not there.
private func residentBytes() -> UInt64 {
  guard let text = try? readFile("/proc/self/statm", limit: 4096) else { return 0 }
  let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
  guard fields.count > 1, let pages = UInt64(fields[1]) else { return 0 }
  return pages * UInt64(max(0, sysconf(Int32(_SC_PAGESIZE))))
}
