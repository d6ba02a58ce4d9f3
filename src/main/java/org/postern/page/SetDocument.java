package org.postern.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.page.html.Words;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveEntry;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * A set for programs.
 *
 * @param set the name of the set
 * @param line the place where it is written
 * @param never the addresses that are taken out of it
 * @param prefixes the number of prefixes that it amounts to; empty while it is not usable
 * @param withheld the number of its entries that are not told; empty where all are
 * @param sets the sets that it takes its addresses from
 * @param sources the sources, one for each family of each
 */
public record SetDocument(
    String set,
    String line,
    List<String> never,
    Optional<Integer> prefixes,
    Optional<Integer> withheld,
    List<String> sets,
    List<SourceDocument> sources) {
  public SetDocument {
    never = List.copyOf(never);
    sets = List.copyOf(sets);
    sources = List.copyOf(sources);
  }

  static SetDocument of(SetDefinition set, Subject subject) {
    return new SetDocument(
        set.name(),
        set.span().position(),
        set.never().stream().map(one -> one.interval().toString()).toList(),
        subject.prepared().meaning().set(set.name()).map(one -> Words.count(one.addresses())),
        Optional.ofNullable(subject.withheld().entries().get(set.name())),
        set.sources().stream()
            .filter(SetSource.class::isInstance)
            .map(source -> ((SetSource) source).set())
            .toList(),
        sources(set, subject));
  }

  private static List<SourceDocument> sources(SetDefinition set, Subject subject) {
    Map<LastGood.Key, List<EffectiveEntry>> halves = new LinkedHashMap<>();
    Map<LastGood.Key, Resolution> answers = new LinkedHashMap<>();
    for (Resolution one : subject.prepared().resolved().of(set.name())) {
      answers.put(one.key(), one);
      halves.put(one.key(), new ArrayList<>());
    }
    for (EffectiveEntries part : subject.prepared().meaning().settled().of(set.name())) {
      if (part.size() > 0) {
        halves.computeIfAbsent(part.key(), _ -> new ArrayList<>()).addAll(part.rows());
      }
    }
    List<SourceDocument> sources = new ArrayList<>();
    halves.forEach(
        (key, entries) -> {
          if (!entries.isEmpty() || !key.source().startsWith(LiteralSource.ID)) {
            sources.add(
                SourceDocument.of(set, key, Optional.ofNullable(answers.get(key)), entries));
          }
        });
    return sources;
  }
}
