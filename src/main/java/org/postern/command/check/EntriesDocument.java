package org.postern.command.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.host.MappedList;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;

/**
 * The entries that the sources of a policy come to.
 *
 * @param entries a view: each is made when it is read, because there may be very many
 */
public record EntriesDocument(List<Entry> entries) {
  /**
   * An entry of a source.
   *
   * @param source the words of the source in the policy
   * @param net the addresses that it covers
   * @param until when it ends, where that is known
   */
  public record Entry(
      String set,
      String source,
      Family family,
      String net,
      String label,
      EntryState standing,
      Instant firstSeen,
      Instant lastConfirmed,
      Optional<Instant> until) {
    static Entry of(EffectiveEntry entry) {
      return new Entry(
          entry.key().set(),
          entry.key().source(),
          entry.key().family(),
          entry.entry().interval().toString(),
          entry.entry().label(),
          entry.state(),
          entry.entry().firstSeen(),
          entry.entry().lastConfirmed(),
          entry.until());
    }
  }

  static EntriesDocument of(List<EffectiveEntry> entries) {
    return new EntriesDocument(new MappedList<>(entries, Entry::of));
  }
}
