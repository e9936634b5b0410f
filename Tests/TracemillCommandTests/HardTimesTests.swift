import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// What surrounds the program fails it: missing programs, full disks, bombs, signals.
@Suite("The program in hard times")
struct HardTimesTests {
  let shop: SmallShop

  init() throws { shop = try SmallShop() }

  /// Files of ours that should be gone.
  private var leftovers: [String] { shop.folder.names.filter { $0.hasPrefix(".tracemill") } }

  @Test("names the package of a program that is missing", arguments: ["gzip", "zstd"])
  func missingProgram(_ program: String) throws {
    let outcome = try shop.shell(
      "\(program) -qc now.jsonl > packed; t=$(command -v tracemill); PATH=/nowhere \"$t\" doctor packed")
    #expect(outcome.code == 2)
    #expect(
      outcome.err.contains("packed: ") && outcome.err.contains("install the package \(program)"), "\(outcome.err)")
    #expect(outcome.out.isEmpty)
  }

  @Test("stops at a bomb", arguments: ["doctor bomb.gz", "report bomb.gz -o out", "doctor - < bomb.gz"])
  func bomb(_ command: String) throws {
    let outcome = try shop.shell(
      "head -c 4000000 /dev/zero | tr '\\0' ' ' | gzip > bomb.gz; tracemill \(command) --max-expand 1M")
    #expect(outcome.code == 2)
    #expect(outcome.err.contains("raise --max-expand"), "\(outcome.err)")
    #expect(!shop.folder.names.contains("out"))
    #expect(leftovers == [])
  }

  @Test("passes over a giant value and reads on")
  func giantValue() throws {
    let outcome = try shop.shell(
      "(printf '{\"resourceSpans\":[{\"schemaUrl\":\"'; head -c 300000 /dev/zero | tr '\\0' x; echo '\"}]}'; cat now.jsonl) > g.jsonl; "
        + "tracemill red --max-value 100K --format json g.jsonl --rejects r; tracemill red --format json now.jsonl > plain"
    )
    let plain = try text(of: shop.path + "/plain")
    #expect(outcome.out == plain)
    #expect(try text(of: shop.path + "/r").contains("longer than --max-value"))
  }

  @Test(
    "reads several members, frames and lengths as one dump",
    arguments: [
      "(gzip -c before.jsonl; gzip -c now.jsonl)", "(zstd -qc before.jsonl; zstd -qc now.jsonl)",
      "(gzip -c before.jsonl; gzip -c now.jsonl) | cat",
    ])
  func members(_ packing: String) throws {
    let outcome = try shop.shell(
      "cat before.jsonl now.jsonl > both; tracemill doctor --format json both > plain; "
        + "\(packing) > packed; tracemill doctor --format json packed > one; tracemill doctor --format json - < packed > two; "
        + "cat packed | tracemill doctor --format json - > three; cmp plain one && cmp plain two && cmp plain three")
    #expect(outcome.code == 0, "\(outcome.out) \(outcome.err)")
  }

  @Test(
    "says what is unreadable",
    arguments: ["doctor /proc/self/mem", "report /proc/self/mem -o out", "doctor /root/nothing/x"])
  func unreadable(_ command: String) throws {
    let outcome = try shop.run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 2)
    #expect(outcome.err.contains("; "), "\(outcome.err)")
    #expect(!shop.folder.names.contains("out"))
  }

  @Test("a temporary file that does not fit ends it, and leaves nothing")
  func fullSpill() throws {
    let outcome = try shop.shell("ulimit -f 16; tracemill report now.jsonl --memory 64K --tmpdir . -o out")
    #expect(outcome.code == 2)
    #expect(outcome.err.contains("choose another folder with --tmpdir"), "\(outcome.err)")
    #expect(!shop.folder.names.contains("out"))
    #expect(leftovers == [])
    #expect(try shop.run(["report", "now.jsonl", "--memory", "64K", "--tmpdir", "nowhere", "-o", "out"]).code == 2)
  }

  @Test("a report that does not fit leaves nothing, and what was there stays")
  func fullDisk() throws {
    let outcome = try shop.shell(
      "tracemill report before.jsonl -o out --quiet; cp out/report.md was; ulimit -f 4; tracemill report now.jsonl -o out --no-svg"
    )
    #expect(outcome.code == 2)
    #expect(outcome.err.contains("cannot be written"), "\(outcome.err)")
    #expect(try shop.bytes("was") == shop.bytes("out/report.md"))
    #expect(leftovers == [])
    #expect(try shop.shell("tracemill red now.jsonl > /dev/full").code == 2)
  }

  @Test("a signal leaves nothing behind", arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func signal(_ name: String, _ code: Int) throws {
    let outcome = try shop.shell(
      """
      mkfifo pipe packed
      (cat now.jsonl; exec sleep 20) > pipe 2> /dev/null & one=$!
      timeout --preserve-status -s \(name) 1 tracemill report pipe --memory 64K --tmpdir . -o out; echo $?
      (gzip -c now.jsonl; exec sleep 20) > packed 2> /dev/null & two=$!
      timeout --preserve-status -s \(name) 1 tracemill report packed -o out; echo $?
      kill $one $two
      """)
    #expect(outcome.out == "\(code)\n\(code)\n", "\(outcome.err)")
    #expect(!shop.folder.names.contains("out"))
    #expect(leftovers == [])
  }

  @Test(
    "a signal while a database is written leaves nothing beside it",
    arguments: [
      ("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131), ("ALRM", 142), ("USR1", 138), ("XCPU", 152),
      ("ABRT", 134),
      ("SEGV", 139),
    ])
  func signalToExport(_ name: String, _ code: Int) throws {
    // The signal comes when the unfinished file is there.
    let outcome = try shop.shell(
      """
      tracemill synth --seed 5 --requests 4000 -o large
      mkdir db
      (while [ -z "$(ls -A db)" ]; do sleep 0.01; done; kill -\(name) $(cat pid)) &
      sh -c 'echo $$ > pid; exec tracemill export --sqlite db/x large -q'; echo $?; ls -A db
      """)
    #expect(outcome.out == "\(code)\n", "\(outcome.err)")
  }

  @Test("a decompressor that floods its messages is heard, and nobody waits for ever", arguments: ["gzip", "zstd"])
  func flood(_ program: String) throws {
    let outcome = try shop.shell(
      """
      mkdir bin; \(program) -qc now.jsonl > packed; real=$(command -v \(program))
      printf '#!/bin/sh\\nhead -c 3000000 /dev/zero | tr "\\\\0" x >&2\\nexec %s "$@"\\n' "$real" > bin/\(program); chmod +x bin/\(program)
      tracemill red now.jsonl -f json > plain; PATH=$PWD/bin:$PATH tracemill red packed -f json > talkative; echo $?; cmp plain talkative
      printf '#!/bin/sh\\nhead -c 3000000 /dev/zero | tr "\\\\0" x >&2\\nexit 1\\n' > bin/\(program)
      PATH=$PWD/bin:$PATH tracemill red packed > /dev/null; echo $?
      """)
    #expect(outcome.out == "0\n3\n", "\(outcome.err.prefix(500))")
    #expect(outcome.err.utf8.count < 20_000)
  }

  @Test("a decompressor that does not end when its output has is stopped")
  func sleeper() throws {
    let outcome = try shop.shell(
      """
      mkdir bin; gzip -c now.jsonl > packed
      printf '#!/bin/sh\\nexec >&-\\nexec sleep 100\\n' > bin/gzip; chmod +x bin/gzip
      PATH=$PWD/bin:$PATH timeout 60 tracemill red packed > /dev/null; echo $?
      """)
    #expect(outcome.out == "3\n")
    #expect(outcome.err.contains("it did not end when its output had ended"), "\(outcome.err)")
  }

  @Test(
    "a dot whose drawing acts has it cleaned, one that draws nothing is told",
    arguments: [
      ("<svg onload='x()'><script>x</script><g/></svg>", true), ("<html><script>x</script></html>", false),
      ("<svg><g></svg>", false), ("", false),
    ])
  func hostileDot(_ svg: String, _ isDrawn: Bool) throws {
    try put("#!/bin/sh\ncat > /dev/null\ncat <<'END'\n\(svg)\nEND\n", at: shop.path + "/dot")
    let outcome = try shop.shell(
      "chmod +x dot; PATH=$PWD:$PATH tracemill report now.jsonl -o out -q --verbose; PATH=$PWD:$PATH tracemill dependencies now.jsonl -f svg > one; echo $?"
    )
    #expect(outcome.out.hasSuffix(isDrawn ? "0\n" : "2\n"))
    let names = FileTree.names(in: shop.path + "/out") ?? []
    #expect(names.contains("report.md") && names.contains("dependencies.svg") == isDrawn)
    if isDrawn {
      let drawn = try text(of: shop.path + "/out/dependencies.svg")
      #expect(drawn == (try text(of: shop.path + "/one")))
      #expect(drawn.contains("<g/>") && !drawn.contains("script") && !drawn.contains("onload"))
    } else {
      #expect(outcome.err.contains("dot: "), "\(outcome.err)")
    }
  }

  @Test("a closed standard stream is told, and no file that is opened later takes its place")
  func closedStreams() throws {
    let outcome = try shop.shell(
      """
      tracemill red now.jsonl >&-; echo $?
      tracemill report now.jsonl -o whole -q --no-svg
      tracemill report now.jsonl -o out --no-svg >&-; echo $?
      tracemill report now.jsonl -o other -q --no-svg <&- >&- 2>&-; echo $?
      tracemill red - <&-; echo $?
      for f in report.md report.json dependencies.dot; do cmp out/$f whole/$f && cmp other/$f whole/$f; done; cksum now.jsonl > now; cksum now.jsonl | cmp - now
      """)
    #expect(outcome.out == "2\n2\n0\n2\n", "\(outcome.err)")
    #expect(outcome.err.contains("standard output: cannot be written: it is not open"), "\(outcome.err)")
  }

  @Test("whatever memory it may have, it does all or says that it is out of memory, and leaves nothing")
  func outOfMemory() throws {
    let outcome = try shop.shell(
      """
      tracemill synth --seed 5 --requests 2000 -o large
      for k in 60 100 150 200 250 300 350 400 450 500 600 800; do
        mkdir d; (ulimit -v ${k}000; tracemill export --sqlite d/x large -q --jobs 2 --memory 4G) 2> said; code=$?
        left=$(ls -A d | grep -v '^x$'); [ -z "$left" ] || echo "$k: left $left"
        case $code in
          0) [ -e d/x ] && echo done || echo "$k: nothing written" ;;
          2) [ -e d/x ] && echo "$k: half written"; grep -q 'memory' said && echo short || { echo "$k: no word of memory"; cat said; } ;;
          127) ;; # The system could not even load it.
          *) echo "$k: status $code"; cat said ;;
        esac
        rm -rf d
      done | sort | uniq -c | sed 's/^ *[0-9]* //'
      """)
    #expect(outcome.out == "done\nshort\n", "\(outcome.out) \(outcome.err)")
  }

  @Test("progress is silent away from a terminal unless it is asked for")
  func progress() throws {
    #expect(try shop.run(["red", "now.jsonl"]).err == "")
    let verbose = try shop.run(["red", "now.jsonl", "--verbose"])
    #expect(verbose.err.contains("note: reading · ") && verbose.err.contains("note: analysing · "), "\(verbose.err)")
    #expect(verbose.err.contains("(100%)"), "\(verbose.err)")
  }
}
