import HostSystem
import SyntheticTraces

/// Where a synthetic dump goes.
enum SynthOutput {
  /// A file, or standard output, that takes blocks of bytes.
  private struct FileSink: ByteSink {
    let box: Box

    /// Holds what cannot be copied.
    final class Box {
      var file: OutputFile?
      var output: StandardOutput?

      init(file: consuming OutputFile?, output: consuming StandardOutput?) {
        self.file = consume file
        self.output = consume output
      }
    }

    mutating func write(_ bytes: [UInt8]) throws(OutputError) {
      try box.file?.write(bytes)
      try box.output?.write(bytes)
    }

    func finish() throws(OutputError) {
      if let file = box.file.take() { try file.commit() }
      if let output = box.output.take() { try output.finish() }
    }
  }

  /// Generates the dump of a layered system.
  static func write(services: Int, _ options: SynthOptions, _ context: Context) throws {
    let scenario = options.scenario
    var requests = 2_000
    switch scenario.length {
    case .requests(let count): requests = count
    case .seconds(let seconds): requests = seconds * scenario.requestsPerMinute / 60
    }
    let layered = LayeredScenario(
      seed: scenario.seed, services: services, requests: requests, requestsPerMinute: scenario.requestsPerMinute,
      startUnixNano: scenario.startUnixNano)
    var sink = try sink(options, context)
    try LayeredSystem.generate(layered, writingTo: &sink)
    try sink.finish()
  }

  private static func sink(_ options: SynthOptions, _ context: Context) throws -> FileSink {
    if let path = options.output { return FileSink(box: FileSink.Box(file: try OutputFile(path), output: nil)) }
    return FileSink(box: FileSink.Box(file: nil, output: StandardOutput(context.standardOutput)))
  }

  /// Generates the dump, and the deliveries beside it when they are asked for.
  static func write(_ scenario: SyntheticScenario, _ options: SynthOptions, _ context: Context) throws -> GroundTruth {
    let sink = try sink(options, context)
    guard let path = options.deliveries else {
      var dump = sink
      let truth = try SyntheticSystem.generate(scenario, writingTo: &dump)
      try sink.finish()
      return truth
    }
    let deliveries = FileSink(box: FileSink.Box(file: try OutputFile(path), output: nil))
    var both = BothReceivers(OTLPLineEncoder(sink: sink), DeliveryLineEncoder(sink: deliveries))
    let truth = try SyntheticSystem.generate(scenario, into: &both)
    try sink.finish()
    try deliveries.finish()
    return truth
  }
}

/// What `synth --list` prints.
enum SynthCatalogue {
  static var text: String {
    let width = Fault.all.map(\.name.count).max() ?? 0
    let faults = Fault.all.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.sentence)" }
    return (["Faults"] + faults + ["", "Datasets"] + SyntheticDataset.all.map { "  \($0.name)" }).joined(
      separator: "\n")
      + "\n"
  }
}
