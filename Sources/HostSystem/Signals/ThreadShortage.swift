import Glibc

/// Tells when the program waits for ever for a thread that the system will not give it for want of address space.
///
/// The dispatcher of tasks asks for a thread again and again, with pauses, and says nothing. That can be only where address space is
/// limited (`ulimit -v`).
struct ThreadShortage {
  /// So many looks in a row at a program that does nothing and gets no thread.
  private static let patience = 5
  /// What the dispatcher itself takes between two looks, at most: microseconds.
  private static let idleCost = 20_000

  private var lastCost = 0
  private var count = 0

  /// Nil where address space is not limited.
  init?() {
    guard MemoryLimit.ofAddressSpace != nil else { return nil }
  }

  /// Looks; to be called about once a second.
  mutating func isStuck() -> Bool {
    // Microseconds, by POSIX.
    let cost = Int(clock())
    defer { lastCost = cost }
    let isShort = cost - lastCost < Self.idleCost && !startThread {}
    count = isShort ? count + 1 : 0
    return count >= Self.patience
  }
}
