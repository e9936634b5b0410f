enum SpanDecodingPlaceholder {}
