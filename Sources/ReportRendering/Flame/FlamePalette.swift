import ReportModel

/// The colours of flame graphs: a single blue that darkens with own time, orange (Okabe and Ito's) for waits; red and blue for more and less. None
/// of them is mistaken for another by colour-blind people, and figures say the same.
enum FlamePalette {
  struct Colour {
    var fill: String
    var text: String
  }

  /// Own time below 1 %, from 1, 5, 10 and 20 % of all.
  static let work = [
    Colour(fill: "#e8eff6", text: "#1f2933"), Colour(fill: "#c3d9ec", text: "#1f2933"),
    Colour(fill: "#8dbbdd", text: "#1f2933"), Colour(fill: "#3b83bb", text: "#ffffff"),
    Colour(fill: "#0b4f8a", text: "#ffffff"),
  ]
  static let wait = Colour(fill: "#e69f00", text: "#1f2933")
  static let all = Colour(fill: "#eceff1", text: "#1f2933")

  /// From much less to much more: by 10 %, 3 %, 1 % of all or more, and by less than that in the middle.
  static let change = [
    Colour(fill: "#2166ac", text: "#ffffff"), Colour(fill: "#6aaed6", text: "#1f2933"),
    Colour(fill: "#c6dfef", text: "#1f2933"), Colour(fill: "#f1f1f1", text: "#1f2933"),
    Colour(fill: "#fbd3c0", text: "#1f2933"), Colour(fill: "#ef8a62", text: "#1f2933"),
    Colour(fill: "#b2182b", text: "#ffffff"),
  ]

  /// The colour of a frame in a graph of `total` ns.
  static func colour(of frame: FlameGraph.Frame, total: Int128, isDifference: Bool) -> Colour {
    if isDifference {
      let change = Int128(frame.own) - Int128(frame.ownBefore)
      let size = Int128(change.magnitude) * 100
      let steps = size >= total * 10 ? 3 : size >= total * 3 ? 2 : size >= total ? 1 : 0
      return Self.change[change < 0 ? 3 - steps : 3 + steps]
    }
    if !frame.wait.isEmpty { return wait }
    let share = Int128(frame.own) * 100
    return work[
      share >= total * 20 ? 4 : share >= total * 10 ? 3 : share >= total * 5 ? 2 : share >= total ? 1 : 0]
  }
}
