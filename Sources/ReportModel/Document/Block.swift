/// One block of a section, in reading order.
public enum Block: Hashable, Sendable {
  case paragraph(Text)
  /// A bullet list, one item a line.
  case list([Text])
  case table(Table)
  case graph(Graph)
  case timeline(Timeline)
  /// Text shown as it is, line breaks included; `language` names the highlighting of the fence ("" for none).
  case preformatted(String, language: String)
  /// What a reader must not overlook, set apart: one paragraph a text.
  case note([Text])
  /// A picture file beside the report, by its path relative to the report.
  case picture(path: String, caption: String)
}
