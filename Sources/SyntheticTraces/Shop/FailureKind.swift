/// How an operation or a statement goes wrong, and what its span then says.
struct FailureKind: Sendable, Equatable {
  /// Status of the answer; 0 when none comes.
  var httpStatus: Int
  var grpcStatus: Int
  /// `error.type` where no status says it.
  var type: String
  /// `exception.type`, empty when nothing is thrown.
  var exception: String = ""
  var message: String = ""

  /// The caller is told that it asked for something impossible: the server's own span stays UNSET.
  var isRefusal: Bool { httpStatus >= 400 && httpStatus < 500 }

  static let unauthorized = FailureKind(httpStatus: 401, grpcStatus: 16, type: "401")
  static let declined = FailureKind(httpStatus: 402, grpcStatus: 9, type: "402")
  static let notFound = FailureKind(httpStatus: 404, grpcStatus: 5, type: "404")
  static let outOfStock = FailureKind(httpStatus: 409, grpcStatus: 9, type: "409")
  static let badGateway = FailureKind(httpStatus: 502, grpcStatus: 14, type: "502")
  static let unavailable = FailureKind(httpStatus: 503, grpcStatus: 14, type: "503")
  static let serverError = FailureKind(httpStatus: 500, grpcStatus: 13, type: "500")
  static let timeout = FailureKind(
    httpStatus: 0, grpcStatus: 4, type: "timeout", exception: "java.net.SocketTimeoutException",
    message: "Read timed out")
  static let refused = FailureKind(
    httpStatus: 0, grpcStatus: 14, type: "connection_refused", exception: "java.net.ConnectException",
    message: "Connection refused")
  static let deadlock = FailureKind(
    httpStatus: 500, grpcStatus: 10, type: "40P01", exception: "org.postgresql.util.PSQLException",
    message: "ERROR: deadlock detected\n  Detail: Process 4711 waits for ShareLock on transaction 88123")
  static let cacheTimeout = FailureKind(
    httpStatus: 500, grpcStatus: 4, type: "ETIMEDOUT", exception: "RedisTimeoutError",
    message: "command timed out after 50 ms")
  static let poolTimeout = FailureKind(
    httpStatus: 500, grpcStatus: 8, type: "java.sql.SQLTransientConnectionException",
    exception: "java.sql.SQLTransientConnectionException",
    message: "HikariPool-1 - Connection is not available, request timed out after 3000ms (total=10, active=10, idle=0)")
  static let nullPointer = FailureKind(
    httpStatus: 500, grpcStatus: 13, type: "java.lang.NullPointerException",
    exception: "java.lang.NullPointerException",
    message: "Cannot invoke \"Discount.rate()\" because \"discount\" is null")
  static let illegalState = FailureKind(
    httpStatus: 500, grpcStatus: 13, type: "java.lang.IllegalStateException",
    exception: "java.lang.IllegalStateException", message: "reservation was changed concurrently")
  static let brokenData = FailureKind(
    httpStatus: 500, grpcStatus: 13, type: "ValueError", exception: "ValueError",
    message: "could not convert string to float: '12,5'")
  static let undeliverable = FailureKind(
    httpStatus: 500, grpcStatus: 13, type: "RecipientRefused", exception: "RecipientRefused",
    message: "550 5.1.1 <unknown@customer.example>: mailbox unavailable")
}
