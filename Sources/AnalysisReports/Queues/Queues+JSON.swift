public import ReportModel
public import TraceAnalysis
import TraceAssembly
import TraceModel

extension QueuesResult {
  /// Writes `tracemill/queues/1` as one object.
  ///
  /// - Parameters:
  ///   - json: Takes the object as its next value.
  ///   - top: How many deliveries to list, those of the longest wait; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    var listed = deliveries ?? []
    let hidden = max(0, listed.count - (top ?? listed.count))
    if hidden > 0 {
      listed.sort { left, right in
        let waits = (left.wait ?? .min, right.wait ?? .min)
        return waits.0 == waits.1 ? left.consumer < right.consumer : waits.0 > waits.1
      }
      listed.removeLast(hidden)
    }
    json.object { json in
      json.field("schema", "tracemill/queues/1")
      json.array("deliveries") { json in
        for delivery in listed { delivery.write(to: &json) }
      }
      json.field("deliveriesHidden", hidden)
      json.field("cutLinks", cutLinks)
      if let timeStitching {
        json.object("stitchedByTime") { json in
          json.field("guessed", timeStitching.guessed)
          json.field("checked", timeStitching.checked)
          json.field("right", timeStitching.right)
        }
      }
      json.array("topics") { json in
        for topic in topics { write(topic, to: &json) }
      }
      json.object("acks") { json in
        json.field("phantom", !phantoms.isEmpty)
        json.array("findings") { json in
          for consumer in phantoms { json.string(consumer.finding.content) }
        }
        json.array("consumers") { json in
          for consumer in consumers where consumer.acknowledgements.settled > 0 {
            json.object { json in
              json.field("topic", consumer.topic)
              json.field("service", consumer.service)
              json.field("group", consumer.group)
              consumer.acknowledgements.write(to: &json)
            }
          }
        }
      }
    }
  }

  private func write(_ topic: Topic, to json: inout JSONWriter) {
    json.object { json in
      json.field("topic", topic.name)
      json.field("messages", topic.published)
      json.field("unconsumed", topic.unconsumed)
      json.field("deadLettered", topic.deadLettered)
      json.field("routes", topic.routes)
      json.array("consumers") { json in
        for consumer in consumers where topic.isNamed(consumer.topic) || topic.routesTo(consumer.topic) {
          consumer.write(to: &json)
        }
      }
    }
  }
}

extension QueuesResult.Consumer {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("service", service)
      json.field("group", group)
      json.field("destination", topic)
      json.field("deliveries", deliveries)
      json.field("redeliveries", redeliveries)
      json.field("failed", failed)
      json.field("deadLettered", deadLettered)
      json.field("unmatched", unmatched)
      json.field("polls", polls)
      json.field("producersMissing", producersMissing)
      json.field("producersSampledOut", producersSampledOut)
      json.field("producersAbsent", producersAbsent)
      json.field("earlyStarts", earlyStarts)
      json.object("by") { json in
        for (by, count) in evidence { json.field(by.rawValue, count) }
      }
      json.object("waitNs") { json in
        json.field("p50", waits.percentile(50))
        json.field("p95", waits.percentile(95))
        json.field("p99", waits.percentile(99))
        json.field("count", waits.count)
      }
      json.object("batch") { json in
        json.field("p50", batches.percentile(50))
        json.field("p95", batches.percentile(95))
        json.field("max", batches.maximum)
        json.field("count", batches.count)
      }
      json.field("fallingBehind", isFallingBehind)
      if let waitTrend {
        json.field("waitFirstQuarterNs", waitTrend.first)
        json.field("waitLastQuarterNs", waitTrend.last)
      }
      if let lag {
        json.object("lag") { json in
          json.field("growing", lag.isGrowing)
          json.field("stopped", lag.isStopped)
          json.field("arrived", lag.arrived)
          json.field("taken", lag.taken)
          json.field("stretchNs", lag.nanoseconds)
          json.field("waiting", lag.waiting)
        }
      }
      json.field("bucketNs", bucketWidth)
      json.array("buckets") { json in
        for bucket in buckets {
          let waits = bucket.statistics.durations
          json.object { json in
            json.field("startUnixNano", quoted: bucket.start)
            json.field("deliveries", bucket.statistics.calls)
            json.field("failed", bucket.statistics.errors)
            json.field("p50Ns", waits.count > 0 ? waits.percentile(50) : nil)
            json.field("p95Ns", waits.count > 0 ? waits.percentile(95) : nil)
            json.field("p99Ns", waits.count > 0 ? waits.percentile(99) : nil)
          }
        }
      }
    }
  }
}

extension AcknowledgementOrder {
  func write(to json: inout JSONWriter) {
    json.field("settled", settled)
    json.field("inverted", inverted)
    json.field("early", early)
    json.field("failedInverted", failedInverted)
    json.field("failedOrdered", failedOrdered)
    json.field("failedThoughDelivered", failedThoughDelivered)
    json.field("acceptedThoughFailed", acceptedThoughFailed)
    json.field("contradictory", contradictory)
    let overtaken = AcknowledgementOrder.interval(failedInverted, of: inverted)
    let others = AcknowledgementOrder.interval(failedOrdered, of: ordered)
    json.array("invertedFailureRate95") { json in
      json.ratio(overtaken.low, 1_000_000)
      json.ratio(overtaken.high, 1_000_000)
    }
    json.array("orderedFailureRate95") { json in
      json.ratio(others.low, 1_000_000)
      json.ratio(others.high, 1_000_000)
    }
    if let difference {
      json.array("failureRateDifference95") { json in
        json.ratio(difference.low, 1_000_000)
        json.ratio(difference.high, 1_000_000)
      }
    }
    json.field("exemplars", exemplars.map(\.description))
  }
}

extension MessageDelivery {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("producer") { json in
        json.field("traceId", producer.traceID.description)
        json.field("spanId", producer.spanID.description)
      }
      json.object("consumer") { json in
        json.field("traceId", consumer.traceID.description)
        json.field("spanId", consumer.spanID.description)
      }
      json.field("topic", topic)
      json.field("destination", destination)
      json.field("by", by.rawValue)
      json.field("confidence", by.confidence)
      json.field("waitNs", wait)
    }
  }
}
