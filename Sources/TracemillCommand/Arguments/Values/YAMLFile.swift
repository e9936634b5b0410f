import HostSystem
import YAMLReading

/// A configuration file in YAML.
enum YAMLFile {
  /// More is refused, in bytes.
  static let limit = 4 << 20

  /// Reads a file and what it says.
  ///
  /// - Throws: ``UsageError`` with `FILE:LINE` as its place; ``OutputError`` when the file cannot be read.
  static func read<Value>(
    _ path: String, _ interpret: (YAMLNode) throws(YAMLError) -> Value
  ) throws -> Value {
    let bytes = try readFile(path, limit: limit)
    do throws(YAMLError) {
      return try interpret(YAMLParser.parse(bytes))
    } catch {
      throw UsageError(error.problem, remedy: error.remedy, place: "\(path):\(error.line)")
    }
  }
}
