package org.postern.address;

/** Takes bytes in pieces. */
@FunctionalInterface
public interface ByteSink {
  /** Takes so many bytes from the start of the array, which are valid during the call only. */
  void write(byte[] bytes, int count);
}
