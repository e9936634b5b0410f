enum ReportModelPlaceholder {}
