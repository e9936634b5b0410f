import Glibc
import TracemillCommand

exit(await Tracemill.main())
