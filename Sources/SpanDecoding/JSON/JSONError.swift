/// Why a value could not be read, and where (offset into the buffer).
struct JSONError: Error {
  enum Reason {
    /// The buffer ends within the value; with more input it may be whole.
    case unexpectedEnd
    /// Not JSON.
    case syntax(StaticString)
    /// JSON, but not of the shape that the format has here.
    case shape(StaticString)
  }

  var reason: Reason
  var offset: Int
}

extension JSONError.Reason: CustomStringConvertible {
  var description: String {
    switch self {
    case .unexpectedEnd: "the input ends within the value"
    case .syntax(let text), .shape(let text): "\(text)"
    }
  }
}
