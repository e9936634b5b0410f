/// The result on stdout. What is written is certain only after `finish`, so a full disk is seen.
package struct StandardOutput: ~Copyable {
  private var output: DescriptorOutput

  package init(_ descriptor: BorrowedDescriptor = .standardOutput) {
    output = DescriptorOutput(descriptor, name: "standard output")
  }

  package mutating func write(_ text: String) throws(OutputError) { try output.write(text) }
  package mutating func write(_ bytes: [UInt8]) throws(OutputError) { try output.write(bytes) }

  /// Writes what is still buffered.
  ///
  /// - Throws: When the reader has gone (`isBrokenPipe`) or the device is full.
  package consuming func finish() throws(OutputError) { try output.flush() }
}
