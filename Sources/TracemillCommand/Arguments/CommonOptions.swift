/// What every command takes.
struct CommonOptions: Sendable, Equatable {
  var level = Talk.Level.normal
  var logFormat = Talk.Format.text
  var configPath: String?

  static let flags: [Flag<CommonOptions>] = [
    .text(
      FlagManual(
        "config", value: "FILE", .common, "Read settings from FILE, lines of the form \"flag = value\".",
        longDoc: """
          A \"#\" starts a comment; a value may stand in double quotes. A flag on the command line comes before the \
          environment (TRACEMILL_JOBS for --jobs), which comes before the file.
          """,
        completion: .file, isConfigurable: true), \.configPath),
    Flag(FlagManual("quiet", short: "q", .common, "Print errors only.")) { options, _ in options.level = .quiet },
    Flag(FlagManual("verbose", short: "v", .common, "Say what is being done, also when nobody watches.")) {
      options, _ in options.level = .verbose
    },
    .choice(
      FlagManual("log-format", value: "FORMAT", .common, "How messages on stderr look.", default: "text"),
      \.logFormat),
    Flag(
      FlagManual(
        ArgumentScanner.helpName, short: "h", .common, "Print help; -h prints the short form.", isConfigurable: false)
    ) { _, _ in },
  ]
}

/// A command's own options and those every command has.
struct ParsedOptions<Options: Sendable>: Sendable {
  var options: Options
  var common: CommonOptions
  var files = RunFiles()
}
