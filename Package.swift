// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .define("TRACEMILL_INVARIANTS", .when(configuration: .debug)),
]

/// `TRACEMILL_FUZZ=1 swift build -c release --product tracemill-fuzz` builds the fuzzer, everything in it instrumented.
let isFuzzing = Context.environment["TRACEMILL_FUZZ"] != nil
let instrumented = isFuzzing ? strict + [.unsafeFlags(["-sanitize=fuzzer,address"])] : strict

/// `TRACEMILL_STATIC=1 swift build -c release --product tracemill` links everything into the program, the C library and SQLite too.
let linking: [LinkerSetting] =
  Context.environment["TRACEMILL_STATIC"] == nil
  ? [] : [.unsafeFlags(["-static-executable"]), .linkedLibrary("sqlite3"), .linkedLibrary("m")]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: instrumented)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TracemillTesting"], exclude: exclusions[name] ?? [],
    swiftSettings: strict)
}

/// Golden files and dumps that tests read from the source tree; they are no bundle resources.
let exclusions: [String: [String]] = [
  "ReportRendering": ["Goldens"], "TraceAnalysis": ["Goldens"], "AnalysisReports": ["Goldens"],
  "TracemillFuzzing": ["Corpus"],
]

let fuzzer: [Target] = [
  .executableTarget(
    name: "tracemill-fuzz", dependencies: ["TracemillFuzzing"], path: "Tests/TracemillFuzz",
    swiftSettings: instrumented + [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])])
]

let package = Package(
  name: "tracemill",
  products: [.executable(name: "tracemill", targets: ["tracemill"])],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    library("HostSystem"),
    library("TraceModel"),
    library("YAMLReading"),
    library("SpanDecoding", ["HostSystem", "TraceModel"]),
    library("TraceAssembly", ["HostSystem", "TraceModel"]),
    library("ReportModel", ["TraceModel"]),
    library("TraceAnalysis", ["TraceModel", "TraceAssembly", "YAMLReading"]),
    library("AnalysisReports", ["TraceModel", "TraceAssembly", "TraceAnalysis", "ReportModel"]),
    library("ReportRendering", ["ReportModel"]),
    library("TraceHistory", ["CSQLite", "HostSystem", "TraceModel"]),
    library("SyntheticTraces"),
    library(
      "TracemillCommand",
      [
        "HostSystem", "TraceModel", "SpanDecoding", "TraceAssembly", "TraceAnalysis", "ReportModel", "AnalysisReports",
        "ReportRendering", "TraceHistory", "SyntheticTraces", "YAMLReading",
      ]),
    .executableTarget(
      name: "tracemill", dependencies: ["TracemillCommand"], swiftSettings: strict, linkerSettings: linking),
    .executableTarget(
      name: "tracemill-bench",
      dependencies: ["TraceModel", "SpanDecoding", "TraceAssembly", "TraceAnalysis", "ReportModel", "SyntheticTraces"],
      swiftSettings: strict),
    .target(
      name: "TracemillTesting",
      dependencies: ["HostSystem", "TraceModel", "SpanDecoding", "TraceAssembly", "TraceAnalysis"],
      path: "Tests/TracemillTesting", swiftSettings: instrumented),
    .target(
      name: "TracemillFuzzing",
      dependencies: [
        "TraceModel", "SpanDecoding", "TraceAssembly", "TraceAnalysis", "ReportModel", "AnalysisReports",
        "ReportRendering", "TracemillTesting",
      ], path: "Tests/TracemillFuzzing", swiftSettings: instrumented),
    tests("HostSystem", ["HostSystem"]),
    tests("TraceModel", ["TraceModel"]),
    tests("YAMLReading", ["YAMLReading"]),
    tests("SpanDecoding", ["SpanDecoding", "TraceModel"]),
    tests("TraceAssembly", ["TraceAssembly", "SpanDecoding", "TraceModel"]),
    tests(
      "TraceAnalysis",
      [
        "TraceAnalysis", "TraceAssembly", "TraceModel", "ReportModel", "AnalysisReports", "ReportRendering",
        "YAMLReading",
      ]),
    tests(
      "AnalysisReports",
      ["AnalysisReports", "TraceAnalysis", "TraceAssembly", "TraceModel", "ReportModel", "ReportRendering"]),
    tests("ReportRendering", ["ReportRendering", "ReportModel"]),
    tests("TraceHistory", ["TraceHistory", "TraceModel"]),
    tests("SyntheticTraces", ["SyntheticTraces"]),
    tests("TracemillCommand", ["TracemillCommand", "HostSystem", "TraceHistory"]),
    tests("TracemillFuzzing", ["TracemillFuzzing", "SpanDecoding", "TraceModel"]),
  ] + (isFuzzing ? fuzzer : [])
)
