package org.postern.target.api.smartermail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Sha256;
import org.postern.plan.Observation;

/**
 * The contents of the lists of a server.
 *
 * @param ours the entries of the blacklist that are a target's
 * @param others all other entries of the blacklist
 * @param whitelist all entries of the whitelist
 */
record Held(List<Entry> ours, List<Entry> others, List<Entry> whitelist)
    implements Observation.Layout {
  Held {
    ours = List.copyOf(ours);
    others = List.copyOf(others);
    whitelist = List.copyOf(whitelist);
  }

  /** Returns the contents of a server without entries. */
  static Held none() {
    return new Held(List.of(), List.of(), List.of());
  }

  /** Tells the entries of a target from those of others. */
  static Held of(String target, List<Entry> blacklist, List<Entry> whitelist) {
    List<Entry> ours = new ArrayList<>();
    List<Entry> others = new ArrayList<>();
    for (Entry entry : blacklist) {
      boolean own = Mark.of(entry.description()).filter(m -> m.target().equals(target)).isPresent();
      (own ? ours : others).add(entry);
    }
    return new Held(ours, others, whitelist);
  }

  /** Returns the addresses of entries that refuse mail: for SMTP, and of IPv4 addresses. */
  static AddressSet listed(List<Entry> entries) {
    AddressSet.Builder listed = AddressSet.builder();
    entries.stream()
        .filter(Entry::smtp)
        .map(Entry::interval)
        .flatMap(Optional::stream)
        .forEach(listed::add);
    return listed.build();
  }

  /** Returns the rules of which entries are there. */
  Set<String> rules() {
    return ours.stream()
        .map(entry -> Mark.of(entry.description()))
        .flatMap(Optional::stream)
        .map(Mark::rule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the entries that are not ours, of both lists. */
  List<Entry> foreign() {
    List<Entry> all = new ArrayList<>(others);
    all.addAll(whitelist);
    return all;
  }

  /**
   * Returns the texts of the entries of others: the server tells entries apart by their texts
   * alone.
   */
  Set<String> taken() {
    return foreign().stream().map(Entry::plainText).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns what no plan would leave among our entries, a sentence each. */
  List<String> anomalies() {
    List<String> anomalies = new ArrayList<>();
    List<Interval> listed = new ArrayList<>();
    for (Entry entry : ours) {
      Optional<Interval> interval = entry.interval();
      if (interval.isEmpty() || !entry.smtp()) {
        anomalies.add(
            "an entry of ours "
                + (interval.isEmpty() ? "names no IPv4 addresses" : "is not for SMTP"));
      } else {
        listed.add(interval.get());
      }
    }
    listed.sort(Comparator.comparing(Interval::first));
    for (int i = 1; i < listed.size(); i++) {
      if (listed.get(i).first().compareTo(listed.get(i - 1).last()) <= 0) {
        anomalies.add("%s and %s overlap".formatted(listed.get(i - 1), listed.get(i)));
      }
    }
    if (rules().size() > 1) {
      anomalies.add("entries of several rules are there: " + String.join(", ", rules()));
    }
    return anomalies;
  }

  /** Returns a digest that differs whenever what is ours differs. */
  String digest() {
    String all =
        ours.stream()
            .map(one -> "%s\t%s\t%s".formatted(one.text(), one.description(), one.smtp()))
            .sorted()
            .collect(Collectors.joining("\n"));
    return Sha256.hex(all);
  }
}
