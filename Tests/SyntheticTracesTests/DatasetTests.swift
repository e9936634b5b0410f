import Glibc
import SyntheticTraces
import Testing

/// The dumps in `datasets/` are what the generator makes. `RECORD_DATASETS=1` writes them, uncompressed and fails to say so;
/// compress with `gzip -9 -n`.
@Suite("The kept datasets come out of the generator byte for byte")
struct DatasetTests {
  static let folder: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/") + "/datasets/"
  }()

  @Test("dump and truth", arguments: SyntheticDataset.all.map(\.name))
  func regenerated(_ name: String) throws {
    let dataset = try #require(SyntheticDataset.named(name))
    var buffer = ByteBuffer()
    let truth = try SyntheticSystem.generate(dataset.scenario, writingTo: &buffer)
    let path = Self.folder + name
    if unsafe getenv("RECORD_DATASETS") != nil {
      try write(buffer.bytes, to: path + ".jsonl")
      try write(truth.json, to: path + ".truth.json")
      Issue.record("recorded \(path).jsonl: compress it with gzip -9 -n")
      return
    }
    #expect(try output(of: "cat '\(path).truth.json'") == truth.json)
    #expect(try output(of: "gzip -dc '\(path).jsonl.gz'") == buffer.bytes)
  }

  private struct NoFile: Error { var path: String }

  private func output(of command: String) throws -> [UInt8] {
    // SAFETY: the stream is ours from `popen` to `pclose`; `fread` is given the room that the array has.
    guard let stream = unsafe popen(command, "r") else { throw NoFile(path: command) }
    defer { unsafe pclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, stream)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    // SAFETY: the stream is ours from `fopen` to `fclose`; `fwrite` reads the bytes that the array has.
    guard let stream = unsafe fopen(path, "w") else { throw NoFile(path: path) }
    defer { unsafe fclose(stream) }
    if unsafe fwrite(bytes, 1, bytes.count, stream) != bytes.count { throw NoFile(path: path) }
  }
}
