/// The groups under which help and the man page list flags, in this order.
enum FlagCategory: String, CaseIterable, Sendable {
  case input = "Input"
  case selection = "Selection"
  case analysis = "Analysis"
  case gates = "Gates"
  case output = "Output"
  case resources = "Resources"
  case common = "Common"
}
