public import TraceModel

/// A place where a critical path did not take a span's times as they stand.
public struct CriticalPathDiagnostic: Hashable, Sendable {
  public enum Kind: UInt8, CaseIterable, Sendable {
    /// R3a: a callee on another clock, centred in its caller. Amount: how far it was moved, negative to earlier.
    case moved
    /// R3b: outside its parent, off the path. Amount: its length.
    case disjoint
    /// R3c: reaches over its parent's bounds, cut off there. Amount: what was cut off.
    case clipped
    /// R6: overlaps the sibling after it by a little, moved to end before it. Amount: how far, negative.
    case overlapMoved
    /// R6: moved so far back that it reached over its parent's start. Amount: what was cut off.
    case overlapClipped
    /// R6: moved back until nothing was left of it, off the path. Amount: its length.
    case overlapDropped
    /// R9: outlives its parent, off the path by option. Amount: by how much.
    case detached
    /// M3: a span that began before what set it off had begun. Amount: by how much.
    case skew
    /// M7: links to a span that began after this one had ended. Amount: by how much.
    case nonCausalLink
    /// M7: links to a span that was not sampled. Amount: 0.
    case sampledOutLink
    /// M7: links to a span that is not in the dump. Amount: 0.
    case unresolvedLink
    /// A link that was cut to keep a journey small. Amount: 0.
    case cutLink

    /// The word that JSON uses.
    public var name: String {
      switch self {
      case .moved: "moved"
      case .disjoint: "disjoint"
      case .clipped: "clipped"
      case .overlapMoved: "overlap_moved"
      case .overlapClipped: "overlap_clipped"
      case .overlapDropped: "overlap_dropped"
      case .detached: "detached"
      case .skew: "skew"
      case .nonCausalLink: "non_causal_link"
      case .sampledOutLink: "sampled_out_link"
      case .unresolvedLink: "unresolved_link"
      case .cutLink: "cut_link"
      }
    }

    /// What it is and what was done about it, as one sentence.
    public var sentence: String {
      switch self {
      case .moved: "a callee whose clock differs from its caller's; centred in its caller for this path"
      case .disjoint: "a child that does not overlap its parent; left out of the path (do the hosts' clocks agree?)"
      case .clipped: "a child that reaches over its parent's bounds; cut off there"
      case .overlapMoved: "a child that overlaps the next one by clock noise; moved to end where that one starts"
      case .overlapClipped: "a child moved back over its parent's start; cut off there"
      case .overlapDropped: "a child of which nothing was left when it was moved back; left out of the path"
      case .detached: "a child that outlives its parent; left out of the path as asked"
      case .skew:
        "a span that began before what set it off; the path goes on without a wait (do the hosts' clocks agree?)"
      case .nonCausalLink: "a link to a span that began after this one had ended; taken for no cause"
      case .sampledOutLink: "a link to a span that was not sampled; the path begins behind it"
      case .unresolvedLink: "a link to a span that is not in this dump; the path begins behind it"
      case .cutLink: "a link that was cut to keep a journey within --max-journey; the path begins behind it"
      }
    }
  }

  public var kind: Kind
  public var span: SpanIndex
  /// Nanoseconds; what they are is the kind's matter.
  public var nanoseconds: Int64

  @inlinable
  public init(kind: Kind, span: SpanIndex, nanoseconds: Int64) {
    self.kind = kind
    self.span = span
    self.nanoseconds = nanoseconds
  }
}
