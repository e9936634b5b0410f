/// `help json`: what the machine output has beyond its fixed shapes.
let jsonTopic = HelpTopic(
  name: "json", abstract: "The shapes of the machine output.",
  text: """
    Every JSON output is one object whose member "schema" names its shape and version; within a version members are only \
    added. Absolute times are strings of nanoseconds since the epoch, durations are whole nanoseconds in members named \
    ...Ns, ids are lower-case hexadecimal.

    tracemill/critical-path/1
      responses[]    traceId rootSpanId service operation durationNs orphan? segments[]
      segments[]     kind traceId spanId service operation startUnixNano endUnixNano ambiguous?
      completions[]  origin terminal durationNs segments[]
      aggregate[]    entry traces path[]: service operation kind exclusiveNs share traces frequency percentiles
      completionAggregate[]  the same for completions; completionCount has all of them
      slack[]        of consumers off the completion path: service operation offPath p50Ns p95Ns minNs maxNs
      diagnostics[]  traceId spanId kind detail; diagnosticCounts has how often each kind occurred (skew, non_causal_link, \
    unresolved_link, sampled_out_link, cut_link among them)
    tracemill/red/1
      rows[]         service operation kind calls errors errorRate p50Ns p90Ns p99Ns p999Ns maxNs totalNs
      services[]     the same for each service; buckets[] over time
    tracemill/dependencies/1
      nodes[]        id type name
      edges[]        source target kind calls errors messages clientNs serverNs gapNs queueWaitNs confidence
      cycles[], unresolved
    tracemill/queues/1
      deliveries[]   producer consumer topic by confidence waitNs; deliveriesHidden are not listed
                     by: link parent follows_from (exact), message_id offset (strong), time (guess, with --stitch-by-time)
      topics[]       topic messages unconsumed deadLettered consumers[]
      consumers[]    service group deliveries redeliveries failed deadLettered unmatched producersMissing producersSampledOut \
    producersAbsent earlyStarts by waitNs batch fallingBehind waitFirstQuarterNs? waitLastQuarterNs? lag? bucketNs buckets[]
      lag            growing stopped arrived taken stretchNs waiting; the first three of the second half of the arrivals
      buckets[]      startUnixNano deliveries failed p50Ns p95Ns p99Ns: waits of what was taken then
      acks           phantom findings[] consumers[]: topic service group settled inverted early failedInverted failedOrdered \
    failedThoughDelivered acceptedThoughFailed contradictory invertedFailureRate95 orderedFailureRate95 failureRateDifference95? exemplars[]
      stitchedByTime guessed checked right; cutLinks
    tracemill/trace/1
      traceIds spans failed services startUnixNano endUnixNano origin pathNs
      rows[]         depth traceId spanId service operation kind startUnixNano endUnixNano failed byMessage waitNs? pathNs pathWaitNs
    tracemill/doctor/1
      spans traces journeys services roots orphans errors kinds time rejected defects score
      links          total resolved sampledOut absent cut
    tracemill/root-cause/1
      verdict        likely, unclear or no_incident; onset is null when no change point stands out
      candidates[]   rank service operation resource kind score confidence steadyScore discount evidence[] against[]
      evidence[]     signal dimension operation resource score baseline incident unit detail exemplars
      impact         baseline incident entryPoints[]; unexplained[] missingData[] candidatesHidden
    """)
