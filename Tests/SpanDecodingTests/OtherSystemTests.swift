import Testing
import TraceModel

/// Spans as other systems than OpenTelemetry's own write them, each told by several keys.
@Suite struct OtherSystemTests {
  private func expect(_ dump: String, _ lines: String...) async throws {
    let decoded = try await DecodedText.of(dump)
    #expect(decoded.spans == lines)
    #expect(decoded.rejects == [])
  }

  @Test func `PHP's console: arrays of spans, words for status and kind, an empty map as a list`() async throws {
    try await expect(
      #"""
      [
          {
              "name": "GET", "context": {"trace_id": "0a", "span_id": "0b", "trace_state": "", "trace_flags": 1},
              "resource": {"service.name": "front"}, "parent_span_id": "", "kind": "KIND_CLIENT", "start": 1000, "end": 3000,
              "attributes": [], "status": {"code": "Error", "description": "no"},
              "events": [{"name": "exception", "timestamp": 2000, "attributes": {"exception.type": "E"}}],
              "links": [{"context": {"trace_id": "0c", "span_id": "0d"}, "attributes": []}], "schema_url": ""
          }
      ]
      """#,
      #"a/b<0 front "GET" client error 1000+2000 {otel.status_description=no} -> c/d ! exception@2000{exception.type=E}"#
    )
  }

  @Test func `Python's and PHP's spans in one dump are told apart by what stands beside the context`() async throws {
    try await expect(
      #"""
      {"context": {"trace_id": "0a", "span_id": "0b"}, "parent_id": "0x0c", "start_time": "1970-01-01T00:00:01Z", "end_time": "1970-01-01T00:00:02Z"}
      {"context": {"trace_id": "0a", "span_id": "0d"}, "parent_span_id": "0c", "start": 1, "end": 2}
      """#,
      #"a/b<c unknown_service "" unspecified unset 1000000000+1000000000 {}"#,
      #"a/d<c unknown_service "" unspecified unset 1+1 {}"#)
  }

  @Test func `OpenInference: nested or as columns, what it does beside the kind`() async throws {
    try await expect(
      #"""
      {"name":"ask","context":{"trace_id":"0a","span_id":"0b"},"span_kind":"CHAIN","parent_id":null,
      "start_time":"1970-01-01T00:00:01+00:00","end_time":"1970-01-01T00:00:02+00:00","status_code":"ERROR","status_message":"no",
      "attributes":{"llm":{"model":"m"}},"events":[{"name":"exception","timestamp":"1970-01-01T00:00:01.5+00:00","attributes":{}}]}
      {"name":"chat","span_kind":"LLM","parent_id":"0b","start_time":1700000000000,"end_time":1700000000001,"status_code":"OK",
      "context.span_id":"0c","context.trace_id":"0a","attributes.llm.tokens":7,"attributes.empty":null,"other":1}
      """#,
      #"a/b<0 unknown_service "ask" internal error 1000000000+1000000000 "#
        + "{llm.model=m openinference.span.kind=CHAIN otel.status_description=no} ! exception@1500000000",
      #"a/c<b unknown_service "chat" internal ok 1700000000000000000+1000000 {llm.tokens=i7 openinference.span.kind=LLM}"#
    )
  }

  @Test func `Go before version 1: a status code as a word or of gRPC, message events, a parent's id`() async throws {
    try await expect(
      #"""
      {"SpanContext":{"TraceID":"0a","SpanID":"0b","TraceFlags":1},"ParentSpanID":"0c","SpanKind":3,"Name":"n",
      "StartTime":"1970-01-01T00:00:01Z","EndTime":"1970-01-01T00:00:02Z","Attributes":null,"MessageEvents":[{"Name":"m","Time":"1970-01-01T00:00:01Z"}],
      "Links":[{"TraceID":"0d","SpanID":"0e"}],"StatusCode":"Error","StatusMessage":"no","Resource":null}
      {"SpanContext":{"TraceID":"0a","SpanID":"0f"},"SpanKind":1,"Name":"n","StatusCode":13}
      {"SpanContext":{"TraceID":"0a","SpanID":"1f"},"SpanKind":1,"Name":"n","StatusCode":0}
      """#,
      #"a/b<c unknown_service "n" client error 1000000000+1000000000 {otel.status_description=no} -> d/e ! m@1000000000"#,
      #"a/f<0 unknown_service "n" internal error 0+0 flags 8 {}"#,
      #"a/1f<0 unknown_service "n" internal unset 0+0 flags 8 {}"#)
  }

  @Test func `ClickHouse rows: columns of events and links, or objects; numbers as text; FORMAT JSON`() async throws {
    let row =
      #""TraceId":"0a","ParentSpanId":"","SpanName":"n","SpanKind":"Server","ServiceName":"front","ResourceAttributes":{"host.name":"h"},"#
      + #""SpanAttributes":{"a":"b"},"Timestamp":"1970-01-01 00:00:01.000000005","Duration":"7","StatusCode":"Error","StatusMessage":"no""#
    try await expect(
      #"""
      {\#(row),"SpanId":"0b","Events.Timestamp":["1970-01-01 00:00:01.000000006"],"Events.Name":["e"],"Events.Attributes":[{"k":"v"}],
      "Links.TraceId":["0c"],"Links.SpanId":["0d"],"Links.Attributes":[{"l":"m"}]}
      {"meta":[{"name":"TraceId"}],"data":[{\#(row),"SpanId":"0e","Events":[],"Links":[{"TraceId":"0c","SpanId":"0d"}]}],"rows":1}
      """#,
      #"a/b<0 front "n" server error 1000000005+7 {a=b otel.status_description=no} -> c/d{l=m} ! e@1000000006{k=v}"#,
      #"a/e<0 front "n" server error 1000000005+7 {a=b otel.status_description=no} -> c/d"#)
  }

  @Test func `X-Ray: segments are servers, subsegments with a namespace are calls, answers hold documents as text`()
    async throws
  {
    let document =
      #"{"trace_id":"1-00000000-00000000000000000000000a","id":"000000000000000b","name":"front","start_time":1.000000001,"end_time":2,"fault":true,"#
      + #""http":{"request":{"method":"GET"},"response":{"status":500}},"subsegments":[{"id":"000000000000000c","name":"cart","namespace":"remote","#
      + #""start_time":1.25,"end_time":1.5e0,"cause":{"exceptions":[{"type":"E","message":"no"}]},"subsegments":[{"id":"000000000000000d","name":"x","start_time":1.3,"end_time":1.4}]}]}"#
    let lines = [
      #"a/b<0 front "front" server error 1000000001+999999999 {http.request.method=GET http.response.status_code=i500}"#,
      #"a/c<b front "cart" client unset 1250000000+250000000 {peer.service=cart} ! exception@0{exception.message=no exception.type=E}"#,
      #"a/d<c front "x" internal unset 1300000000+100000000 {}"#,
    ]
    let text = document.replacing("\"", with: "\\\"")
    let dumps = [document, #"{"Traces":[{"Id":"1","Segments":[{"Id":"b","Document":"\#(text)"}]}]}"#]
    for dump in dumps {
      let decoded = try await DecodedText.of(dump)
      #expect(decoded.spans == lines)
      #expect(decoded.rejects == [])
    }
  }

  @Test func `X-Ray: a document that is no JSON, and subsegments without end, cost only themselves`() async throws {
    let deep = (0..<300).map {
      #"{"id":"\#(String($0 + 1, radix: 16))","name":"n","start_time":1,"end_time":2,"subsegments":["#
    }
    let decoded = try await DecodedText.of(
      #"{"Segments":[{"Document":"{\"trace_id\": oops"},{"trace_id":"1-00000000-00000000000000000000000a","id":"0f","name":"n","start_time":1,"end_time":2,"subsegments":["#
        + deep.joined() + String(repeating: "]}", count: 300) + "]}]}")
    #expect(decoded.spans.count == 129)
    #expect(decoded.quality[.rejectedSpan] == 2)
    #expect(decoded.quality[.rejectedValue] == 0)
  }

  @Test func `Elastic APM: documents nested or dotted, what agents send, OpenTelemetry's mapping`() async throws {
    try await expect(
      #"""
      {"@timestamp":"1970-01-01T00:00:01Z","processor":{"event":"transaction"},"trace":{"id":"0a"},"transaction":{"id":"0b","name":"GET","type":"request",
      "duration":{"us":5}},"service":{"name":"front"},"event":{"outcome":"failure"},"http":{"request":{"method":"GET"}}}
      {"hits":{"hits":[{"_source":{"timestamp.us":1000000,"processor.event":"span","trace.id":"0a","parent.id":"0b","transaction.id":"0b","span.id":"0c",
      "span.name":"SELECT","span.type":"db","span.subtype":"postgresql","span.duration.us":3,"service.name":"front"}},
      {"_source":{"@timestamp":"1970-01-01T00:00:01Z","trace_id":"0a","span_id":"0d","kind":"Server","name":"n","duration":7,"status":{"code":"Error"},
      "resource":{"attributes":{"service.name":"cart"}},"attributes":{"a":{"b":"c"}}}}]}}
      {"metadata":{"service":{"name":"front"}}}
      {"span":{"id":"0e","trace_id":"0a","parent_id":"0b","transaction_id":"0b","name":"GET","type":"external","timestamp":1000000,"duration":0.5,"outcome":"success"}}
      """#,
      #"a/b<0 front "GET" server error 1000000000+5000 {http.request.method=GET}"#,
      #"a/c<b front "SELECT" client unset 1000000000+3000 {db.system.name=postgresql}"#,
      #"a/d<0 cart "n" server error 1000000000+7 {a.b=c}"#,
      #"a/e<b unknown_service "GET" client unset 1000000000+500000 {}"#)
    let other = try await DecodedText.of(
      #"{"processor":{"event":"error"},"trace":{"id":"0a"},"@timestamp":"1970-01-01T00:00:01Z"}"#)
    #expect(other.spans == [] && other.rejects == [] && other.quality[.passedOverSignal] == 1)
  }

  @Test func `Data Prepper's documents: names with @ for dots`() async throws {
    try await expect(
      #"""
      {"traceId":"0a","spanId":"0b","parentSpanId":"0c","name":"n","kind":"SPAN_KIND_SERVER","startTime":"1970-01-01T00:00:01Z","endTime":"1970-01-01T00:00:02Z",
      "durationInNanos":1000000000,"serviceName":"cart","status.code":2,"traceGroup":"g","span.attributes.http@method":"GET"}
      """#, #"a/b<c cart "n" server error 1000000000+1000000000 {http.method=GET}"#)
  }

  @Test
  func `Datadog: decimal ids and their upper half, hexadecimal ones, kinds by type, the download and the API's answer`()
    async throws
  {
    try await expect(
      #"""
      [[{"trace_id":10,"parent_id":null,"span_id":18446744073709551615,"service":"front","resource":"GET /","name":"web.request","error":0,"start":1700000000000000000,"duration":5,
      "meta":{"_dd.p.tid":"000000000000000f","span.kind":"server"},"metrics":{"m":1.5},"type":"web"}]]
      {"traces":[[{"trace_id":"000000000000000A","parent_id":"0000000000000000","span_id":"000000000000000B","service":"front","resource":"r","error":1,"start":1700000000000000000,"duration":5,"type":"db"}]]}
      {"trace":{"root_id":"12","spans":{"12":{"trace_id":"10","span_id":"12","parent_id":"0","start":1700000000.5,"end":1700000001,"duration":0.5,"service":"cart","name":"x","meta":{}}}}}
      {"data":[{"id":"1","type":"spans","attributes":{"trace_id":"0000000000000000000000000000000a","span_id":"13","parent_id":"12","start_timestamp":"1970-01-01T00:00:01Z","end_timestamp":"1970-01-01T00:00:02Z",
      "service":"cart","resource_name":"r","operation_name":"o","status":"error","custom":{"http":{"method":"GET"}}}}]}
      """#,
      #"f:a/ffffffffffffffff<0 front "GET /" server unset 1700000000000000000+5 {_dd.p.tid=000000000000000f m=d1.5 operation.name=web.request span.kind=server}"#,
      #"a/b<0 front "r" client error 1700000000000000000+5 {}"#,
      #"a/c<0 cart "x" unspecified unset 1700000000500000000+500000000 {operation.name=x}"#,
      #"a/d<c cart "r" unspecified error 1000000000+1000000000 {http.method=GET operation.name=o}"#)
  }

  @Test func `Honeycomb: flat events, libhoney's envelope, UUIDs; rows that annotate other spans count`() async throws {
    let decoded = try await DecodedText.of(
      #"""
      {"time":"1970-01-01T00:00:01Z","samplerate":1,"data":{"trace.trace_id":"0a","trace.span_id":"0b","trace.parent_id":"0c","name":"n","service.name":"front","duration_ms":0.5,"error":"no","x":1}}
      {"trace.trace_id":"00000000-0000-0000-0000-00000000000a","trace.span_id":"00000000-0000-0001-0000-00000000000d","name":"m","service_name":"cart","timestamp":1700000000,"duration_ms":1}
      {"trace.trace_id":"0a","trace.parent_id":"0b","meta.annotation_type":"span_event","name":"e"}
      """#)
    #expect(
      decoded.spans == [
        #"a/b<c front "n" unspecified error 1000000000+500000 {x=i1}"#,
        #"a/d<0 cart "m" unspecified unset 1700000000000000000+1000000 {}"#,
      ])
    #expect(decoded.rejects == [] && decoded.quality[.rejectedEvent] == 1)
  }

  @Test func `lists of lists of lists cost no stack`() async throws {
    let deep = String(repeating: #"{"data":["#, count: 3000) + String(repeating: "]}", count: 3000)
    let decoded = try await DecodedText.of(deep)
    #expect(decoded.spans == [] && decoded.quality[.rejectedSpan] + decoded.quality[.rejectedValue] == 1)
  }
}
