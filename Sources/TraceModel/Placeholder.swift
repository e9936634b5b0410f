enum TraceModelPlaceholder {}
