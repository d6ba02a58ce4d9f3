package org.postern.state.blobs;

import java.util.Optional;

/**
 * The name of a pack.
 *
 * @param number counts from 1 within a folder
 * @param checksum the checksum of its bytes
 */
record PackName(int number, int checksum) implements Comparable<PackName> {
  /**
   * The name of the pack that is being written: its own is not known before all of it is written.
   */
  static final PackName BEING_WRITTEN = new PackName(0, 0);

  /** Returns the name that a file has; empty when it is no pack. */
  static Optional<PackName> of(String file) {
    return file.matches("[0-9]{8,9}-[0-9a-f]{8}")
        ? Optional.of(
            new PackName(
                Integer.parseInt(file.substring(0, file.indexOf('-'))),
                Integer.parseUnsignedInt(file.substring(file.indexOf('-') + 1), 16)))
        : Optional.empty();
  }

  boolean isBeingWritten() {
    return equals(BEING_WRITTEN);
  }

  @Override
  public int compareTo(PackName other) {
    return number != other.number
        ? Integer.compare(number, other.number)
        : Integer.compareUnsigned(checksum, other.checksum);
  }

  @Override
  public String toString() {
    return "%08d-%08x".formatted(number, checksum);
  }
}
