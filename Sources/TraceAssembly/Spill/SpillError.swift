/// Spilling to the temporary file failed.
public struct SpillError: Error, CustomStringConvertible, Sendable {
  public enum Reason: Sendable {
    case cannotCreate(String)
    case cannotWrite(String)
    case cannotRead(String)
  }

  public var folder: String
  public var reason: Reason

  public var description: String {
    switch reason {
    case .cannotCreate(let message):
      "\(folder): no temporary file can be made there (\(message)); choose another folder with --tmpdir"
    case .cannotWrite(let message):
      "\(folder): the temporary file cannot be written (\(message)); free space, choose another folder with --tmpdir, or raise --memory"
    case .cannotRead(let message):
      "\(folder): the temporary file cannot be read back (\(message)); is the disk healthy? Choose another folder with --tmpdir"
    }
  }
}
