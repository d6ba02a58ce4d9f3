package org.postern.source;

import java.util.List;

/** What sources that learn their addresses had learned before. */
public interface KnownAddresses {
  /** Where nothing is known. */
  KnownAddresses NONE = _ -> List.of();

  /**
   * The last good answers of a source, of each set and family.
   *
   * @param source its id
   */
  List<LastGood> lastGood(String source);
}
