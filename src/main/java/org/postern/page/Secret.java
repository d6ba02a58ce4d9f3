package org.postern.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * What a page must not show: the addresses of withheld sets, present, earlier and pending ones, and
 * the words of their sources and labels.
 */
final class Secret {
  /** The text that is shown instead. */
  static final String MARK = "[withheld]";

  /** The shortest word that is replaced: shorter ones are parts of too many other words. */
  private static final int SHORTEST_WORD = 3;

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?"
              + "|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:(?:[0-9A-Fa-f:]*[0-9A-Fa-f])?"
              + "(?:(?:\\.[0-9]{1,3}){3})?(?:/[0-9]{1,3})?");

  private final Set<String> sets;
  private final AddressSet addresses;
  private final List<String> words;

  private Secret(Set<String> sets, AddressSet addresses, Set<String> words) {
    this.sets = sets;
    this.addresses = addresses;
    this.words =
        words.stream()
            .filter(word -> word.length() >= SHORTEST_WORD)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Collects all that a subject holds of some sets. */
  static Secret of(Subject subject, Set<String> sets) {
    Collector found = new Collector(sets);
    subject.prepared().policy().sets().forEach(found::add);
    subject.prepared().meaning().settled().entries().forEach(part -> found.add(part.entries()));
    subject.prepared().meaning().sets().stream()
        .filter(set -> sets.contains(set.name()))
        .forEach(set -> found.space.add(set.excess()));
    subject.prepared().meaning().settled().pending().stream()
        .filter(held -> sets.contains(held.set()))
        .map(PendingChange::what)
        .forEach(found::add);
    subject.prepared().resolved().resolutions().forEach(found::add);
    subject.prepared().memory().guards().lastGood().forEach(found::add);
    subject.prepared().meaning().settled().lastGood().forEach(found::add);
    subject.basis().ifPresent(basis -> basis.named().forEach(found::add));
    return new Secret(sets, found.space.build(), found.words);
  }

  private static final class Collector {
    private final Set<String> sets;
    private final AddressSet.Builder space = AddressSet.builder();
    private final Set<String> words = new TreeSet<>();

    private Collector(Set<String> sets) {
      this.sets = sets;
    }

    private void add(EntryTable table) {
      space.add(table.bounds());
      table.words().forEach(words::add);
    }

    private void add(HeldMembers held) {
      switch (held) {
        case HeldMembers.Addresses addresses -> space.add(addresses.entries().bounds());
        case HeldMembers.Domains _ -> {
          // A page hides addresses.
        }
      }
    }

    private void add(SetDefinition set) {
      if (sets.contains(set.name())) {
        set.sources().forEach(this::add);
        set.never().forEach(this::add);
        set.initial().ifPresent(words::add);
      }
    }

    private void add(SourceSpec source) {
      space.add(source.addresses());
      words.addAll(source.texts());
    }

    private void add(LastGood good) {
      if (sets.contains(good.key().set())) {
        words.addAll(good.via());
        add(good.all());
      }
    }

    private void add(Resolution resolution) {
      if (sets.contains(resolution.key().set())) {
        switch (resolution) {
          case Resolution.Fresh fresh -> {
            words.addAll(fresh.via());
            add(fresh.entries());
          }
          case Resolution.Stale stale -> add(stale.last());
          case Resolution.Failed failed -> words.add(failed.why().detail());
        }
      }
    }
  }

  /** Whether a set is withheld. */
  boolean hides(String set) {
    return sets.contains(set);
  }

  /** Whether some address of an interval is withheld. */
  boolean touches(Interval interval) {
    return touches(AddressSet.of(interval));
  }

  /** Whether some address of a set is withheld. */
  boolean touches(AddressSet set) {
    return addresses.intersects(set);
  }

  /** Returns the prefixes of a set that hold no withheld address. */
  AddressSet visible(AddressSet set) {
    if (!touches(set)) {
      return set;
    }
    AddressSet.Builder rest = AddressSet.builder();
    set.prefixes().stream().filter(prefix -> !touches(AddressSet.of(prefix))).forEach(rest::add);
    return rest.build();
  }

  /** Returns a text from outside without what is withheld. */
  String clean(String text) {
    String rest = text;
    for (String word : words) {
      rest = rest.replace(word, MARK);
    }
    return withoutAddresses(rest);
  }

  /** Returns texts from outside without what is withheld. */
  List<String> clean(Collection<String> texts) {
    List<String> rest = new ArrayList<>();
    texts.forEach(text -> rest.add(clean(text)));
    return rest;
  }

  /** Returns a text without withheld addresses and without prefixes that hold some. */
  String withoutAddresses(String text) {
    if (addresses.isEmpty()) {
      return text;
    }
    Matcher matcher = ADDRESS.matcher(text);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(isWithheld(found.group()) ? MARK : found.group()));
  }

  /**
   * Whether a word is a withheld address or prefix; of a prefix with host bits the address counts.
   */
  private boolean isWithheld(String word) {
    int slash = word.indexOf('/');
    return switch (AddressText.parse(word)) {
      case AddressText.Ok ok -> touches(ok.interval());
      case AddressText.Wrong wrong -> slash > 0 && isWithheld(word.substring(0, slash));
    };
  }
}
