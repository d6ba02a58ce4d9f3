package org.postern.target.api.kerio;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * The steps from the present entries of a group to others. Missing entries are created first, then
 * others are removed: a peer that is accepted before and after is accepted all the time, and one
 * that is accepted neither before nor after never is. The group is never without an entry, because
 * the server may delete an empty group.
 */
final class Transition {
  /** The most entries that one call creates or removes. */
  private static final int BATCH = 250;

  private static final AddressSet OWN = SpecialPurpose.LOOPBACK.only(Family.IP);
  private static final Interval ALL = AddressSet.all(Family.IP).intervals().getFirst();

  private final String target;
  private final String group;
  private final Contents present;

  /** Creates the transition of one target from what its group holds. */
  Transition(String target, String group, Contents present) {
    this.target = target;
    this.group = group;
    this.present = present;
  }

  /**
   * An entry that is to be there.
   *
   * @param interval the addresses of the entry
   * @param mark the mark, which says what it is for
   */
  private record Meant(Interval interval, Mark mark) {}

  /** Returns the steps to a ruleset of one rule, or of none. */
  List<KerioStep> to(Ruleset ruleset) {
    List<Meant> meant = meant(ruleset);
    Set<String> kept = new HashSet<>();
    List<Meant> missing = new ArrayList<>();
    for (Meant one : meant) {
      present.entries().stream()
          .filter(entry -> isThat(entry, one))
          .findFirst()
          .ifPresentOrElse(entry -> kept.add(entry.id()), () -> missing.add(one));
    }
    Set<String> gone = new LinkedHashSet<>();
    present.entries().stream()
        .filter(entry -> entry.mark(target).isPresent() && !kept.contains(entry.id()))
        .forEach(entry -> gone.add(entry.id()));
    List<KerioStep> steps = new ArrayList<>(creations(values(missing)));
    AddressSet in = AddressSet.of(meant.stream().map(Meant::interval).toArray(Interval[]::new));
    for (List<String> batch : batches(List.copyOf(gone), BATCH)) {
      steps.add(new KerioStep.Remove(Set.copyOf(batch), in));
    }
    return steps;
  }

  private boolean isThat(GroupEntry entry, Meant meant) {
    return entry.letsIn().filter(meant.interval()::equals).isPresent()
        && entry.description().equals(meant.mark().text(target));
  }

  /**
   * Returns the entries that are meant, the head first: until it is there, the others are entries
   * of no rule.
   */
  private static List<Meant> meant(Ruleset ruleset) {
    List<Meant> meant = new ArrayList<>();
    if (ruleset.rules().isEmpty()) {
      meant.add(new Meant(ALL, new Mark.NoRule()));
      return meant;
    }
    AccessRule rule = ruleset.rules().getFirst();
    Address server = OWN.first().orElseThrow();
    for (Interval one : rule.peers().asSet().only(Family.IP).union(OWN).intervals()) {
      if (one.contains(server)) {
        meant.addFirst(new Meant(one, new Mark.Head(rule.name())));
      } else {
        meant.add(new Meant(one, new Mark.Member()));
      }
    }
    rule.openUntil().ifPresent(until -> meant.add(new Meant(ALL, new Mark.Open(until))));
    return meant;
  }

  /**
   * Chooses the values of missing entries. No two entries of a group may have one value: where
   * another entry has it, even one to be removed, the new entry takes another form.
   */
  private Map<EntryValue, String> values(List<Meant> missing) {
    Set<EntryValue> taken = new HashSet<>();
    present.entries().forEach(entry -> taken.add(entry.value()));
    Map<EntryValue, String> values = new LinkedHashMap<>();
    for (Meant one : missing) {
      List<EntryValue> forms = EntryValue.forms(one.interval());
      EntryValue value =
          forms.stream().filter(form -> !taken.contains(form)).findFirst().orElse(forms.getLast());
      taken.add(value);
      values.put(value, one.mark().text(target));
    }
    return values;
  }

  /**
   * Returns the first entry creates the group, in a step of its own: the others have to name the
   * group's id.
   */
  private List<KerioStep> creations(Map<EntryValue, String> values) {
    List<EntryValue> left = new ArrayList<>(values.keySet());
    List<KerioStep> steps = new ArrayList<>();
    if (present.groupId().isEmpty() && !left.isEmpty()) {
      steps.add(creation(List.of(left.removeFirst()), values));
    }
    for (List<EntryValue> batch : batches(left, BATCH)) {
      steps.add(creation(batch, values));
    }
    return steps;
  }

  private KerioStep creation(List<EntryValue> batch, Map<EntryValue, String> values) {
    Map<EntryValue, String> entries = new LinkedHashMap<>();
    batch.forEach(value -> entries.put(value, values.getOrDefault(value, "")));
    return new KerioStep.Create(group, entries);
  }

  private static <T> List<List<T>> batches(List<T> all, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return batches;
  }
}
