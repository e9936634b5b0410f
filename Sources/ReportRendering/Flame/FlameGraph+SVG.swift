public import ReportModel

extension FlameGraph {
  /// The picture as a standalone SVG document without scripts, fonts or addresses. Ends with a newline.
  ///
  /// Callers stand above what they call; a box is as wide as its time. Each name stands whole in the document, cut to its box only to the eye, so that
  /// a browser's search finds it; figures are in the tooltips. Boxes narrower than a pixel are left out and counted.
  public func svg() -> String { FlameDrawing(cut(at: FlameDrawing.deepest)).svg }
}

/// One flame graph, on its way to being an SVG.
private struct FlameDrawing {
  /// Frames deeper than that count as their callers' own time.
  static let deepest = 120
  static let width = 1200
  static let side = 10
  static let rowHeight = 20
  /// Of a character of the font (11 pixels, monospaced), in tenths of a pixel.
  static let characterWidth = 66

  let graph: FlameGraph
  let layout: FlameLayout
  let inclusive: [(now: Int128, before: Int128)]
  /// By frame, over how many requests its entry point's time is spread; 0 when unknown.
  let requests: [Int]
  /// Time (ns) of all entry points, now and before.
  let total: (now: Int128, before: Int128)
  let lead: [Text]
  let names: CallNames
  let top: Int

  init(_ graph: FlameGraph) {
    self.graph = graph
    names = CallNames(graph.frames.map(\.service))
    layout = FlameLayout(graph, width: 10 * (Self.width - 2 * Self.side), narrowest: 10)
    inclusive = graph.inclusive
    var requests: [Int] = []
    var total: (now: Int128, before: Int128) = (0, 0)
    for (place, frame) in graph.frames.enumerated() {
      requests.append(frame.caller.map { requests[$0] } ?? frame.requests)
      if frame.caller == nil { total = (total.now + inclusive[place].now, total.before + inclusive[place].before) }
    }
    self.requests = requests
    self.total = total
    let reading: Text
    if let sides = graph.sides {
      reading = """
        A box is called by the one above it. Width: its time, the longer of the two. Red: more own time than \(sides.before), blue: less. \
        Figures: change a request.
        """
    } else {
      reading = """
        A box is called by the one above it. Width: its time on the critical path. The darker, the more of that is its own work.
        """
    }
    lead = graph.lead + [reading]
    top = 34 + 17 * lead.count
  }

  var svg: String {
    let height = top + max(1, layout.rows) * Self.rowHeight + 44
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
      viewBox="0 0 \(Self.width) \(height)" font-family="sans-serif" font-size="12">
      <style>.f:hover rect{stroke:#000000}.f text{font-family:monospace;font-size:11px}</style>
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="\(Self.side)" y="22" font-size="15" font-weight="bold">\(svgText(graph.title.content, columns: 130))</text>

      """
    for (place, sentence) in lead.enumerated() {
      svg += """
        <text x="\(Self.side)" y="\(41 + 17 * place)" fill="#555555">\(svgText(sentence.content, columns: 180))</text>

        """
    }
    if layout.boxes.isEmpty { svg += "<text x=\"\(Self.side)\" y=\"\(top + 14)\">There is no time to show.</text>\n" }
    for box in layout.boxes { svg += element(of: box) }
    return svg + legend(y: height - 14) + "</svg>\n"
  }

  private func element(of box: FlameLayout.Box) -> String {
    let colour: FlamePalette.Colour
    let label: (name: String, figure: String)
    var brief: ((Int) -> String)?
    let title: String
    if let place = box.frame {
      colour = FlamePalette.colour(
        of: graph.frames[place], total: max(total.now, total.before), isDifference: graph.isDifference)
      label = (visibleText(graph.frames[place].name), figure(of: place))
      brief = { briefName(of: place, columns: $0) }
      title = tooltip(of: place)
    } else {
      colour = FlamePalette.all
      label = ("all entry points", graph.isDifference ? "" : duration(total.now))
      title = escapedXML(label.name + ", " + change(total, requests: 0))
    }
    let y = top + box.row * Self.rowHeight
    let left = svgLength(tenths: 10 * Self.side + box.left)
    let width = svgLength(tenths: box.width)
    let height = Self.rowHeight - 1
    return """
      <g class="f"><title>\(title)</title><rect x="\(left)" y="\(y)" width="\(width)" height="\(height)" \
      fill="\(colour.fill)" stroke="#ffffff" stroke-width="0.5"/>\
      <svg x="\(left)" y="\(y)" width="\(width)" height="\(height)">\(text(label, brief, width: box.width, colour.text))</svg></g>

      """
  }

  /// The name, whole for a search and cut for the eye, and the figure where there is room for both.
  private func text(
    _ label: (name: String, figure: String), _ brief: ((Int) -> String)?, width: Int, _ fill: String
  ) -> String {
    let name = String(label.name.unicodeScalars.prefix(2_000))
    let room = (width - 60) / Self.characterWidth
    let columns = displayWidth(name)
    if columns <= room {
      let fits = !label.figure.isEmpty && columns + 2 + displayWidth(label.figure) <= room
      let figure = fits ? "<tspan dx=\"10\" fill-opacity=\"0.8\">\(escapedXML(label.figure))</tspan>" : ""
      return "<text x=\"3\" y=\"13\" fill=\"\(fill)\">\(escapedXML(name))\(figure)</text>"
    }
    if room < 3 { return "<text x=\"3\" y=\"13\" fill=\"none\">\(escapedXML(name))</text>" }
    return """
      <text x="3" y="13" fill="none">\(escapedXML(name))</text>\
      <text x="3" y="13" fill="\(fill)">\(escapedXML(brief?(room) ?? shortened(name, to: room)))</text>
      """
  }

  /// The name of a frame in little room: without the service where it stands on a frame of the same.
  private func briefName(of place: Int, columns: Int) -> String {
    let frame = graph.frames[place]
    let operation = frame.operation + (frame.wait.isEmpty ? "" : " (\(frame.wait))")
    let isSame = frame.caller.map { graph.frames[$0].service == frame.service } ?? false
    return names.name(frame.service, operation, isSameService: isSame, columns: columns)
  }

  private func figure(of place: Int) -> String {
    guard graph.isDifference else { return share(inclusive[place].now, of: total.now).description }
    let divisor = Int128(max(1, requests[place]))
    let difference = inclusive[place].now / divisor - inclusive[place].before / divisor
    return (difference > 0 ? "+" : difference < 0 ? "−" : "±") + duration(Int128(difference.magnitude))
  }

  private func tooltip(of place: Int) -> String {
    let frame = graph.frames[place]
    var lines = [shortened(visibleText(frame.name), to: 400)]
    let time = inclusive[place]
    let own = (now: Int128(frame.own), before: Int128(frame.ownBefore))
    if graph.isDifference {
      lines.append("time: " + change(time, requests: requests[place]))
      lines.append("own time: " + change(own, requests: requests[place]))
    } else {
      lines.append("time: \(change(time, requests: requests[place])) (\(share(time.now, of: total.now)) of all)")
      lines.append("own time: \(change(own, requests: requests[place])) (\(share(own.now, of: total.now)) of all)")
    }
    if !frame.note.isEmpty { lines.append(shortened(visibleText(frame.note), to: 400)) }
    return lines.map { escapedXML($0) }.joined(separator: "\n")
  }

  /// A time, before and now where there is a before; a request where their number is known.
  private func change(_ time: (now: Int128, before: Int128), requests: Int) -> String {
    let divisor = Int128(max(1, requests))
    let each = requests > 0 ? " a request" : ""
    let now = Quantity.duration(nanoseconds: Int64(clamping: time.now / divisor))
    guard graph.isDifference else {
      return requests > 0 ? "\(duration(time.now)), \(now)\(each)" : duration(time.now)
    }
    let before = Quantity.duration(nanoseconds: Int64(clamping: time.before / divisor))
    return Change(from: before, to: now).description + each
  }

  private func duration(_ time: Int128) -> String {
    Quantity.duration(nanoseconds: Int64(clamping: time)).description
  }

  private func share(_ part: Int128, of whole: Int128) -> Quantity {
    .share(Int(clamping: part), of: Int(clamping: whole))
  }

  private func legend(y: Int) -> String {
    let entries: [(colour: FlamePalette.Colour, text: String)]
    let head: String
    if graph.isDifference {
      head = "Own time, as a share of all:"
      let words = ["−10 % or less", "−3 %", "−1 %", "about the same", "+1 %", "+3 %", "+10 % or more"]
      entries = zip(FlamePalette.change, words).map { ($0, $1) }
    } else {
      head = "Own time, as a share of all:"
      let words = ["below 1 %", "1 %", "5 %", "10 %", "20 % or more"]
      let waits = graph.frames.contains { !$0.wait.isEmpty }
      entries =
        zip(FlamePalette.work, words).map { ($0, $1) } + (waits ? [(FlamePalette.wait, "waiting for a message")] : [])
    }
    var svg = "<text x=\"\(Self.side)\" y=\"\(y)\" fill=\"#555555\">\(head)</text>\n"
    var x = Self.side + 175
    for entry in entries {
      svg += """
        <rect x="\(x)" y="\(y - 10)" width="14" height="12" fill="\(entry.colour.fill)" stroke="#999999" \
        stroke-width="0.5"/><text x="\(x + 19)" y="\(y)" fill="#555555">\(entry.text)</text>

        """
      x += 36 + 7 * displayWidth(entry.text)
    }
    if layout.hiddenFrames > 0 {
      let what = layout.hiddenFrames == 1 ? "1 box is" : "\(Quantity.count(layout.hiddenFrames)) boxes are"
      svg += """
        <text x="\(Self.width - Self.side)" y="\(y)" text-anchor="end" fill="#555555">\(what) too narrow to draw \
        (\(escapedXML(share(layout.hiddenTime, of: layout.total).description)))</text>

        """
    }
    return svg
  }
}
