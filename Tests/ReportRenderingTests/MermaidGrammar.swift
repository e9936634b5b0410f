/// Whether `line` is one of the few forms of line that our flowcharts consist of, with nothing in a label that Mermaid reads.
func isMermaidLine(_ line: Substring) -> Bool {
  // Mermaid reads code points: a mark must not hide the sign before it.
  let body = String(String.UnicodeScalarView(line.unicodeScalars.map { $0.isASCII ? $0 : "x" })).drop { $0 == " " }
  if body == "flowchart LR" || body == "end" { return true }
  if body.wholeMatch(of: /class (n[0-9]+(,n[0-9]+)*|hidden) [a-z]+/) != nil { return true }
  if body.wholeMatch(of: /(classDef [a-z]+|linkStyle [0-9]+(,[0-9]+)*) [a-z0-9A-Z:#,. -]+/) != nil { return true }
  guard let open = body.firstIndex(of: "\""), let close = body.lastIndex(of: "\""), open < close else {
    return body.wholeMatch(of: /n[0-9]+ (-->|-\.->) n[0-9]+/) != nil
  }
  let frame = body[..<open] + "L" + body[body.index(after: close)...]
  let forms =
    /(subgraph g[0-9]+|hidden|n[0-9]+)\[L\]|n[0-9]+(\(L\)|\[\(L\)\]|\[\[L\]\]|\(\[L\]\))|n[0-9]+ (-->|-\.->)\|L\| n[0-9]+/
  return frame.wholeMatch(of: forms) != nil && isMermaidLabel(body[body.index(after: open)..<close])
}

private func isMermaidLabel(_ label: Substring) -> Bool {
  let scalars = Array(label.replacing("<br/>", with: " ").unicodeScalars)
  var place = 0
  while place < scalars.count {
    let scalar = scalars[place]
    if scalar == "#" {
      guard let end = scalars[place...].firstIndex(of: ";"), end > place + 1, end < place + 10 else { return false }
      guard scalars[(place + 1)..<end].allSatisfy({ ("0"..."9").contains($0) || ("a"..."z").contains($0) }) else {
        return false
      }
      place = end + 1
      continue
    }
    if "\"`<>&;{}[]|\\*~$^@!'".unicodeScalars.contains(scalar) || scalar.value < 0x20 { return false }
    if scalar == "%" && place + 1 < scalars.count && (scalars[place + 1] == "%" || scalars[place + 1] == "{") {
      return false
    }
    place += 1
  }
  return label.prefixMatch(of: /([0-9]+\.|[-+*])( |$)/) == nil
}
