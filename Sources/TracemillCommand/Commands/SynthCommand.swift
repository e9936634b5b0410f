import Glibc
import HostSystem
import SyntheticTraces
import TraceAnalysis

/// What `synth` takes.
struct SynthOptions: Sendable {
  var scenario = SyntheticScenario(faults: [])
  var dataset: String?
  /// How many services a layered system has instead of the shop.
  var services: Int?
  var output: String?
  var truth: String?
  var deliveries: String?
  var lists = false
}

/// `synth`: a seeded synthetic dump with known faults.
let synthCommand = Command(
  CommandSpec(
    "synth", .data, "Write a synthetic dump of a shop, with faults by name and their ground truth.",
    discussion: """
      The same seed and flags give the same bytes on every machine. A fault is NAME, or NAME@SERVICE or \
      NAME@SERVICE:OPERATION; --list names them.
      """,
    initial: SynthOptions(),
    flags: [
      .toggle(
        FlagManual("list", .selection, "List the faults and datasets there are.", isConfigurable: false), \.lists),
      Flag(
        FlagManual("seed", value: "N", .analysis, "The seed of everything random.", default: "1")
      ) { (options: inout SynthOptions, text: String) throws(UsageError) in
        guard let seed = UInt64(text) else {
          throw UsageError("\"\(text)\" is no seed", remedy: "give a whole number from 0 to 2^64 - 1")
        }
        options.scenario.seed = seed
      },
      Flag(
        FlagManual("requests", value: "N", .analysis, "How many requests there are.", default: "2000")
      ) { (options: inout SynthOptions, text: String) throws(UsageError) in
        options.scenario.length = .requests(try Count.parsePositive(text))
      },
      Flag(
        FlagManual("duration", value: "TIME", .analysis, "How long requests come in, instead of --requests.")
      ) { (options: inout SynthOptions, text: String) throws(UsageError) in
        options.scenario.length = .seconds(Int(try DurationValue.parse(text).nanoseconds / 1_000_000_000))
      },
      Flag(
        FlagManual("rate", value: "N", .analysis, "How many requests come in a minute.", default: "600")
      ) { (options: inout SynthOptions, text: String) throws(UsageError) in
        options.scenario.requestsPerMinute = try Count.parsePositive(text)
      },
      .list(
        FlagManual("fault", value: "NAME[@SERVICE[:OPERATION]]", .analysis, "Inject this fault after a third."),
        \.scenario.faults, injection),
      .choice(
        FlagManual(
          "message-evidence", value: "WHAT", .analysis, "What spans say of where a message came from.",
          longDoc: """
            links: links, or the producer as parent. ids: neither, but message ids, partitions and offsets. offsets: the same with \
            ids used again in each partition. none: nothing but topic and time.
            """, default: "links"), \.scenario.messageEvidence),
      .list(
        FlagManual(
          "own-time", value: "SERVICE:OPERATION=CHANGE", .analysis,
          "Give an operation another own time throughout: =-50%, =+20%; the truth for critical-path --what-if."),
        \.scenario.ownTimes, ownTime),
      .text(
        FlagManual("dataset", value: "NAME", .selection, "Write the dataset of this name instead."), \.dataset),
      Flag(
        FlagManual(
          "services", value: "N", .analysis, "Instead of the shop: N services in layers and namespaces.",
          longDoc: "For diagrams of large systems; about seven edges a service, no faults and no truth.")
      ) { (options: inout SynthOptions, text: String) throws(UsageError) in
        options.services = try Count.parser(in: 10...5_000)(text)
      },
      .text(
        FlagManual(
          "output", short: "o", value: "FILE", .output, "Write the dump to FILE.", default: "standard output",
          completion: .newFile), \.output),
      .text(
        FlagManual("truth", value: "FILE", .output, "Write the ground truth as JSON.", completion: .newFile), \.truth),
      .text(
        FlagManual(
          "deliveries", value: "FILE", .output, "Write every true delivery as a JSON line.", completion: .newFile),
        \.deliveries),
    ],
    examples: [
      CommandExample(
        "tracemill synth --fault slow-database@inventory --truth truth.json -o dump.jsonl", "An incident."),
      CommandExample("tracemill synth --services 300 -o large.jsonl", "A system of 300 services."),
    ],
    check: { options throws(UsageError) in
      guard options.services != nil else { return }
      let excluded = [
        ("--dataset", options.dataset != nil), ("--fault", !options.scenario.faults.isEmpty),
        ("--truth", options.truth != nil), ("--deliveries", options.deliveries != nil),
      ].first { $0.1 }
      if let (flag, _) = excluded {
        throw UsageError("it is of the shop only", remedy: "leave out --services or \(flag)", place: flag)
      }
    })
) { options, context in
  if options.lists { return try context.print(SynthCatalogue.text) }
  if let services = options.services {
    try SynthOutput.write(services: services, options, context)
    return .done
  }
  var scenario = options.scenario
  if let name = options.dataset {
    guard let dataset = SyntheticDataset.named(name) else {
      throw UsageError(
        "there is no dataset \"\(name)\"",
        remedy: "the datasets are \(SyntheticDataset.all.map(\.name).joined(separator: ", "))", place: "--dataset")
    }
    scenario = dataset.scenario
  }
  let truth = try SynthOutput.write(scenario, options, context)
  if let path = options.truth {
    var file = try OutputFile(path)
    try file.write(truth.json)
    try file.commit()
  }
  return .done
}

/// `NAME`, `NAME@SERVICE` or `NAME@SERVICE:OPERATION`.
@Sendable private func injection(_ text: String) throws(UsageError) -> SyntheticScenario.Injection {
  let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
  guard let name = parts.first, Fault.named(name) != nil else {
    throw UsageError.notAmong(Fault.all.map(\.name), parts.first ?? text)
  }
  guard parts.count == 2 else { return SyntheticScenario.Injection(name) }
  let target = try ServiceOperation.parse(parts[1])
  return SyntheticScenario.Injection(name, service: target.service, operation: target.operation)
}

/// `SERVICE:OPERATION=-50%`; per mille are kept.
@Sendable private func ownTime(_ text: String) throws(UsageError) -> SyntheticScenario.OwnTimeScale {
  guard case .change(let value) = try WhatIfValue.parse(text), value.change.added == 0,
    case let perMille = value.change.keptMillionths / 1000, (1...1_000_000).contains(perMille)
  else { throw UsageError("\"\(text)\" is no share of an own time", remedy: "write it like SERVICE:OPERATION=-50%") }
  return SyntheticScenario.OwnTimeScale(
    service: value.service, operation: value.operation, perMille: Int(perMille))
}
