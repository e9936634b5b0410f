import Glibc

/// How much memory the process may have, and whether it has come to that.
enum MemoryLimit {
  /// Bytes of address space (`ulimit -v`); nil when there is no limit.
  static var ofAddressSpace: Int? {
    var limit = rlimit()
    // SAFETY: the call fills the structure.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 60 else {
      return nil
    }
    return Int(limit.rlim_cur)
  }

  /// Whether three quarters of what the process may have, or 256 MB where it has no limit, are not to be had now. Allocates nothing.
  static var isReached: Bool {
    let wanted = ofAddressSpace.map { $0 / 4 * 3 } ?? 256 << 20
    // SAFETY: nothing is read or written there, and it is given back.
    let room = unsafe mmap(nil, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if unsafe room == MAP_FAILED { return true }
    unsafe munmap(room, wanted)
    return false
  }

  static let sentence: StaticString =
    "error: out of memory; give the program more (ulimit -v), or it less to do at a time (--memory, --jobs)\n"
}
