package org.postern.pipeline;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.source.EntryTable;
import org.postern.source.KnownLists;
import org.postern.source.LastGood;
import org.postern.state.StateStore;

/** What lists were read as before, as far as all of it came into force. */
record LastGoodLists(StateStore store) implements KnownLists {
  /** A state that cannot be read knows nothing; who needs it says what is wrong with it. */
  @Override
  public Optional<Map<Family, EntryTable>> tables(String source, String origin) {
    try {
      return tables(store.runState().guards().lastGood(), source, origin);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Map<Family, EntryTable>> tables(
      List<LastGood> all, String source, String origin) {
    Map<Family, EntryTable> found = new EnumMap<>(Family.class);
    for (LastGood one : all) {
      EntryTable table = one.named().table();
      if (one.key().source().equals(source) && table.origin().filter(origin::equals).isPresent()) {
        found.put(one.key().family(), table);
      }
    }
    return found.size() == Family.values().length ? Optional.of(found) : Optional.empty();
  }
}
