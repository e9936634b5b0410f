import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "the examples of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(_ text: String, _ digest: String) { #expect(SHA256(of: Array(text.utf8)).text == digest) }

  @Test("what sha256sum says, for every length around the ends of blocks")
  func twin() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(state: 17)
    for count in Array(0...3) + Array(53...68) + Array(117...131) {
      let bytes = (0..<count).map { _ in UInt8.random(in: 32...126, using: &generator) }
      try put(String(decoding: bytes, as: UTF8.self), at: folder.path + "/\(1000 + count)")
      try put(SHA256(of: bytes).text, at: folder.path + "/\(1000 + count).digest")
    }
    let outcome = try BuiltProgram.shell(
      "cd \"$0\"; for f in ????; do echo \"$(cat $f.digest)  $f\"; done | sha256sum -c --quiet && echo same",
      [folder.path])
    #expect(outcome.out == "same\n", "\(outcome.err)")
  }
}
