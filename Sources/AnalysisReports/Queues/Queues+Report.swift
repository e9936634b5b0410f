public import ReportModel
public import TraceAnalysis
import TraceAssembly
public import TraceModel

extension QueuesResult {
  /// The section "Queues": what came of the messages, how long they waited, and how they were acknowledged.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section, with a sentence alone when there are no messages.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section {
    var section = Section("Queues")
    if topics.isEmpty, consumers.isEmpty {
      section.blocks.append(.paragraph("No span of the dump publishes or takes a message."))
      return section
    }
    for consumer in phantoms {
      var text = consumer.finding
      if !consumer.acknowledgements.exemplars.isEmpty {
        text += " For example "
        for (place, id) in consumer.acknowledgements.exemplars.enumerated() {
          if place > 0 { text += ", " }
          text += exemplar(id)
        }
        text += "."
      }
      section.blocks.append(.note([text]))
    }
    for sentence in lagging { section.blocks.append(.note([sentence])) }
    if let sentence = guessSentence { section.blocks.append(.paragraph(sentence)) }
    section.blocks.append(.table(consumerTable.prefix(top)))
    let losses = topics.compactMap(\.losses) + consumers.compactMap(\.losses)
    if !losses.isEmpty { section.blocks.append(.list(losses)) }
    let longest = consumers.filter { $0.waits.count >= 100 && $0.buckets.count >= 4 }
      .sorted { ($1.waits.sum, $0.topic, $0.service, $0.group) < ($0.waits.sum, $1.topic, $1.service, $1.group) }
    if !longest.isEmpty {
      section.sections.append(
        Section("Waits over time", blocks: longest.prefix(3).map { .timeline($0.timeline) }))
    }
    if consumers.contains(where: { $0.acknowledgements.settled > 0 }) {
      section.sections.append(Section("Acknowledgements", blocks: [.table(acknowledgementTable.prefix(top))]))
    }
    return section
  }

  /// The consumers that fall behind, then those that fell behind for a while, a sentence each.
  var lagging: [Text] {
    consumers.filter(\.isFallingBehind).map(\.lagSentence)
      + consumers.filter { !$0.isFallingBehind }.compactMap(\.peakSentence)
  }

  /// How far deliveries by the order of time can be trusted; nil when there are none.
  private var guessSentence: Text? {
    guard let time = timeStitching, time.guessed > 0 else { return nil }
    let text: Text = "\(counted(time.guessed, "delivery is a guess", "deliveries are guesses")) by the order of time"
    if time.checked == 0 {
      return text + "; nothing in the same topics is known by which to tell how often that is right."
    }
    return text + """
      : of \(Quantity.count(time.checked)) that are known otherwise in the same topics \(Quantity.share(time.right, of: time.checked)) would have been guessed right.
      """
  }

  private var consumerTable: Table {
    let namesGroups = consumers.contains { !$0.group.isEmpty }
    var columns = [Table.Column("Topic"), Table.Column("Consumer")]
    if namesGroups { columns.append(Table.Column("Group")) }
    return Table(
      columns: columns + [
        .figures("Messages"), .figures("Deliveries"), .figures("Again"), .figures("Failed"), .figures("Wait p50"),
        .figures("Wait p95"), .figures("Wait p99"), .figures("Batch p50"), .figures("Work p50"), Table.Column("Lag"),
      ],
      rows: consumers.map { consumer in
        let published = topics.first { $0.name == consumer.topic }?.published ?? 0
        let waits = consumer.waits
        let wait: (Int) -> Cell = { .quantity(waits.duration($0)) }
        var names: [Cell] = [.code(consumer.topic), .code(consumer.service)]
        if namesGroups { names.append(consumer.group.isEmpty ? .none : .code(consumer.group)) }
        return names + [
          .count(published), .count(consumer.deliveries), .count(consumer.redeliveries),
          .share(consumer.failed, of: consumer.deliveries), wait(50), wait(95),
          wait(99), .count(Int(consumer.batches.percentile(50))),
          .duration(nanoseconds: consumer.work.percentile(50)),
          consumer.lagWord.map { .text(Text($0)) } ?? .none,
        ]
      }, rowsAre: "consumers")
  }

  private var acknowledgementTable: Table {
    Table(
      columns: [
        Table.Column("Topic"), Table.Column("Consumer"), .figures("Settled"), .figures("Out of order"),
        .figures("Failed, out of order"), .figures("Failed, in order"), .figures("Failed though delivered"),
        .figures("Early"), .figures("Contradictory"),
      ],
      rows: consumers.filter { $0.acknowledgements.settled > 0 }.map { consumer in
        let order = consumer.acknowledgements
        return [
          .code(consumer.topic), .text(consumer.name), .count(order.settled), .count(order.inverted),
          .share(order.failedInverted, of: order.inverted), .share(order.failedOrdered, of: order.ordered),
          .count(order.failedThoughDelivered), .count(order.early),
          .count(order.contradictory + order.acceptedThoughFailed),
        ]
      }, rowsAre: "consumers")
  }
}

extension QueuesResult.Topic {
  /// What became of the messages that nobody processed, and where they were taken from, as a sentence; nil when there are none.
  var losses: Text? {
    var parts: [Text] = []
    if unconsumed > 0 { parts.append("\(counted(unconsumed, "was", "were")) got by nobody in this dump") }
    if deadLettered > 0 { parts.append("\(Quantity.count(deadLettered)) came to a dead-letter destination") }
    if !routes.isEmpty {
      var text: Text = "consumers took them from "
      for (number, route) in routes.prefix(5).enumerated() {
        text += number > 0 ? ", \(code: route)" : "\(code: route)"
      }
      if routes.count > 5 { text += " and \(Quantity.count(routes.count - 5)) more" }
      parts.append(text)
    }
    if parts.isEmpty { return nil }
    var text: Text = "\(code: name): of \(counted(published, "message")) "
    for (number, part) in parts.enumerated() { text += number > 0 ? ", " + part : part }
    return text + "."
  }
}

extension QueuesResult.Consumer {
  /// Service, and group where there is one that is called otherwise.
  var name: Text {
    group.isEmpty || group == service ? "\(code: service)" : "\(code: service) (\(code: group))"
  }

  /// What is not known of the messages that it got, or went wrong with them, as a sentence; nil when there is nothing to say.
  var losses: Text? {
    var parts: [String] = []
    if redeliveries > 0 {
      parts.append(
        "\(counted(redeliveries, "delivery was of a message", "deliveries were of messages")) it had got before")
    }
    if deadLettered > 0 {
      parts.append("\(Quantity.count(deadLettered)) of its messages came to a dead-letter destination")
    }
    if producersSampledOut > 0 {
      parts.append(
        "the \(plural(producersSampledOut, "producer")) of \(counted(producersSampledOut, "message was", "messages were")) not sampled"
      )
    }
    if producersAbsent > 0 {
      parts.append(
        "the \(plural(producersAbsent, "producer")) of \(counted(producersAbsent, "message is", "messages are")) not in this dump"
      )
    }
    if unmatched > 0 { parts.append("nothing tells who sent \(Quantity.count(unmatched)) of the messages it took") }
    if polls > 0 { parts.append("\(counted(polls, "receive")) took nothing (polls)") }
    if earlyStarts > 0 {
      parts.append(
        "\(Quantity.count(earlyStarts)) began before \(plural(earlyStarts, "its", "their")) producer had ended (polling, or clocks that disagree)"
      )
    }
    let guesses = evidence.first { $0.by == .time }?.count ?? 0
    if guesses > 0 {
      parts.append("\(counted(guesses, "delivery is a guess", "deliveries are guesses")) by the order of time")
    }
    return parts.isEmpty ? nil : "\(name) on \(code: topic): " + Text(parts.joined(separator: "; ")) + "."
  }

  /// Whether it keeps up, in a word or a few; nil when too little is known.
  var lagWord: String? {
    if isFallingBehind { return "growing" }
    if peak != nil { return "fell behind for a while" }
    return lag == nil ? nil : "steady"
  }

  /// Whether it keeps up with what comes, as a sentence with the figures.
  var lagSentence: Text {
    var text: Text = "\(name) falls behind on \(code: topic): "
    var parts: [Text] = []
    if let lag, lag.isGrowing {
      if lag.isStopped {
        parts.append(
          "it took nothing any more in the last quarter of the time, with \(counted(lag.waiting, "message")) waiting"
        )
      } else {
        parts.append(
          """
          at last messages came at \(Quantity.rate(lag.arrived, nanoseconds: lag.nanoseconds)) and were taken at \
          \(Quantity.rate(lag.taken, nanoseconds: lag.nanoseconds)), so that \(counted(lag.waiting, "was", "were")) waiting in the end
          """)
      }
    }
    if let waitTrend {
      parts.append(
        """
        its messages waited \(Quantity.duration(nanoseconds: waitTrend.first)) at first and \
        \(Quantity.duration(nanoseconds: waitTrend.last)) at the end (medians of the first and the last quarter of the time)
        """)
    }
    for (place, part) in parts.enumerated() {
      if place > 0 { text += "; " }
      text += part
    }
    return text + "."
  }

  /// That it fell behind for a while, with the figures; nil when it did not.
  var peakSentence: Text? {
    guard let peak else { return nil }
    let end = peak.start.addingReportingOverflow(bucketWidth)
    return """
      \(name) fell behind on \(code: topic) for a while: the messages it took in \
      \(Quantity.window(start: peak.start, end: end.overflow ? .max : end.partialValue)) had waited \
      \(Quantity.duration(nanoseconds: peak.statistics.durations.percentile(50))), all together \
      \(Quantity.duration(nanoseconds: waits.percentile(50))) (medians).
      """
  }

  /// How long its messages waited, over time.
  var timeline: Timeline {
    Timeline(
      title: "\(topic) → \(group.isEmpty ? service : group)", start: buckets.first?.start ?? 0,
      bucketNanoseconds: bucketWidth,
      buckets: buckets.map { bucket in
        let waits = bucket.statistics.durations
        return Timeline.Bucket(
          calls: bucket.statistics.calls, errors: bucket.statistics.errors,
          p50: waits.count > 0 ? waits.percentile(50) : nil, p99: waits.count > 0 ? waits.percentile(99) : nil)
      })
  }

  /// The phantom in one sentence, with its evidence.
  var finding: Text {
    let order = acknowledgements
    let overtaken = AcknowledgementOrder.interval(order.failedInverted, of: order.inverted)
    let others = AcknowledgementOrder.interval(order.failedOrdered, of: order.ordered)
    return """
      \(name) acknowledges \(code: topic) out of order, and deliveries are marked failed for it: \
      \(order.failedInverted) of \(counted(order.inverted, "overtaken acknowledgement")) failed \
      (\(Quantity.share(order.failedInverted, of: order.inverted)), 95 % interval \
      \(Quantity.share(overtaken.low, of: 1_000_000))–\(Quantity.share(overtaken.high, of: 1_000_000))) against \
      \(order.failedOrdered) of \(order.ordered) in order (\(Quantity.share(others.low, of: 1_000_000))–\
      \(Quantity.share(others.high, of: 1_000_000))), though \(order.failedThoughDelivered) of those marked failed were \
      processed well.
      """
  }
}
