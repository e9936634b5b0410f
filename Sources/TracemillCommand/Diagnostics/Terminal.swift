import Glibc
import HostSystem

/// Who is watching.
struct Terminal: Sendable, Equatable {
  var outputIsTerminal = false
  var errorIsTerminal = false
  /// Columns of the terminal; 80 when there is none.
  var width = 80
  /// Whether stderr is a terminal that shows colours, and the user has not said no (`NO_COLOR`, `TERM=dumb`).
  var wantsColour = false
  /// Whether the cursor can be sent back to the start of a line on stderr.
  var canRewriteLine = false

  /// Help is set in 80 to 100 columns.
  var helpWidth: Int { min(max(width, 80), 100) }

  static func ofProcess(_ environment: Environment) -> Terminal {
    let errorIsTerminal = isatty(STDERR_FILENO) == 1
    let isDumb = (environment["TERM"] ?? "").isEmpty || environment["TERM"] == "dumb"
    let isCapable = errorIsTerminal && !isDumb
    return Terminal(
      outputIsTerminal: isatty(STDOUT_FILENO) == 1, errorIsTerminal: errorIsTerminal,
      width: columns(of: errorIsTerminal ? STDERR_FILENO : STDOUT_FILENO) ?? 80,
      wantsColour: isCapable && (environment["NO_COLOR"] ?? "").isEmpty, canRewriteLine: isCapable)
  }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // SAFETY: TIOCGWINSZ writes one `winsize` and nothing else.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
