package org.postern.command;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.Reason;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;

/**
 * Who names prefixes, or named them until now.
 *
 * @param now what is in force
 * @param before what was remembered
 * @param written where the policy has its literals, by their ids
 */
record Origins(List<EffectiveEntries> now, List<LastGood> before, Map<String, String> written) {
  /** Seconds only make the lines long. */
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Where no source is known. */
  static final Origins NONE = new Origins(List.of(), List.of(), Map.of());

  static Origins of(Prepared prepared) {
    Map<String, String> written = new HashMap<>();
    for (SetDefinition set : prepared.policy().sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof SourceSpec.Literal literal) {
          String file = String.valueOf(Path.of(literal.span().file()).getFileName());
          written.put(source.id(), file + ":" + literal.span().line());
        }
      }
    }
    return new Origins(
        prepared.meaning().settled().entries(), prepared.memory().guards().lastGood(), written);
  }

  /**
   * The first source of each prefix in words; a prefix that no source names has none. One pass over
   * the entries, of which those are made objects that are told of.
   *
   * @param prefixes sorted and disjoint, as a set hands them out
   * @param dated whether to say since when, or until when
   */
  Map<Prefix, String> of(Reason.Effect effect, List<Prefix> prefixes, boolean dated) {
    Search search = new Search(prefixes, dated, written);
    switch (effect) {
      case ADDS, KEEPS ->
          now.forEach(
              one -> {
                List<EffectiveEntry> rows = one.rows();
                search.meeting(one.entries()).forEach(index -> search.add(rows.get(index)));
              });
      case REMOVES ->
          before.forEach(
              good -> {
                List<RetainedEntry> entries = good.entries();
                search.meeting(good).forEach(index -> search.add(good.key(), entries.get(index)));
              });
    }
    return search.words();
  }

  private static final class Search {
    private final List<Prefix> prefixes;
    private final AddressSet addresses;
    private final boolean dated;
    private final Map<String, String> written;
    private final Map<Prefix, String> first = new HashMap<>();
    private final Map<Prefix, Integer> count = new HashMap<>();

    Search(List<Prefix> prefixes, boolean dated, Map<String, String> written) {
      this.prefixes = prefixes;
      AddressSet.Builder all = AddressSet.builder();
      prefixes.forEach(all::add);
      this.addresses = all.build();
      this.dated = dated;
      this.written = written;
    }

    /** The positions of the entries that share an address with a prefix: those named first. */
    IntStream meeting(LastGood good) {
      int named = good.named().size();
      return IntStream.concat(
          Arrays.stream(good.named().table().bounds().meeting(addresses)),
          Arrays.stream(good.left().table().bounds().meeting(addresses)).map(at -> named + at));
    }

    void add(EffectiveEntry entry) {
      String standing =
          switch (entry.state()) {
            case FRESH -> "";
            case FADING ->
                dated ? entry.until().map(time -> ", until " + MINUTE.format(time)).orElse("") : "";
            case STALE, HELD -> ", " + entry.state().text();
          };
      add(entry.key(), entry.entry(), standing);
    }

    void add(LastGood.Key key, RetainedEntry entry) {
      String since =
          dated
              ? entry
                  .missingSince()
                  .map(time -> ", not named since " + MINUTE.format(time))
                  .orElse("")
              : "";
      add(key, entry, since);
    }

    private void add(LastGood.Key key, RetainedEntry entry, String more) {
      Interval interval = entry.interval();
      for (int at = firstReaching(interval); at < prefixes.size(); at++) {
        Prefix prefix = prefixes.get(at);
        if (prefix.first().compareTo(interval.last()) > 0) {
          break;
        }
        first.computeIfAbsent(prefix, one -> describe(key, entry) + more);
        count.merge(prefix, 1, Integer::sum);
      }
    }

    /** The first prefix that does not end before the interval begins. */
    private int firstReaching(Interval interval) {
      int from = 0;
      int to = prefixes.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (prefixes.get(middle).last().compareTo(interval.first()) < 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }

    /** A literal is known by its place; one that the policy has no more, by what it is. */
    private String describe(LastGood.Key key, RetainedEntry entry) {
      String place = written.get(key.source());
      String source = place == null ? key.source() : place;
      return source + (entry.label().isEmpty() ? "" : " \"" + entry.label() + "\"");
    }

    Map<Prefix, String> words() {
      Map<Prefix, String> words = new HashMap<>();
      first.forEach(
          (prefix, text) -> {
            int more = count.getOrDefault(prefix, 1) - 1;
            words.put(prefix, more == 0 ? text : text + ", and " + Counted.of(more, "more entry"));
          });
      return words;
    }
  }
}
