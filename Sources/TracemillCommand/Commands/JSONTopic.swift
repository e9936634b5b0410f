/// `help json`: what the machine output has beyond its fixed shapes.
let jsonTopic = HelpTopic(
  name: "json", abstract: "The shapes of the machine output.",
  text: """
    Every JSON output is one object whose member "schema" names its shape and version; within a version members are only \
    added. Absolute times are strings of nanoseconds since the epoch, durations are whole nanoseconds in members named \
    ...Ns, ids are lower-case hexadecimal.

    tracemill/report/1
      doctor red criticalPath dependencies queues errors (as those commands write them), baseline (the same of what it is compared with),
      rootCause (as rank writes it; its window is the worst stretch, where that was found), associations[] (as bubbleup writes
      them; where is failed or slow), logs (as logs writes it, with --logs)
    tracemill/critical-path/1
      responses[]    traceId rootSpanId service operation durationNs orphan? segments[]
      segments[]     kind traceId spanId service operation startUnixNano endUnixNano ambiguous?
      completions[]  origin terminal durationNs segments[]
      aggregate[]    entry traces path[]: service operation kind exclusiveNs share traces frequency percentiles; bands[] tree[]
                     with --by, entry has the attribute's value, (none) or (others)
      bands[]        band (p0-50 p50-95 p95-99 p99-100) traces fromNs belowNs totalNs; a bucket of durations 4 to 6 % wide is never divided
      tree[]         service operation spanKind parent (index in tree, null for a root) depth traces inclusiveNs exclusiveNs percentiles
                     of own time, bands[] (as those of the entry), exemplars, cut? (all below has been added); treeDepth where cut
      bandDifference[]  node (index in tree) low high lowMeanNs highMeanNs lowShare highShare: own time in the slowest against the fast half
      slack[]        of aggregate[]: service operation spanKind, deciding (calls without slack) dragNs meanDragNs maxDragNs, spare (calls with
                     slack) slackNs meanSlackNs minSlackNs; only with --slack
      whatIf         changes[] (kept is the share of own time that stays, met how many spans), responses[] completions[]: entry traces
                     before after; gains[] (--what-if all): entry service operation samples responses before after meanGainNs estimatedGainNs
      completionAggregate[]  the same for completions; completionCount has all of them
      antiPatterns   thresholds, smallFindings, findings[]: kind entry operation call? nextCall? count calls traces costNs pathNs share?
                     percentiles exemplars[]; kind is serial_fan_out (with otherOrders, confidence), repeated_calls,
                     retries, gaps, client_waits or batch_waits; costs of different findings may be the same time
        slack[]        of consumers off the completion path: service operation offPath p50Ns p95Ns minNs maxNs
      baseline       responseCount aggregate[] of the dump of --diff
      diagnostics[]  traceId spanId kind detail; diagnosticCounts has how often each kind occurred (skew, non_causal_link, \
    unresolved_link, sampled_out_link, cut_link among them)
    tracemill/red/1
      rows[]         service operation kind calls errors errorRate p50Ns p90Ns p99Ns p999Ns maxNs totalNs
      services[]     the same for each service; buckets[] over time; polls: receives that took nothing, no requests
    tracemill/errors/1
      spans          total failed origin propagated swallowed afterHealthyProducer; traces: total failing
      errors[]       service operation kind kindFrom calls failureRate failed origin propagated swallowed reachedEntry
                     afterHealthyProducer answeredBy? firstSeenUnixNano exemplars; kind is null when the span tells nothing
      chains[]       hops[] (origin first) hopsLeftOut? kind kindFrom answeredBy? end by? count firstSeenUnixNano exemplars
                     end is entry, swallowed (by a healthy caller), queue (behind a producer) or unknown_caller
      retries[]      caller call retried extraAttempts failedAttempts hidden failedForGood firstSeenUnixNano exemplars
      logs           errorLinesWithTraceId joined patterns[]: service template lines failingTraces healthyTraces; with --logs only
      ...Hidden      rows not written because of --top; ...Others what is beyond the cap of 20,000
    tracemill/bubbleup/1
      where          the condition; traces: bad good; entries[]: service operation traces bad badShare; healthyEntries
      findings[]     kind (attribute resource version service operation) key op value bad badShare good goodShare expectedBad excess lift z
                     p q
                     alike[] exemplars; symptoms[] the same of status codes and errors
      pairs[]        first second and the same figures
      comparisons mostValues leftOut[]: kind key reason (over_cap id constant condition) values
    tracemill/logs/1
      lines          lines errors firstSeenUnixNano lastSeenUnixNano withTraceId untimed rejected
      patterns[]     service template lines errors errorShare firstSeenUnixNano lastSeenUnixNano exemplars; with a dump failingTraces
                     healthyTraces; patternsOtherLines are those over the cap of 20,000
      changes[]      change (new risen fallen vanished) service template (null for all its lines) before now expected lift p q exemplars;
                     beside them baseline and comparisons; only with --baseline-logs or --window
      chain          id lineCount lines[]: timeUnixNano service severity isError traceId spanId text; only with --trace
    tracemill/dependencies/1
      nodes[]        id type name namespace? system? members? callers callees; of services requests entries callsPerRequest
      edges[]        source target kind calls attempts? errors messages clientNs serverNs gapNs queueWaitNs confidence callsPerRequest
                     kind is call publish route consume query inferred; a route joins what producer and consumer name differently
      cycles[]       through members witness seenIn; unresolved; polls: receives that took nothing
      singlePoints[] node services cutsOff[] (at most 20): what nothing reaches without the node
      deepest        services traceId: the most services that one call lies under, itself included
      diff           with --diff: roots nodeCounts edgeCounts nodes[] edges[]: change score latency before now
    tracemill/diff/1
      requests       before now: calls errors errorRate p50Ns ...; coveredNs
      entryPoints[], operations[]  service operation kind score before now, largest changes first
      dependencies   as "diff" of tracemill/dependencies/1
    tracemill/queues/1
      deliveries[]   producer consumer topic destination by confidence waitNs; deliveriesHidden are not listed
                     by: link parent follows_from (exact), message_id offset (strong), time (guess, with --stitch-by-time)
      topics[]       topic messages unconsumed deadLettered routes[] (other destinations they were taken from) consumers[]
      consumers[]    service group destination deliveries redeliveries failed deadLettered unmatched polls producersMissing producersSampledOut \
    producersAbsent earlyStarts by waitNs batch fallingBehind waitFirstQuarterNs? waitLastQuarterNs? lag? bucketNs buckets[]
      lag            growing stopped arrived taken stretchNs waiting; the first three of the second half of the arrivals
      buckets[]      startUnixNano deliveries failed p50Ns p95Ns p99Ns: waits of what was taken then
      acks           phantom findings[] consumers[]: topic service group settled inverted early failedInverted failedOrdered \
    failedThoughDelivered acceptedThoughFailed contradictory invertedFailureRate95 orderedFailureRate95 failureRateDifference95? exemplars[]
      stitchedByTime guessed checked right; cutLinks
    tracemill/trace/1
      traceIds spans failed services startUnixNano endUnixNano origin asked? pathNs
      rows[]         depth traceId spanId service operation kind startUnixNano endUnixNano failed byMessage waitNs? pathNs pathWaitNs
    tracemill/doctor/1
      spans traces journeys services roots orphans errors kinds time rejected defects score
      links          total resolved sampledOut absent cut
      instrumentation  with --score: specification rulesNotEvaluated[] services[]: service score category rules[]: id impact passed failing
                     exemplars keys? (misplaced attributes, of RES-004)
      expectations[] with --expect: kind subject passed observed expected; percent, counts or ns; observed is null when nothing was seen
    tracemill/sampling/1
      policies[]     name type sampled (traces it said sample to; drop: dropped) decided (traces it gives its name to)
      total kept     traces spans bytes; coverage: errors slow rarePaths edges links, each total kept; links broken (one end kept)
      bias[]         service operation all kept adjusted: traces errorRate p50Ns p99Ns of requests by entry point
      traces[]       traceId kept decision (sampled not_sampled dropped) policy; tracesHidden
    tracemill/cardinality/1
      sets[]         by[] observed overCap productBound (null when a label is over the cap) labels[]: key values overCap
      offenders[]    level (span resource) key values overCap spans templates[]; offendersHidden
    tracemill/funnel/1
      journeys, steps[]  service operation journeys conversion ofFirst lost value valueAtRisk exemplarsLost
    tracemill/slo/1
      slos[]         name service operation objective latencyNs windowNs total bad compliance budgetConsumed verdict (page ticket ok
                     insufficient_data) pairs[] exemplars sampledRequests (those whose tracestate has a sampling threshold)
      pairs[]        severity factor longNs shortNs longTotal longBad longBurnRate shortTotal shortBad shortBurnRate covered thin firing (null: not
                     judged)
      alerts[]       with --backtest: slo severity firedAtUnixNano resolvedAtUnixNano (null: fires at the end)
    tracemill/root-cause/1
      verdict        likely, unclear or no_incident; onset is null when no change point stands out
      candidates[]   rank service operation resource kind score confidence steadyScore discount evidence[] against[]
      evidence[]     signal dimension operation resource score baseline incident unit statistic? (p90, of durations) callee? (what is
                     called that is not traced, as in dependencies: database:postgres) detail exemplars
      impact         baseline incident (requests: failed is an entry span with the status ERROR; traces startUnixNano endUnixNano) entryPoints[]; unexplained[] missingData[] candidatesHidden
      explain        with --explain: symptom (addedNanos slowerRequests addedFailures) falseAlarmRate quiet[] (first second) \
    candidates[]: service explains discount discountedFor evidence[] (signal operation calls? measured quietLevel addedNanos part score)
    """)
