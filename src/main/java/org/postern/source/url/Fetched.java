package org.postern.source.url;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The content of a web address when it was looked at. */
sealed interface Fetched {
  /** Returns how the way there was. */
  Way way();

  /** A whole list. */
  final class Body implements Fetched {
    private final byte[] bytes;
    private final Optional<Validators> validators;
    private final Way way;

    Body(byte[] bytes, Optional<Validators> validators, Way way) {
      this.bytes = bytes;
      this.validators = validators;
      this.way = way;
    }

    /** Returns the bytes of the list itself, not a copy; not to be changed. */
    byte[] bytes() {
      return bytes;
    }

    /** Returns the validators by which the next request can tell whether it changed. */
    Optional<Validators> validators() {
      return validators;
    }

    @Override
    public Way way() {
      return way;
    }
  }

  /** The list that was known before. */
  record Unchanged(Way way) implements Fetched {}

  /**
   * The way on which the content came.
   *
   * @param lifetime how long the answer is good for
   * @param via the hosts to which it was redirected, in order
   * @param server the server that answered in the end
   */
  record Way(Duration lifetime, List<String> via, String server) {
    public Way {
      via = List.copyOf(via);
    }
  }
}
