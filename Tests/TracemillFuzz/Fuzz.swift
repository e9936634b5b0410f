import Glibc
import TracemillFuzzing

/// libFuzzer's loop; it reads its flags and the folders of the corpus from the arguments.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The bytes of one try.
private func bytes(_ data: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  // SAFETY: libFuzzer gives the address and length of a buffer that lasts for the call.
  unsafe Array(UnsafeBufferPointer(start: data, count: count))
}

private func stop(_ failures: [String], _ dump: [UInt8]) {
  if failures.isEmpty { return }
  print(failures.joined(separator: "\n"))
  fflush(nil)
  fatalError("the dump breaks a law")
}

/// Fuzzes detection, every decoder, assembly, analyses and rendering: over any bytes, or with `graphs` as first argument over
/// valid dumps of hostile span graphs that follow the bytes.
@main struct Fuzz {
  static func main() {
    // SAFETY: the process's own arguments, which libFuzzer may change; nobody else reads them.
    var count = CommandLine.argc
    var arguments = unsafe CommandLine.unsafeArgv
    var isGraphs = false
    if count > 1, let first = unsafe arguments[1], unsafe String(cString: first) == "graphs" {
      isGraphs = true
      unsafe arguments[1] = arguments[0]
      unsafe arguments += 1
      count -= 1
    }
    if isGraphs {
      _ = unsafe runDriver(&count, &arguments) { data, count in
        let choices = unsafe bytes(data, count)
        let dump = HostileGraph.dump(ByteGenerator(choices))
        stop(DumpCheck.failures(of: dump, isThorough: choices.last ?? 0 < 32), dump)
        return 0
      }
    } else {
      _ = unsafe runDriver(&count, &arguments) { data, count in
        let dump = unsafe bytes(data, count)
        stop(DumpCheck.failures(of: dump, isThorough: dump.reduce(0, &+) < 32), dump)
        return 0
      }
    }
  }
}
