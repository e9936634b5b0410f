import ReportModel

extension Text {
  /// The text cut to `width` columns of what is seen, the last of them `…`; shorter text stays.
  func shortened(to width: Int) -> Text {
    var left = width
    var cut: [Run] = []
    for (place, run) in runs.enumerated() {
      let visible = visibleText(
        run.content.utf8.count > 8 * width + 64 ? prefix(run.content, 8 * width + 64) : run.content)
      let columns = displayWidth(visible)
      let isLast = place == runs.count - 1
      if columns < left || (columns == left && isLast) {
        cut.append(run)
        left -= columns
        continue
      }
      cut.append(Run(ReportRendering.shortened(visible + (isLast ? "" : "…"), to: left), run.style))
      break
    }
    return Text(runs: cut)
  }

  private func prefix(_ content: String, _ length: Int) -> String {
    String(content.unicodeScalars.prefix(length))
  }
}
