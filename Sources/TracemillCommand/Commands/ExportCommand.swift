import ReportModel
import SpanDecoding
import TraceAssembly
import TraceHistory
import TraceModel

/// What `export` takes.
struct ExportOptions: Sendable {
  var dump = DumpOptions()
  var sqlite = ""
}

/// `export --sqlite FILE`: spans, links and attributes as SQL tables.
let exportCommand = Command(
  CommandSpec(
    "export", .data, "Write spans, links, events and attributes as tables of an SQLite file.",
    discussion: """
      The file appears whole or not at all; the table "guide" in it lists the views and the questions they answer. \
      An earlier export is replaced, any other file is left alone.
      """,
    initial: ExportOptions(), positionals: [DumpOptions.positional.lifted(to: \ExportOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .text(
        FlagManual("sqlite", value: "FILE", .output, "The file to write.", completion: .newFile), \.sqlite)
    ],
    examples: [
      CommandExample(
        "tracemill export --sqlite spans.db dump.jsonl.gz", "Then: sqlite3 spans.db \"SELECT * FROM guide\".")
    ],
    check: { options throws(UsageError) in
      if options.sqlite.isEmpty {
        throw UsageError("--sqlite is missing", remedy: "name the file to write", place: "export")
      }
    })
) { options, context in
  let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .all, context)
  var quality = dump.assembler.inputQuality
  var export = try SpanExport(path: options.sqlite)
  for number in 0..<dump.assembler.partitionCount {
    let partition = try dump.assembler.partition(number)
    quality.merge(partition.quality)
    try export.append(partition.table)
  }
  let counts = try export.finish(quality: quality)
  context.talk.note(
    "\(options.sqlite): \(counts.spans) \(plural(counts.spans, "span")), \(counts.links) \(plural(counts.links, "link")), \(counts.events) \(plural(counts.events, "event"))"
  )
  return try dump.settle(quality, context)
}
