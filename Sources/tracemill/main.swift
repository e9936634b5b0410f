import TracemillCommand

Tracemill.main()
