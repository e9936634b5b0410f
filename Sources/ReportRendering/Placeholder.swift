enum ReportRenderingPlaceholder {}
