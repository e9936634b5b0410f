import Testing
import TraceModel
import TracemillTesting

/// Every format by a small dump; the expected lines are worked out by hand from the formats' own documents.
@Suite struct FormatTests {
  private func expect(_ dump: String, _ lines: String...) async throws {
    let decoded = try await DecodedText.of(dump)
    #expect(decoded.spans == lines)
    #expect(decoded.rejects == [])
  }

  @Test func `OTLP: every kind of value, numbers as text, names of enums, links and events`() async throws {
    try await expect(
      #"""
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
      "scopeSpans":[{"spans":[{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b","parentSpanId":"",
      "name":"a\"b","kind":"SPAN_KIND_CLIENT","startTimeUnixNano":"5000","endTimeUnixNano":7000,"status":{"code":"STATUS_CODE_ERROR"},
      "attributes":[{"key":"s","value":{"stringValue":"\u00e9\n"}},{"key":"i","value":{"intValue":"-9223372036854775808"}},
      {"key":"b","value":{"boolValue":true}},{"key":"d","value":{"doubleValue":"NaN"}},{"value":{"doubleValue":0.5},"key":"h"},
      {"key":"l","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"x"}]}}},
      {"key":"m","value":{"kvlistValue":{"values":[{"key":"k","value":{"boolValue":false}}]}}},{"key":"e","value":{}}],
      "links":[{"traceId":"0000000000000000000000000000000c","spanId":"000000000000000d"}],
      "events":[{"timeUnixNano":"6000","name":"exception"}]}]}]}]}
      """#,
      #"a/b<0 shop "a"b" client error 5000+2000 {b=btrue d=dnan h=d0.5 i=i-9223372036854775808 l=j[1,"x"] m=j{"k":false} s=é"#
        + "\n} -> c/d ! exception@6000")
  }

  @Test func `OTLP: snake case, base64 ids and a resource behind its spans`() async throws {
    try await expect(
      #"""
      {"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"AAAAAAAAAAAAAAAAAAAACg==","span_id":"AAAAAAAAAAs=",
      "start_time_unix_nano":"1","end_time_unix_nano":"2"}]}],"resource":{"attributes":[{"key":"service.name","value":{"string_value":"late"}}]}}]}
      """#, #"a/b<0 late "" unspecified unset 1+1 {}"#)
  }

  @Test func `base64 ids that begin like a hexadecimal number are base64`() async throws {
    try await expect(
      #"""
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"AAAAAAAAAAAAAAAAAAAACg==","spanId":"0XAou6W7wR0="}]}]}]}
      """#, #"a/d17028bba5bbc11d<0 unknown_service "" unspecified unset 0+0 flags 8 {}"#)
  }

  @Test func `keys in any order, spaced or not, mean the same`() async throws {
    let members = [
      #""traceId":"0000000000000000000000000000000a""#, #""spanId":"000000000000000b""#,
      #""parentSpanId":"000000000000000c""#, #""flags":257"#, #""name":"n""#, #""kind":3"#,
      #""startTimeUnixNano":"1700000000000000001""#, #""endTimeUnixNano":1700000000000000003"#,
      #""attributes":[{"key":"k","value":{"stringValue":"v"}},{"key":"i","value":{"intValue":"-7"}},{"key":"j","value":{"intValue":12345678901}}]"#,
      #""status":{"code":2}"#, #""links":[]"#, #""events":[]"#,
    ]
    var random = SeededGenerator(seed: 5)
    for round in 0..<40 {
      let order = members.shuffled(using: &random)
      let spaced = round % 2 == 0 ? order : order.map { $0.replacing(":", with: " : ").replacing(",", with: " , ") }
      try await expect(
        #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"# + spaced.joined(separator: ",") + "}]}]}]}",
        #"a/b<c unknown_service "n" client error 1700000000000000001+2 flags 1536 {i=i-7 j=i12345678901 k=v}"#)
    }
  }

  @Test func `Zipkin 2: tags, endpoints, shared halves, an empty error, links, missing times, 64-bit ids`() async throws
  {
    try await expect(
      #"""
      [{"traceId":"a","id":"b","kind":"CLIENT","name":"get","timestamp":1,"duration":2,"localEndpoint":{"serviceName":"front"},
      "remoteEndpoint":{"serviceName":"back","ipv4":"10.0.0.1","port":80},"tags":{"error":"","x":"1"}},
      {"shared":true,"traceId":"a","id":"b","kind":"SERVER","name":"get","timestamp":2,"duration":1,"localEndpoint":{"serviceName":"back"},
      "annotations":[{"timestamp":2,"value":"cache miss"}]},
      [{"traceId":"a","id":"c","parentId":"b","tags":{"otlp.link.0":"e|f||{\"k\":\"a|b\"}|0","error":"false"}}]]
      """#,
      #"a/b<0 front "get" client error 1000+2000 {error= network.peer.address=10.0.0.1 network.peer.port=i80 peer.service=back x=1}"#,
      #"a/b<0 back "get" server unset 2000+1000 flags 128 {} ! cache miss@2000"#,
      #"a/c<b  "" unspecified unset 0+0 flags 8 {error=false} -> e/f{k=a|b}"#)
  }

  @Test func `Zipkin 1: one span of both sides becomes two halves, tags go to the side that set them`() async throws {
    try await expect(
      #"""
      {"traceId":"a","id":"b","name":"get","annotations":[
      {"timestamp":1,"value":"cs","endpoint":{"serviceName":"front"}},{"timestamp":2,"value":"sr","endpoint":{"serviceName":"back"}},
      {"timestamp":3,"value":"ss","endpoint":{"serviceName":"back"}},{"timestamp":5,"value":"cr","endpoint":{"serviceName":"front"}}],
      "binaryAnnotations":[{"key":"http.path","value":"/x","endpoint":{"serviceName":"back"}}]}
      """#,
      #"a/b<0 front "get" client unset 1000+4000 {}"#,
      #"a/b<0 back "get" server unset 2000+1000 flags 128 {http.path=/x}"#)
  }

  @Test func `Jaeger UI: processes by id, references, kinds and errors among the tags, logs`() async throws {
    try await expect(
      #"""
      {"data":[{"traceID":"a","spans":[{"traceID":"a","spanID":"b","operationName":"op","references":[
      {"refType":"FOLLOWS_FROM","traceID":"e","spanID":"f"},{"refType":"CHILD_OF","traceID":"a","spanID":"c"}],"startTime":1,"duration":2,
      "tags":[{"key":"span.kind","type":"string","value":"server"},{"key":"error","type":"bool","value":true},
      {"key":"n","type":"int64","value":"7"}],"logs":[{"timestamp":2,"fields":[{"key":"event","type":"string","value":"retry"}]}],
      "processID":"p1"}],"processes":{"p1":{"serviceName":"shop","tags":[]}}}]}
      """#, #"a/b<c shop "op" server error 1000+2000 {error=btrue n=i7} -> e/f ! retry@2000{event=retry}"#)
  }

  @Test func `Jaeger in Elasticsearch: tags as an object with @ for dots, null references, parent 0`() async throws {
    try await expect(
      #"""
      {"_index":"jaeger-span","_source":{"traceID":"a","spanID":"b","parentSpanID":"0","references":null,"operationName":"op",
      "startTime":1,"startTimeMillis":0,"duration":2,"tags":[{"key":"t","type":"string","value":"u"}],
      "tag":{"http@status_code":"200","span@kind":"client","error":true},"process":{"serviceName":"shop","tag":{"host@name":"h"}}}}
      """#, #"a/b<0 shop "op" client error 1000+2000 {error=btrue http.status_code=200 t=u}"#)
  }

  @Test func `Jaeger in Kafka: base64 ids, RFC 3339 times, durations in seconds, typed tags`() async throws {
    try await expect(
      #"""
      {"traceId":"AAAAAAAAAAAAAAAAAAAACg==","spanId":"AAAAAAAAAAs=","operationName":"op","references":[
      {"traceId":"AAAAAAAAAAAAAAAAAAAACg==","spanId":"AAAAAAAAAAw="}],"startTime":"1970-01-01T00:00:01.000000001Z","duration":"0.000042s",
      "tags":[{"key":"span.kind","vStr":"server"},{"key":"n","vType":"INT64","vInt64":"7"},{"key":"no","vType":"BOOL"}],
      "process":{"serviceName":"shop"}}
      """#, #"a/b<c shop "op" server unset 1000000001+42000 {n=i7 no=bfalse}"#)
  }

  @Test func `Go's stdouttrace: zero parents are none, times in the year 1 are missing, null lists`() async throws {
    try await expect(
      #"""
      {"Name":"a","SpanContext":{"TraceID":"0000000000000000000000000000000a","SpanID":"000000000000000b"},
      "Parent":{"TraceID":"00000000000000000000000000000000","SpanID":"0000000000000000"},"SpanKind":2,
      "StartTime":"1970-01-01T01:00:01+01:00","EndTime":"1970-01-01T00:00:02Z","Attributes":[{"Key":"f","Value":{"Type":"FLOAT64","Value":1}},
      {"Key":"l","Value":{"Type":"STRINGSLICE","Value":["x"]}}],"Events":null,"Links":[{"SpanContext":{"TraceID":"0c","SpanID":"0d"},"Attributes":null}],
      "Status":{"Code":"Error"},"Resource":[{"Key":"service.name","Value":{"Type":"STRING","Value":"shop"}}]}
      {"Name":"b","SpanContext":{"TraceID":"0a","SpanID":"0c"},"Parent":{"TraceID":"0a","SpanID":"0b"},"SpanKind":1,
      "StartTime":"0001-01-01T00:00:00Z","EndTime":"0001-01-01T00:00:00Z","Attributes":null,"Resource":null}
      """#,
      #"a/b<0 shop "a" server error 1000000000+1000000000 {f=d1.0 l=j["x"]} -> c/d"#,
      #"a/c<b unknown_service "b" internal unset 0+0 flags 8 {}"#)
  }

  @Test func `Python's console: 0x ids, SpanKind names, nested contexts`() async throws {
    try await expect(
      #"""
      {
          "name": "a",
          "context": {"trace_id": "0x0a", "span_id": "0x0b", "trace_state": "[]"},
          "kind": "SpanKind.CONSUMER",
          "parent_id": "0x0c",
          "start_time": "1970-01-01T00:00:01.5Z",
          "end_time": "1970-01-01T00:00:02Z",
          "status": {"status_code": "ERROR", "description": "no"},
          "attributes": {"n": 1, "l": [1, 2]},
          "events": [{"name": "e", "timestamp": "1970-01-01T00:00:01.6Z", "attributes": {}}],
          "links": [{"context": {"trace_id": "0x0d", "span_id": "0x0e"}, "attributes": {"k": true}}],
          "resource": {"attributes": {"service.name": "shop"}, "schema_url": ""}
      }
      """#,
      #"a/b<c shop "a" consumer error 1500000000+500000000 {l=j[1, 2] n=i1 otel.status_description=no}"#
        + " -> d/e{k=btrue} ! e@1600000000")
  }

  @Test func `JavaScript's console: kinds count from 0, fractions of microseconds`() async throws {
    try await expect(
      #"""
      {"resource":{"_attributes":{"service.name":"shop"}},"traceId":"0a","parentId":null,"name":"a","id":"0b","kind":2,"timestamp":1,
      "duration":2.5,"attributes":{"x":"y"},"status":{"code":2},"events":[{"name":"e","time":[1,5]}],"links":[{"context":{"traceId":"0c","spanId":"0d"}}]}
      {"traceId":"0a","parentSpanContext":{"traceId":"0a","spanId":"0b"},"id":"0c","name":"b","kind":0,"timestamp":1,"duration":1,"attributes":{},
      "resource":{"attributes":{"service.name":"shop"}}}
      """#,
      #"a/b<0 shop "a" client error 1000+2500 {x=y} -> c/d ! e@1000000005"#,
      #"a/c<b shop "b" internal unset 1000+1000 {}"#)
  }

  @Test func `ids in base64 may have their signs escaped`() async throws {
    try await expect(
      #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"AAAAAAAAAAAAAAAAAAAA\/w\u003d\u003d","spanId":"AAAAAAAA\/\/8\u003d","name":"n","startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}"#,
      #"ff/ffff<0 unknown_service "n" unspecified unset 1+1 {}"#)
  }

  @Test func `times past 2116 and lengths that do not fit are no times`() async throws {
    try await expect(
      #"""
      {"resourceSpans":[{"scopeSpans":[{"spans":[
      {"traceId":"0a","spanId":"0b","startTimeUnixNano":"9223372036854775000","endTimeUnixNano":"9223372036854775807"},
      {"traceId":"0a","spanId":"0c","startTimeUnixNano":"5","endTimeUnixNano":"9223372036854775807"},
      {"traceId":"0a","spanId":"0d","startTimeUnixNano":"5","endTimeUnixNano":"4611686018427387904"}]}]}]}
      {"traceID":"a","spanID":"e","operationName":"op","startTime":"1970-01-01T00:00:01Z","duration":"--9999999999999s","process":{"serviceName":"s"}}
      {"traceId":"a","id":"f","annotations":[{"timestamp":-9000000000000000,"value":"cs","endpoint":{"serviceName":"s"}},
      {"timestamp":9000000000000000,"value":"cr","endpoint":{"serviceName":"s"}}],"binaryAnnotations":[]}
      """#,
      #"a/b<0 unknown_service "" unspecified unset 0+0 flags 8 {}"#,
      #"a/c<0 unknown_service "" unspecified unset 5+0 flags 8 {}"#,
      #"a/d<0 unknown_service "" unspecified unset 5+4611686018427387899 {}"#,
      #"a/e<0 s "op" unspecified unset 1000000000+0 flags 8 {}"#,
      #"a/f<0 s "" client unset 0+0 flags 8 {}"#)
  }
}
