import ReportRendering
import Testing

private func drawing(_ text: String) -> String? { ForeignSVG.drawing(in: Array(text.utf8)) }

/// What stands within the outermost element.
private func inside(_ text: String) -> String? {
  guard let drawn = drawing("<svg>\(text)</svg>"), let start = drawn.firstIndex(of: ">") else { return nil }
  return String(drawn[drawn.index(after: start)...].dropLast("</svg>\n".count))
}

@Suite("SVG of another program")
struct ForeignSVGTests {
  @Test(
    "what draws is kept as it is",
    arguments: [
      "<g id=\"a\" class=\"node\"><title>x &amp; y</title>\n<polygon fill=\"#fff\" points=\"1,2 3,-4\"/></g>",
      "<path fill=\"none\" stroke=\"transparent\" stroke-dasharray=\"5,2\" d=\"M1,2C3,4 5,6 7,8\"/>",
      "<text text-anchor=\"start\" x=\"8\" font-family=\"Helvetica,Arial,sans-serif\">━━▶ &lt;b&gt;</text>",
      "<a xlink:title=\"one&#10;two\"><ellipse cx=\"1\" cy=\"2\" rx=\"3\" ry=\"4\"/></a>",
    ])
  func kept(_ text: String) { #expect(inside(text) == text) }

  @Test(
    "what acts, loads or hides is left out, with what lies in it",
    arguments: [
      ("<script>alert(1)</script><g/>", "<g/>"), ("<g onclick=\"x()\"/>", "<g/>"),
      ("<a xlink:href=\"javascript:x\" href=\"http://x\"><g/></a>", "<a><g/></a>"),
      ("<foreignObject><g><text>x</text></g></foreignObject>", ""), ("<style>@import 'x'</style>", ""),
      ("<image href=\"http://x\"/><use href=\"#a\"/>", ""), ("<rect style=\"fill:url(x)\"/>", "<rect/>"),
      ("<rect fill=\"url(http://x)\"/>", "<rect/>"), ("<rect fill=\"U&#82;L(#a)\"/>", "<rect/>"),
      ("<rect fill=\"\\75rl(#a)\"/>", "<rect/>"), ("<animate attributeName=\"href\"/><set to=\"x\"/>", ""),
      ("<!-- <script> --><g/>", "<g/>"), ("<svg><script/></svg><g/>", "<g/>"), ("<SCRIPT>x</SCRIPT>", ""),
      ("<g>stray<g/></g>", "<g><g/></g>"), ("<x:script>y</x:script>", ""), ("<?php x ?><g/>", "<g/>"),
      ("<text>&lt;script&gt;</text>", "<text>&lt;script&gt;</text>"),
      ("<g id=\"&quot;&gt;&lt;script&gt;\"/>", "<g id=\"&quot;&gt;&lt;script&gt;\"/>"),
    ])
  func leftOut(_ text: String, _ kept: String) { #expect(inside(text) == kept) }

  @Test("its own head is passed over, and the names of SVG are ours")
  func head() {
    let graphviz = """
      <?xml version="1.0" encoding="UTF-8" standalone="no"?>
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
       "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <!-- Generated -->
      <svg width="8pt" height="9pt"
       viewBox="0.00 0.00 8.00 9.00" xmlns="http://evil" onload="x()">
      </svg>

      """
    #expect(
      drawing(graphviz)
        == """
        <svg width="8pt" height="9pt" viewBox="0.00 0.00 8.00 9.00" xmlns="http://www.w3.org/2000/svg" \
        xmlns:xlink="http://www.w3.org/1999/xlink">
        </svg>

        """)
  }

  @Test(
    "what is not well-formed is no drawing",
    arguments: [
      "", "text", "<g/>", "<svg>", "<svg></g>", "<svg/><svg/>", "<svg/>x", "<svg a=1/>", "<svg a=\"1\" a=\"2\"/>",
      "<svg a='<'/>", "<svg>&nbsp;</svg>", "<svg>&#0;</svg>", "<svg>&#xd800;</svg>", "<svg>&amp</svg>",
      "<svg>\u{1}</svg>", "<svg><![CDATA[x]]></svg>", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>", "<svg><!-- </svg>",
      "<svg><g x></g></svg>", "< svg/>", "<svg/", "<html><svg/></html>", "<svg><g id=\"a\"class=\"b\"/></svg>",
    ])
  func refused(_ text: String) { #expect(drawing(text) == nil) }

  @Test("bytes that are no UTF-8, and elements a thousand deep, are no drawing")
  func bounds() {
    #expect(ForeignSVG.drawing(in: Array("<svg>".utf8) + [0xff] + Array("</svg>".utf8)) == nil)
    #expect(inside(String(repeating: "<g>", count: 1000) + String(repeating: "</g>", count: 1000)) == nil)
  }

  @Test("whatever is cut or changed, no byte of a drawing acts")
  func damaged() {
    let whole = Array(
      "<svg><g id=\"a\"><script>x</script><text x=\"1\" onload=\"y\">t &amp; u</text></g><!-- c --></svg>".utf8)
    for index in whole.indices {
      var changed = whole
      for byte in Array("<>\"'&/ sx!-".utf8) {
        changed[index] = byte
        guard let drawn = ForeignSVG.drawing(in: changed) else { continue }
        #expect(!drawn.contains("<script") && !drawn.contains(" onload=\""), "\(drawn)")
        #expect(ForeignSVG.drawing(in: Array(drawn.utf8)) == drawn, "a drawing is its own drawing")
      }
      #expect(ForeignSVG.drawing(in: Array(whole[..<index])) == nil)
    }
  }
}
