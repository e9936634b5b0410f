public import ReportModel
public import TraceModel

extension QueuesResult {
  /// The section "Queues": what came of the messages, how long they waited, and how they were acknowledged.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section, with a sentence alone when there are no messages.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { .code($0.description) }) -> Section {
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
    for consumer in consumers {
      if consumer.isFallingBehind, let trend = consumer.waitTrend {
        section.blocks.append(
          .note([
            "\(code: consumer.service) falls behind on \(code: consumer.topic): its messages waited \(Quantity.duration(nanoseconds: trend.first)) at first and \(Quantity.duration(nanoseconds: trend.last)) at the end (medians of the first and the last quarter of the time)."
          ]))
      }
    }
    section.blocks.append(.table(consumerTable.prefix(top)))
    let lost = topics.filter { $0.unconsumed > 0 }
    if !lost.isEmpty {
      section.blocks.append(
        .list(
          lost.map {
            "\(code: $0.name): \($0.unconsumed) of \($0.published) messages were got by nobody in this dump."
          }))
    }
    if consumers.contains(where: { $0.acknowledgements.settled > 0 }) {
      section.sections.append(Section("Acknowledgements", blocks: [.table(acknowledgementTable.prefix(top))]))
    }
    return section
  }

  private var consumerTable: Table {
    Table(
      columns: [
        Table.Column("Topic"), Table.Column("Consumer"), .figures("Messages"), .figures("Deliveries"),
        .figures("Failed"), .figures("Wait p50"), .figures("Wait p95"), .figures("Wait p99"), .figures("Batch p50"),
        .figures("Work p50"),
      ],
      rows: consumers.map { consumer in
        let published = topics.first { $0.name == consumer.topic }?.published ?? 0
        let waits = consumer.waits
        let wait: (Int) -> Cell = { waits.count == 0 ? .none : .duration(nanoseconds: waits.percentile($0)) }
        return [
          .code(consumer.topic), .code(consumer.service), .count(published), .count(consumer.deliveries),
          .share(consumer.failed, of: consumer.deliveries), wait(50), wait(95),
          waits.count >= 100 ? wait(99) : .none, .count(Int(consumer.batches.percentile(50))),
          .duration(nanoseconds: consumer.work.percentile(50)),
        ]
      }, rowsAre: "consumers")
  }

  private var acknowledgementTable: Table {
    Table(
      columns: [
        Table.Column("Topic"), Table.Column("Consumer"), .figures("Settled"), .figures("Out of order"),
        .figures("Failed, out of order"), .figures("Failed, in order"), .figures("Failed though delivered"),
      ],
      rows: consumers.filter { $0.acknowledgements.settled > 0 }.map { consumer in
        let order = consumer.acknowledgements
        return [
          .code(consumer.topic), .code(consumer.service), .count(order.settled), .count(order.inverted),
          .share(order.failedInverted, of: order.inverted), .share(order.failedOrdered, of: order.ordered),
          .count(order.failedThoughDelivered),
        ]
      }, rowsAre: "consumers")
  }
}

extension QueuesResult.Consumer {
  /// The phantom in one sentence, with its evidence.
  var finding: Text {
    let order = acknowledgements
    let overtaken = AcknowledgementOrder.interval(order.failedInverted, of: order.inverted)
    let others = AcknowledgementOrder.interval(order.failedOrdered, of: order.ordered)
    return """
      \(code: service) acknowledges \(code: topic) out of order, and deliveries are marked failed for it: \
      \(order.failedInverted) of \(order.inverted) overtaken acknowledgements failed \
      (\(Quantity.share(order.failedInverted, of: order.inverted)), 95 % interval \
      \(Quantity.share(overtaken.low, of: 1_000_000))–\(Quantity.share(overtaken.high, of: 1_000_000))) against \
      \(order.failedOrdered) of \(order.ordered) in order (\(Quantity.share(others.low, of: 1_000_000))–\
      \(Quantity.share(others.high, of: 1_000_000))), though \(order.failedThoughDelivered) of those marked failed were \
      processed well.
      """
  }
}
