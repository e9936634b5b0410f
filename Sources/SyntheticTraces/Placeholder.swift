enum SyntheticTracesPlaceholder {}
