import Glibc
import HostSystem

/// The progress line on a terminal, rewritten ten times a second, or with `--verbose` elsewhere a note every ten seconds and at the end;
/// silent with `--quiet`, and on a terminal with JSON messages.
///
/// Callers poll: they hand in counters as often as they like.
struct Progress: ~Copyable {
  private let descriptor: BorrowedDescriptor
  private let width: Int
  private let talk: Talk
  /// Whether the line is rewritten; else notes are written.
  private let rewrites: Bool
  private var phase = ""
  private var phaseStart = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(_ context: borrowing Context) {
    descriptor = context.talk.descriptor
    width = context.terminal.width
    talk = context.talk
    rewrites = context.terminal.canRewriteLine && context.talk.format == .text
  }

  /// Whether anything is shown at all.
  static func isShown(_ context: borrowing Context) -> Bool {
    let rewrites = context.terminal.canRewriteLine && context.talk.format == .text
    return rewrites ? context.talk.level != .quiet : context.talk.level == .verbose
  }

  mutating func update(_ counters: ProgressCounters) {
    let now = ContinuousClock.now
    if counters.phase != phase {
      phase = counters.phase
      phaseStart = now
      lastShown = rewrites ? nil : now
    }
    if let lastShown, now - lastShown < (rewrites ? .milliseconds(100) : .seconds(10)) { return }
    lastShown = now
    if rewrites { show(line(counters, at: now)) } else { talk.note(line(counters, at: now)) }
  }

  /// Takes the line away, or notes how the phase ended.
  mutating func finish(_ counters: ProgressCounters) {
    if rewrites { return clear() }
    talk.note(line(counters, at: ContinuousClock.now))
  }

  private func line(_ counters: ProgressCounters, at now: ContinuousClock.Instant) -> String {
    let elapsed = (now - phaseStart) / .nanoseconds(1)
    return counters.line(
      elapsedNs: Int64(elapsed), memoryBytes: residentBytes(), width: rewrites ? width : 1000)
  }

  /// Takes the line away; call before other talk. Going away does the same.
  mutating func clear() {
    if rewrites, lastShown != nil { show("") }
    lastShown = nil
  }

  private func show(_ line: String) {
    // A progress line that cannot be shown is no loss.
    try? descriptor.write(Array("\r\(line)\u{1B}[K".utf8))
  }

  deinit { if rewrites, lastShown != nil { show("") } }
}

/// Returns the process's resident memory, or 0 where `/proc` is not there.
private func residentBytes() -> UInt64 {
  guard let text = try? readFile("/proc/self/statm", limit: 4096) else { return 0 }
  let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
  guard fields.count > 1, let pages = UInt64(fields[1]) else { return 0 }
  return pages * UInt64(max(0, sysconf(Int32(_SC_PAGESIZE))))
}
