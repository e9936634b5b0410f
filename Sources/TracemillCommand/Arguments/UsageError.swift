/// Something wrong in what the user gave: arguments, environment or configuration file. Exit status 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// Where the value stands: `--jobs`, `TRACEMILL_JOBS`, `night.conf:3: jobs`. Empty until the parser knows.
  var place: String
  var problem: String
  /// What to do about it; empty when the problem says all.
  var remedy: String

  init(_ problem: String, remedy: String = "", place: String = "") {
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// Returns the same error at `place`; an error that already has a place keeps it.
  func at(_ place: String) -> UsageError {
    UsageError(problem, remedy: remedy, place: self.place.isEmpty ? place : self.place)
  }

  var description: String {
    (place.isEmpty ? "" : place + ": ") + problem + (remedy.isEmpty ? "" : "; " + remedy)
  }
}
