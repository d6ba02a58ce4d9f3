package org.postern.command.outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.Reason;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryLines;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;

/**
 * Finds which sources name prefixes, or named them until now.
 *
 * @param now the entries in force
 * @param before the answers that were remembered
 * @param written the places of the policy's literals, by their ids
 * @param lists the lists of the policy, by their ids
 */
public record Origins(
    List<EffectiveEntries> now,
    List<LastGood> before,
    Map<String, String> written,
    Map<String, FileSource> lists) {
  /** The format of times: seconds only make the lines long. */
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The size of a list, in bytes, from which on it is not read twice for a change of a few entries.
   */
  private static final long READ_AGAIN = 2L << 20;

  /** The origins where no source is known. */
  public static final Origins NONE = new Origins(List.of(), List.of(), Map.of(), Map.of());

  public static Origins of(Prepared prepared) {
    Map<String, String> written = new HashMap<>();
    Map<String, FileSource> lists = new HashMap<>();
    for (SetDefinition set : prepared.policy().sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof LiteralSource literal) {
          String file = String.valueOf(Path.of(literal.span().file()).getFileName());
          written.put(source.id(), file + ":" + literal.span().line());
        } else if (source instanceof FileSource list) {
          lists.put(source.id(), list);
        }
      }
    }
    return new Origins(
        prepared.meaning().settled().entries(),
        prepared.memory().guards().lastGood(),
        written,
        lists);
  }

  /**
   * Returns the first source of each prefix in words; a prefix that no source names has none. One
   * pass over the entries, of which those are made objects that are told of.
   *
   * @param prefixes the prefixes, sorted and disjoint, as a set hands them out
   * @param dated whether to say since when, or until when
   */
  public Map<Prefix, String> of(Reason.Effect effect, List<Prefix> prefixes, boolean dated) {
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
    return search.words(effect == Reason.Effect.ADDS && dated ? lists : Map.of());
  }

  private static boolean isSmall(FileSource list) {
    try {
      return Files.size(Path.of(list.resolvedPath())) <= READ_AGAIN;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * An entry that a prefix is of.
   *
   * @param source the id of its source
   * @param more the time since when, or until when
   */
  private record Found(String source, RetainedEntry entry, String more) {}

  private static final class Search {
    private final List<Prefix> prefixes;
    private final AddressSet addresses;
    private final boolean dated;
    private final Map<String, String> written;
    private final Map<Prefix, Found> first = new HashMap<>();
    private final Map<Prefix, Integer> count = new HashMap<>();

    Search(List<Prefix> prefixes, boolean dated, Map<String, String> written) {
      this.prefixes = prefixes;
      AddressSet.Builder all = AddressSet.builder();
      prefixes.forEach(all::add);
      this.addresses = all.build();
      this.dated = dated;
      this.written = written;
    }

    /**
     * Returns the positions of the entries that share an address with a prefix: those named first.
     */
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
      for (Prefix prefix : Prefix.meeting(prefixes, entry.interval())) {
        first.computeIfAbsent(prefix, _ -> new Found(key.source(), entry, more));
        count.merge(prefix, 1, Integer::sum);
      }
    }

    /**
     * Describes a source: a literal is known by its place; one that the policy has no more, by what
     * it is.
     */
    private String describe(Found found, Map<String, Map<Interval, Integer>> lines) {
      String place = written.get(found.source());
      Integer line = lines.getOrDefault(found.source(), Map.of()).get(found.entry().interval());
      String source = place == null ? found.source() : place;
      String label = found.entry().label();
      return source
          + (line == null ? "" : ":" + line)
          + (label.isEmpty() ? "" : " \"" + label + "\"")
          + found.more();
    }

    /** Returns the lines of entries, by the ids of the lists; each list is read once. */
    private Map<String, Map<Interval, Integer>> lines(Map<String, FileSource> lists) {
      Map<String, List<Interval>> sought = new HashMap<>();
      for (Found found : first.values()) {
        if (lists.containsKey(found.source())) {
          sought
              .computeIfAbsent(found.source(), _ -> new ArrayList<>())
              .add(found.entry().interval());
        }
      }
      Map<String, Map<Interval, Integer>> lines = new HashMap<>();
      sought.forEach(
          (source, intervals) ->
              Optional.ofNullable(lists.get(source))
                  .filter(Origins::isSmall)
                  .ifPresent(list -> lines.put(source, EntryLines.of(list, intervals))));
      return lines;
    }

    Map<Prefix, String> words(Map<String, FileSource> lists) {
      Map<String, Map<Interval, Integer>> lines = lines(lists);
      Map<Prefix, String> words = new HashMap<>();
      first.forEach(
          (prefix, found) -> {
            String text = describe(found, lines);
            int more = count.getOrDefault(prefix, 1) - 1;
            words.put(prefix, more == 0 ? text : text + ", and " + Counted.of(more, "more entry"));
          });
      return words;
    }
  }
}
