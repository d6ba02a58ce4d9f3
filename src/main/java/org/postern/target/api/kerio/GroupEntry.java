package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.Optional;
import org.postern.address.Interval;
import org.postern.host.JsonTree;

/**
 * An entry of a group.
 *
 * @param id the server's id for it
 * @param value the addresses that it names
 * @param enabled whether it counts
 * @param description the description as the administration shows it
 */
record GroupEntry(String id, EntryValue value, boolean enabled, String description) {
  /** Reads an entry of the server's answer. */
  static GroupEntry of(JsonTree entry) throws IOException {
    String id = entry.string("id");
    if (id.isEmpty()) {
      throw new IOException("member \"id\" is empty");
    }
    String description = entry.has("description") ? entry.string("description") : "";
    return new GroupEntry(id, EntryValue.of(entry), entry.truth("enabled"), description);
  }

  /** Returns its mark, if it belongs to a target. */
  Optional<Mark> mark(String target) {
    return Mark.of(description, target);
  }

  /** Returns the addresses that it lets in now. */
  Optional<Interval> letsIn() {
    return enabled ? value.interval() : Optional.empty();
  }
}
