import Glibc
import SpanDecoding
import TraceModel

/// A file of its own for one test, removed at its end.
final class ScratchFile {
  let path: String

  /// - Parameters:
  ///   - bytes: What it holds.
  ///   - name: Its last part, when the name matters.
  init(_ bytes: [UInt8], name: String = "dump") {
    var template = Array("/tmp/tracemill-decoding-XXXXXX".utf8CString)
    // SAFETY: the template ends in NUL and is changed in place.
    let folder = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) } ?? "/nowhere"
    }
    path = folder + "/" + name
    write(bytes, to: path)
  }

  convenience init(_ text: String) { self.init(Array(text.utf8)) }

  /// Adds a file beside it and returns its path.
  func add(_ text: String, name: String) -> String {
    let other = folder + name
    write(Array(text.utf8), to: other)
    return other
  }

  /// Packs the file with a program and returns the packed one's path, which keeps its suffix.
  func packed(by program: String, _ suffix: String) -> String { packed(path, by: program, suffix) }

  /// Packs a file beside it.
  func packed(_ path: String, by program: String, _ suffix: String) -> String {
    // SAFETY: the command is a text for the call.
    if let pipe = unsafe popen("\(program) -qc \(path) > \(path)\(suffix)", "r") { unsafe pclose(pipe) }
    return path + suffix
  }

  private var folder: String { String(path.prefix(path.count - (path.split(separator: "/").last?.count ?? 0))) }

  private func write(_ bytes: [UInt8], to path: String) {
    // SAFETY: bytes and path last for the calls.
    guard let file = unsafe fopen(path, "w") else { return }
    unsafe fwrite(bytes, 1, bytes.count, file)
    unsafe fclose(file)
  }

  deinit {
    // SAFETY: the command is a text for the call.
    if let pipe = unsafe popen("rm -rf \(folder)", "r") { unsafe pclose(pipe) }
  }
}

enum FileBytes {
  /// What a file holds; nil when it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    // SAFETY: the path lasts for the call, and the buffer for each read.
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// What came out of a dump, as text.
struct DecodedText {
  /// A line a span, in the order read.
  var spans: [String] = []
  var rejects: [String] = []
  var quality = DataQuality()

  static func of(
    _ paths: [String], chunkSize: Int = 2 << 20, jobs: Int = 1, maxValue: Int = 256 << 20, maxExpand: Int = 1 << 40
  ) async throws -> DecodedText {
    let options = DecodingOptions(jobs: jobs, chunkSize: chunkSize, maxValue: maxValue, maxExpand: maxExpand)
    let decoded = try await SpanDecoder(options: options).decode(paths.map(DumpInput.init))
    var text = DecodedText()
    text.quality = decoded.quality
    for batch in decoded.batches {
      for record in batch.records { text.spans.append(line(record, batch)) }
    }
    text.rejects = decoded.quality.rejects.map {
      "\($0.input) \($0.offset) line \($0.line) \($0.defect.rawValue): \($0.reason) [\(String(decoding: $0.excerpt, as: UTF8.self))]"
    }
    return text
  }

  static func of(_ dump: String) async throws -> DecodedText {
    let file = ScratchFile(dump)
    defer { withExtendedLifetime(file) {} }
    return try await of([file.path])
  }

  /// `trace/span<parent service name kind status start+duration flags {attributes} links events`, ids without leading zeros.
  private static func line(_ record: SpanRecord, _ batch: SpanBatch) -> String {
    func name(_ symbol: Symbol) -> String { String(decoding: Array(batch.symbols.bytes(of: symbol)), as: UTF8.self) }
    func attributes(_ block: UInt32) -> String {
      var found: [String] = []
      batch.arena.forEachAttribute(at: block) { key, value in
        found.append("\(name(key))=\(value.typed)")
        return true
      }
      return "{" + found.sorted().joined(separator: " ") + "}"
    }
    let resource = batch.resources[Int(record.resource)]
    var text = "\(short(record.traceID.high, record.traceID.low))/\(hexadecimal(record.spanID.value))"
    text += "<\(hexadecimal(record.parentID.value)) \(name(resource.service)) \"\(name(record.name))\""
    text += " \(record.kind.name) \(record.status) \(record.start)+\(record.end - record.start)"
    if !record.flags.isEmpty { text += " flags \(record.flags.rawValue)" }
    text += " \(attributes(record.attributes))"
    for link in batch.links[Int(record.firstLink)..<Int(record.firstLink) + Int(record.linkCount)] {
      text += " -> \(short(link.traceID.high, link.traceID.low))/\(hexadecimal(link.spanID.value))"
      if link.attributes != 0 { text += attributes(link.attributes) }
    }
    for event in batch.events[Int(record.firstEvent)..<Int(record.firstEvent) + Int(record.eventCount)] {
      text += " ! \(name(event.name))@\(event.time)"
      if event.attributes != 0 { text += attributes(event.attributes) }
    }
    return text
  }

  private static func short(_ high: UInt64, _ low: UInt64) -> String {
    high == 0 ? hexadecimal(low) : hexadecimal(high) + ":" + hexadecimal(low)
  }

  private static func hexadecimal(_ value: UInt64) -> String { String(value, radix: 16) }
}

extension AttributeValue {
  /// The value with a letter for its type unless it is text.
  fileprivate var typed: String {
    switch self {
    case .string: text
    case .int: "i" + text
    case .double: "d" + text
    case .bool: "b" + text
    case .json: "j" + text
    }
  }
}
