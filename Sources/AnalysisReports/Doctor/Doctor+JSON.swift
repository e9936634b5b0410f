public import ReportModel
public import TraceAnalysis
public import TraceModel

extension DoctorResult {
  /// Writes `tracemill/doctor/1` as one object; `quality` is what decoding and assembly counted over the same dump, `further` writes
  /// members behind those.
  public func write(
    to json: inout JSONWriter, quality: DataQuality, further: (inout JSONWriter) -> Void = { _ in }
  ) {
    json.object { json in
      json.field("schema", "tracemill/doctor/1")
      json.object("spans") { json in
        json.field("read", quality.spansRead)
        json.field("distinct", distinctSpans)
        json.field("duplicates", quality[.duplicateSpan])
      }
      json.field("traces", traces)
      json.field("journeys", journeys)
      json.field("services", services)
      json.field("roots", roots)
      json.field("orphans", orphans)
      json.field("errors", errors)
      json.field("unsetFailures", unsetFailures)
      json.object("links") { json in
        json.field("total", links)
        json.field("resolved", linksResolved)
        json.field("sampledOut", linksSampledOut)
        json.field("absent", linksAbsent)
        json.field("cut", linksCut)
      }
      json.object("kinds") { json in
        for kind in SpanKind.allCases { json.field(kind.name, kinds[Int(kind.rawValue)]) }
      }
      json.object("time") { json in
        json.field("firstUnixNano", first.map { String($0.nanoseconds) })
        json.field("lastUnixNano", last.map { String($0.nanoseconds) })
        json.field("totalDurationNs", totalDuration)
      }
      json.object("rejected") { json in
        json.field("values", quality[.rejectedValue])
        json.field("spans", quality[.rejectedSpan])
        json.field("bytes", quality.bytesRejected)
      }
      json.object("defects") { json in
        for defect in Defect.allCases { json.field(defect.rawValue, count(of: defect, quality)) }
      }
      json.object("score") { json in
        json.field("wholeSpans", ratio: spans - spansWithDefects, max(1, spans))
        json.field("connectedSpans", ratio: spans - orphans, max(1, spans))
        json.field("resolvedLinks", ratio: linksResolved, links)
        json.field("readableBytes", ratio: quality.bytesRead - quality.bytesRejected, max(1, quality.bytesRead))
      }
      further(&json)
    }
  }
}
