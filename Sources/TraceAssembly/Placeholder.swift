enum TraceAssemblyPlaceholder {}
