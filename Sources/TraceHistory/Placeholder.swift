enum TraceHistoryPlaceholder {}
