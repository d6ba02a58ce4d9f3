package org.postern.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;

/** The results of earlier readings of lists. */
public interface KnownLists {
  /** The knowledge of nothing. */
  KnownLists NONE = _ -> List.of();

  /**
   * The result of reading a list.
   *
   * @param origin the name of the list, as {@link EntryTable#origin} does
   * @param tables the entries of each family that was taken
   */
  record Reading(String origin, Map<Family, EntryTable> tables) {
    public Reading {
      tables = Map.copyOf(tables);
    }
  }

  /**
   * Returns all readings of a list that are in force; more than one where a guard of one set held
   * back what another took.
   *
   * @param source the id of the source
   */
  List<Reading> readings(String source);

  /** Returns the entries of both families that a list of that origin was read as. */
  default Optional<Map<Family, EntryTable>> named(String source, String origin) {
    return readings(source).stream()
        .filter(reading -> reading.origin().equals(origin))
        .map(Reading::tables)
        .filter(tables -> tables.size() == Family.values().length)
        .findFirst();
  }
}
