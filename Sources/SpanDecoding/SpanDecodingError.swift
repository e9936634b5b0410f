import HostSystem

/// An input that cannot be read at all. What is wrong inside a readable one is counted instead.
public struct SpanDecodingError: Error, CustomStringConvertible, Sendable {
  public enum Reason: Sendable {
    case cannotOpen(code: Int32)
    case cannotRead(code: Int32)
    case noFiles
    case emptyFolder
    case noProgram(name: String, package: String)
    case decompressorFailed(name: String, message: String)
    case tooLargeDecompressed(limit: Int)
  }

  public var input: String
  public var reason: Reason

  public init(input: String, reason: Reason) {
    self.input = input
    self.reason = reason
  }

  public var description: String {
    let problem =
      switch reason {
      case .cannotOpen(let code):
        "cannot be opened (\(SystemError(code: code).message)); check the path and its permissions"
      case .cannotRead(let code): "cannot be read (\(SystemError(code: code).message)); is the disk or mount healthy?"
      case .noFiles: "no such file, or nothing matches; check the path or quote the pattern"
      case .emptyFolder: "the folder holds no files (names that begin with a dot are passed over); is it the right one?"
      case .noProgram(let name, let package):
        "is compressed and the program \(name) is not installed; install the package \(package) or decompress it first"
      case .decompressorFailed(let name, let message):
        "\(name) could not decompress it (\(message)); is the file whole? Compare its size with the original"
      case .tooLargeDecompressed(let limit):
        "decompresses to more than \(limit) bytes; if that is right, raise --max-expand"
      }
    return "\(input): \(problem)"
  }
}

extension SpanDecodingError {
  /// Does `body`; what the system refuses in it is that `input` cannot be opened.
  static func opening<Result: ~Copyable>(
    _ input: String, _ body: () throws(SystemError) -> Result
  ) throws(SpanDecodingError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw SpanDecodingError(input: input, reason: .cannotOpen(code: error.code))
    }
  }

  /// Does `body`; what the system refuses in it is that `input` cannot be read.
  static func reading<Result>(
    _ input: String, _ body: () throws(SystemError) -> Result
  ) throws(SpanDecodingError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw SpanDecodingError(input: input, reason: .cannotRead(code: error.code))
    }
  }
}
