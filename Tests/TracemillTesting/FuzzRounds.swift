import Glibc

/// How many rounds tests take that damage or make up dumps at random: few in every run, many where `TRACEMILL_FUZZ_ROUNDS` asks for them,
/// as `.ci/nightly` does. Each round is drawn from its number alone: more rounds begin with the same ones.
public enum FuzzRounds {
  /// The number that the environment asks for, else `usual`.
  public static func count(usually usual: Int) -> Int {
    // SAFETY: the text is copied at once, and nothing changes the environment while tests run.
    guard let text = unsafe getenv("TRACEMILL_FUZZ_ROUNDS") else { return usual }
    return Int(unsafe String(cString: text)) ?? usual
  }
}
