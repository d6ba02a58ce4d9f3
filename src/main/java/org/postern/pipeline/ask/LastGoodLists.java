package org.postern.pipeline.ask;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.source.EntryTable;
import org.postern.source.KnownLists;
import org.postern.source.LastGood;
import org.postern.state.StateStore;

/** The results of earlier readings of lists, as far as all of them came into force. */
public record LastGoodLists(StateStore store) implements KnownLists {
  /**
   * Returns the readings of a list; none where the state cannot be read: the commands that need it
   * say what is wrong with it.
   */
  @Override
  public List<Reading> readings(String source) {
    try {
      return readings(store.runState().guards().lastGood(), source);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<Reading> readings(List<LastGood> all, String source) {
    Map<String, Map<Family, EntryTable>> found = new LinkedHashMap<>();
    for (LastGood one : all) {
      if (one.key().source().equals(source)) {
        EntryTable table = one.named().table();
        table
            .origin()
            .ifPresent(
                origin ->
                    found
                        .computeIfAbsent(origin, _ -> new EnumMap<>(Family.class))
                        .put(one.key().family(), table));
      }
    }
    return found.entrySet().stream().map(one -> new Reading(one.getKey(), one.getValue())).toList();
  }
}
