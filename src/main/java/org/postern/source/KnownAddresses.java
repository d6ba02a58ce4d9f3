package org.postern.source;

import java.util.List;

/** The addresses that sources which learn them had learned before. */
public interface KnownAddresses {
  /** The knowledge of nothing. */
  KnownAddresses NONE = _ -> List.of();

  /**
   * Returns the last good answers of a source, of each set and family.
   *
   * @param source the id of the source
   */
  List<LastGood> lastGood(String source);
}
