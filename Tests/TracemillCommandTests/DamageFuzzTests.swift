import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// Damages a dump as disks, pipes and careless tools do.
private func damaged(_ dump: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
  var dump = dump
  for _ in 0..<Int.random(in: 1...8, using: &random) {
    guard !dump.isEmpty else { return dump }
    let place = Int.random(in: dump.indices, using: &random)
    let end = min(dump.count, place + Int.random(in: 1...400, using: &random))
    switch Int.random(in: 0...6, using: &random) {
    case 0: dump[place] = UInt8.random(in: 0...255, using: &random)
    case 1: dump.removeSubrange(place..<end)
    case 2: dump.insert(contentsOf: dump[place..<end], at: Int.random(in: 0...dump.count, using: &random))
    case 3: dump.removeLast(dump.count - place)
    case 4: dump.insert(contentsOf: Array("{}[]\",:\\\n0-e.tfn".utf8).shuffled(using: &random), at: place)
    case 5: for byte in place..<end where (0x30...0x39).contains(dump[byte]) { dump[byte] = 0x39 }
    default: for byte in place..<end { dump[byte] = 0 }
    }
  }
  return dump
}

@Suite("Damage (fuzz)")
struct DamageFuzzTests {
  @Test("a damaged dump ends every command with 0 or 3 and a whole result, however many jobs")
  func damage() throws {
    let shop = try SmallShop()
    let dump = try shop.bytes("before.jsonl")
    for round in 0..<FuzzRounds.count(usually: 12) {
      var random = SeededGenerator(state: UInt64(round))
      try put(String(decoding: damaged(dump, &random), as: UTF8.self), at: shop.path + "/damaged.jsonl")
      let command = ["doctor", "red", "critical-path", "dependencies", "queues"][round % 5]
      let arguments = [command, "--format", "json", "damaged.jsonl", "--jobs"]
      let one = try shop.run(arguments + ["1"])
      #expect(one.code == 0 || one.code == 3, "round \(round): \(one.err)")
      #expect(one.out.hasPrefix("{\"schema\":") && one.out.hasSuffix("}\n"), "round \(round)")
      let three = try shop.run(arguments + ["3"])
      #expect(three == one, "round \(round)")
      if three != one, let folder = Environment.ofProcess()["TRACEMILL_FUZZ_KEEP"] {
        try put(String(decoding: try shop.bytes("damaged.jsonl"), as: UTF8.self), at: folder + "/round-\(round).jsonl")
      }
    }
  }
}
