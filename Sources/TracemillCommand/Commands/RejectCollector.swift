import SpanDecoding
import Synchronization
import TraceModel

/// What was rejected of the dumps of a run, which are done with one after the other and listed in one file.
final class RejectCollector: Sendable {
  struct Dump: Sendable {
    var quality: DataQuality
    var inputs: [DumpInput]
  }

  private let dumps = Mutex<[Dump]>([])

  /// Adds a dump.
  ///
  /// - Returns: All dumps so far, the new one last.
  func adding(_ quality: DataQuality, of inputs: [DumpInput]) -> [Dump] {
    dumps.withLock { dumps in
      dumps.append(Dump(quality: quality, inputs: inputs))
      return dumps
    }
  }
}
