/// What there is to know about a flag besides what it does; help, man page and completions read only this.
struct FlagManual: Sendable, Hashable {
  /// What the flag's value names; a shell offers it, and no output is let onto an input.
  enum Completion: Sendable, Hashable {
    case nothing
    /// A file that is read.
    case file
    case folder
    /// A file that is written.
    case newFile
  }

  /// Without the dashes.
  var name: String
  var short: Character?
  /// Further long names, not shown in help.
  var aliases: [String]
  /// Placeholder of the value, in capitals; `nil` for a switch.
  var value: String?
  var category: FlagCategory
  /// One sentence, with its full stop.
  var doc: String
  /// Paragraphs after the sentence, for `--help` and the man page; may be empty.
  var longDoc: String
  var defaultText: String?
  /// Every value there is, for help, completion and the error; empty when there are too many to list.
  var allowed: [String]
  var completion: Completion
  /// Whether every occurrence counts; of other flags the last one wins.
  var isRepeatable: Bool
  /// Whether environment and configuration file may set it.
  var isConfigurable: Bool

  init(
    _ name: String, short: Character? = nil, aliases: [String] = [], value: String? = nil, _ category: FlagCategory,
    _ doc: String, longDoc: String = "", default defaultText: String? = nil, allowed: [String] = [],
    completion: Completion = .nothing, isRepeatable: Bool = false, isConfigurable: Bool = true
  ) {
    self.name = name
    self.short = short
    self.aliases = aliases
    self.value = value
    self.category = category
    self.doc = doc
    self.longDoc = longDoc
    self.defaultText = defaultText
    self.allowed = allowed
    self.completion = completion
    self.isRepeatable = isRepeatable
    self.isConfigurable = isConfigurable
  }

  var isSwitch: Bool { value == nil }

  /// `TRACEMILL_MAX_REJECTED` for `max-rejected`.
  var environmentName: String {
    "TRACEMILL_" + name.uppercased().split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_")
  }

  /// `-j, --jobs N`, as help prints it.
  var synopsis: String {
    (short.map { "-\($0), " } ?? "    ") + "--" + name + (value.map { " " + $0 } ?? "")
  }

  /// Default, allowed values and repetition in one bracketed remark each; empty when there is nothing to say.
  var remarks: [String] {
    var remarks: [String] = []
    if !allowed.isEmpty { remarks.append("[values: \(allowed.joined(separator: ", "))]") }
    if let defaultText { remarks.append("[default: \(defaultText)]") }
    if isRepeatable { remarks.append("[may be repeated]") }
    return remarks
  }
}
