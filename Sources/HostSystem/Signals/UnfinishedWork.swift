import Glibc
import Synchronization

/// What is to disappear when a signal or a crash ends the program: unfinished files and folders, and children still running.
package struct UnfinishedWork: ~Copyable, Sendable {
  private struct State {
    var paths: Set<String> = []
    var children: Set<pid_t> = []
    var lastNumber: UInt64 = 0

    mutating func remember(_ path: String) { if paths.insert(path).inserted { CrashTable.add(path) } }

    /// Forgets `path` and what lies in it.
    mutating func forget(_ path: String) {
      for known in paths where known == path || known.hasPrefix(path + "/") {
        paths.remove(known)
        CrashTable.remove(known)
      }
    }
  }

  /// How the names of temporary files and folders begin.
  package static let prefix = ".tracemill-"

  private let state = Mutex(State())

  /// The process's only one: a signal ends all of it.
  package static let ofProcess = UnfinishedWork()

  /// Makes something at a new path beside `path` and remembers it.
  ///
  /// - Parameters:
  ///   - path: The final path; the temporary one is a hidden name in the same folder.
  ///   - isKept: Whether it stays where it is made, to be forgotten by `finish` or `discard`.
  ///   - make: Makes the file or folder without replacing one; returns 0 or more, or -1 with `errno` set.
  /// - Returns: The path, and what `make` returned.
  /// - Throws: When `make` failed for another reason than a taken name.
  package func make(
    beside path: String, isKept: Bool = true, _ make: (String) -> Int32
  ) throws(SystemError) -> (path: String, result: Int32) {
    let folder = FilePath.folder(of: path)
    let (made, result, code) = state.withLock { state in
      while true {
        state.lastNumber += 1
        let candidate = FilePath.joined(folder, "\(Self.prefix)\(getpid())-\(state.lastNumber).tmp")
        let result = make(candidate)
        let code = errno
        if result < 0, code == EEXIST { continue }
        if result >= 0, isKept { state.remember(candidate) }
        return (candidate, result, code)
      }
    }
    if result < 0 { throw SystemError(code: code) }
    return (made, result)
  }

  /// Does `body` without a signal coming between it and the forgetting of `path`; when it fails, `path` is kept in mind.
  ///
  /// - Parameters:
  ///   - path: What `body` puts in its place.
  ///   - body: Returns 0 or an error number.
  /// - Returns: What `body` returned.
  package func finish(_ path: String, _ body: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = body()
      if code == 0 {
        state.forget(path)
      }
      return code
    }
  }

  /// Does `body` without a signal or the start of a child coming between.
  package func undisturbed(_ body: () -> Int32) -> Int32 { state.withLock { _ in body() } }

  /// Remembers a file that is to be made in a folder that `make` made.
  package func remember(_ path: String) { state.withLock { $0.remember(path) } }

  /// Removes what is at `path`, a file or a folder with all in it, and forgets it.
  package func discard(_ path: String) {
    state.withLock { state in
      FileTree.remove(path)
      state.forget(path)
    }
  }

  /// Starts a child (`start` returns its id, or 0) and remembers it.
  func startChild(_ start: () -> pid_t) -> pid_t {
    state.withLock { state in
      let child = start()
      if child > 0 {
        state.children.insert(child)
        CrashTable.add(child)
      }
      return child
    }
  }

  /// Collects a child that has ended; `reap` returns whether it had.
  func endChild(_ child: pid_t, _ reap: () -> Bool) -> Bool {
    state.withLock { state in
      let hasEnded = reap()
      if hasEnded {
        state.children.remove(child)
        CrashTable.remove(child)
      }
      return hasEnded
    }
  }

  /// Removes everything, ends the children and exits with `status`. No file or child can be made in between.
  package func removeAllAndExit(_ status: Int32) -> Never {
    state.withLock { state in
      for child in state.children { kill(child, SIGKILL) }
      for path in state.paths { FileTree.remove(path) }
      _exit(status)
    }
  }
}
