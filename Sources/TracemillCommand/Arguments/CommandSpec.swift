/// A command as it is declared: what it takes, and where it puts it.
struct CommandSpec<Options: Sendable>: Sendable {
  var name: String
  var group: CommandGroup
  var abstract: String
  var discussion: String
  var positionals: [Positional<Options>]
  var flags: [Flag<Options>]
  var examples: [CommandExample]
  /// The options before any flag is seen.
  var initial: Options
  /// Looks at flags that exclude or need one another, once all are known.
  var check: @Sendable (Options) throws(UsageError) -> Void

  init(
    _ name: String, _ group: CommandGroup, _ abstract: String, discussion: String = "", initial: Options,
    positionals: [Positional<Options>] = [], flags: [Flag<Options>], examples: [CommandExample] = [],
    check: @escaping @Sendable (Options) throws(UsageError) -> Void = { _ in }
  ) {
    precondition(positionals.dropLast().allSatisfy { !$0.manual.takesSeveral }, "only the last may take several")
    self.name = name
    self.group = group
    self.abstract = abstract
    self.discussion = discussion
    self.initial = initial
    self.positionals = positionals
    self.flags = flags
    self.examples = examples
    self.check = check
  }

  /// What the user reads: the command's own flags, then those every command has.
  var manual: CommandManual {
    CommandManual(
      name: name, group: group, abstract: abstract, discussion: discussion,
      positionals: positionals.map(\.manual), flags: flags.map(\.manual) + CommonOptions.flags.map(\.manual),
      examples: examples)
  }
}
