package org.postern.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;

/**
 * Finds why prefixes come or go, grouped by the source that names them, or named them until now.
 */
final class ChangeReasons {
  private final Subject subject;
  private final Prepared prepared;
  private final Basis basis;

  ChangeReasons(Subject subject, Basis basis) {
    this.subject = subject;
    this.prepared = subject.prepared();
    this.basis = basis;
  }

  /** Returns the prefixes that come, by the source that names them now. */
  Map<String, List<Prefix>> added(List<Prefix> prefixes) {
    Finder finder = new Finder(prefixes);
    for (EffectiveEntry entry : prepared.meaning().settled().rows()) {
      finder.note(entry.entry().interval(), () -> named(entry));
    }
    return finder.groups("covered by widening, named by no source");
  }

  private String named(EffectiveEntry entry) {
    String standing = entry.state() == EntryState.FRESH ? "" : ", " + entry.state().text();
    return "named by %s of set %s%s%s"
        .formatted(
            source(entry.key().source()),
            entry.key().set(),
            position(entry.key()).map(where -> " (" + where + ")").orElse(""),
            standing);
  }

  private static String source(String id) {
    return id.startsWith(LiteralSource.ID) ? "the policy" : id;
  }

  private Optional<String> position(LastGood.Key key) {
    return prepared.policy().set(key.set()).stream()
        .flatMap(set -> set.sources().stream())
        .filter(source -> source.id().equals(key.source()))
        .filter(source -> !(source instanceof LiteralSource))
        .map(source -> subject.place(source.span()))
        .findFirst();
  }

  /** Returns the prefixes that go, by the source that named them until now. */
  Map<String, List<Prefix>> removed(String rule, List<Prefix> prefixes) {
    Set<String> sources = sourcesOf(rule);
    Finder finder = new Finder(prefixes);
    for (LastGood good : basis.named()) {
      for (RetainedEntry entry : good.entries()) {
        finder.note(entry.interval(), () -> gone(good.key(), sources));
      }
    }
    return finder.groups("named by no source that is known");
  }

  /** Returns every source that the sets of a rule take addresses from, as {@code SET SOURCE}. */
  private Set<String> sourcesOf(String rule) {
    Set<String> sources = new HashSet<>();
    if (prepared.policy().rule(rule).map(Rule::accept).orElse(null)
        instanceof Rule.Accept.Sets sets) {
      Reach reach = new Reach(prepared.policy());
      for (String name : sets.names()) {
        for (String set : reach.from(name)) {
          prepared.policy().set(set).stream()
              .flatMap(one -> one.sources().stream())
              .forEach(source -> sources.add(set + " " + source.id()));
        }
      }
    }
    return sources;
  }

  private static String gone(LastGood.Key key, Set<String> sources) {
    String source = source(key.source());
    return sources.contains(key.set() + " " + key.source())
        ? "no longer named by %s of set %s".formatted(source, key.set())
        : "was named by %s of set %s, which the rule no longer takes from"
            .formatted(source, key.set());
  }

  /** Finds the first reason of each prefix in one pass over what names them. */
  private static final class Finder {
    private final List<Prefix> prefixes;
    private final Map<Prefix, String> found = new LinkedHashMap<>();

    /**
     * Creates a finder.
     *
     * @param prefixes the prefixes, sorted and disjoint, as a set hands them out
     */
    private Finder(List<Prefix> prefixes) {
      this.prefixes = prefixes;
    }

    private interface Reason {
      String words();
    }

    private void note(Interval interval, Reason reason) {
      Prefix.meeting(prefixes, interval)
          .forEach(prefix -> found.computeIfAbsent(prefix, key -> reason.words()));
    }

    private Map<String, List<Prefix>> groups(String otherwise) {
      Map<String, List<Prefix>> groups = new TreeMap<>();
      for (Prefix prefix : prefixes) {
        groups
            .computeIfAbsent(found.getOrDefault(prefix, otherwise), key -> new ArrayList<>())
            .add(prefix);
      }
      return groups;
    }
  }
}
