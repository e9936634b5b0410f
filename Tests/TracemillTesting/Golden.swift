import FoundationEssentials
public import Testing

/// Expects `actual` to be, byte for byte, the golden file `Goldens/NAME` beside the calling test's file.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead, and the test fails to say so.
public func expectGolden(
  _ actual: [UInt8], _ name: String, testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder =
    testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Goldens"
  let path = folder + "/" + name
  let expected = FileManager.default.contents(atPath: path).map { Array($0) }
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    guard expected != actual else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(actual).write(to: URL(filePath: path))
    Issue.record("recorded \(name); look at it, then run again without UPDATE_GOLDEN", sourceLocation: sourceLocation)
    return
  }
  guard let expected else {
    Issue.record("no golden file \(path); UPDATE_GOLDEN=1 records it", sourceLocation: sourceLocation)
    return
  }
  if expected == actual { return }
  let want = expected.split(separator: 0x0A, omittingEmptySubsequences: false)
  let have = actual.split(separator: 0x0A, omittingEmptySubsequences: false)
  let line = zip(want, have).enumerated().first { $1.0 != $1.1 }?.offset ?? min(want.count, have.count)
  let wanted = line < want.count ? String(decoding: want[line], as: UTF8.self) : "(end of file)"
  let found = line < have.count ? String(decoding: have[line], as: UTF8.self) : "(end of file)"
  Issue.record(
    "\(name) differs at line \(line + 1)\n  golden: \(wanted)\n  actual: \(found)", sourceLocation: sourceLocation)
}

/// Expects the UTF-8 bytes of `actual` to be the golden file `Goldens/NAME`; see the form that takes bytes.
public func expectGolden(
  _ actual: String, _ name: String, testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectGolden(Array(actual.utf8), name, testFile: testFile, sourceLocation: sourceLocation)
}
