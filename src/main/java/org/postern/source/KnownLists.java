package org.postern.source;

import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;

/** What lists were read as before. */
public interface KnownLists {
  /** Where nothing is known. */
  KnownLists NONE = (_, _) -> Optional.empty();

  /**
   * The entries of each family that a list was read as.
   *
   * @param source the id of the source
   * @param origin names the bytes of the list, as {@link EntryTable#origin} does
   */
  Optional<Map<Family, EntryTable>> tables(String source, String origin);
}
