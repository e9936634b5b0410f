import Glibc
import TracemillCommand

exit(await Tracemill.main(Array(CommandLine.arguments.dropFirst())))
