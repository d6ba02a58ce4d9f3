package org.postern.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.policy.SetDefinition;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * A family of a source of a set, for programs.
 *
 * @param source the id of the source
 * @param family the family of the addresses
 * @param line the place where it is written; empty when it is no longer in the policy
 * @param answered the time of the last answer; empty when it never answered
 * @param server the server that answered; empty where there is no answer to this question
 * @param via the names that the answer was led through, likewise
 * @param ttl the time for which the answer is good, in seconds, likewise
 * @param none the reason why there is no answer to this question; empty where there is one
 * @param entries the entries that are in force, grouped by their standing and dates
 */
public record SourceDocument(
    String source,
    String family,
    Optional<String> line,
    Optional<Instant> answered,
    Optional<String> server,
    Optional<List<String>> via,
    OptionalLong ttl,
    Optional<String> none,
    List<Entries> entries) {
  public SourceDocument {
    entries = List.copyOf(entries);
  }

  static SourceDocument of(
      SetDefinition set,
      LastGood.Key key,
      Optional<Resolution> answer,
      List<EffectiveEntry> entries) {
    Optional<Resolution.Fresh> fresh =
        answer.filter(Resolution.Fresh.class::isInstance).map(Resolution.Fresh.class::cast);
    return new SourceDocument(
        key.source(),
        key.family().text(),
        set.source(key.source()).map(one -> one.span().position()),
        answer.flatMap(SourceDocument::answered),
        fresh.map(Resolution.Fresh::server),
        fresh.map(Resolution.Fresh::via),
        fresh.map(one -> OptionalLong.of(one.ttl().toSeconds())).orElseGet(OptionalLong::empty),
        answer.flatMap(SourceDocument::none),
        Entries.of(entries));
  }

  private static Optional<Instant> answered(Resolution answer) {
    return switch (answer) {
      case Resolution.Fresh fresh -> Optional.of(fresh.at());
      case Resolution.Stale stale -> Optional.of(stale.last().at());
      case Resolution.Failed _ -> Optional.empty();
    };
  }

  private static Optional<String> none(Resolution answer) {
    return switch (answer) {
      case Resolution.Fresh _ -> Optional.empty();
      case Resolution.Stale stale -> Optional.of(stale.why().detail());
      case Resolution.Failed failed -> Optional.of(failed.why().detail());
    };
  }

  /**
   * Entries of one standing and with the same dates.
   *
   * @param standing the reason why they are in force
   * @param firstSeen the time when an answer first named them
   * @param lastConfirmed the time when an answer last named them
   * @param until the time when they leave; empty where that is not known
   * @param nets the addresses, as published
   * @param labels the labels by the addresses, of those that have one; empty when none has
   */
  public record Entries(
      String standing,
      Instant firstSeen,
      Instant lastConfirmed,
      Optional<Instant> until,
      List<String> nets,
      Optional<Map<String, String>> labels) {
    public Entries {
      nets = List.copyOf(nets);
    }

    private record Shared(
        EntryState standing, Instant firstSeen, Instant lastConfirmed, Optional<Instant> until) {}

    private static List<Entries> of(List<EffectiveEntry> entries) {
      Map<Shared, List<EffectiveEntry>> groups = new LinkedHashMap<>();
      Shared last = null;
      List<EffectiveEntry> group = new ArrayList<>();
      for (EffectiveEntry one : entries) {
        Shared shared =
            new Shared(
                one.state(), one.entry().firstSeen(), one.entry().lastConfirmed(), one.until());
        // Most entries belong to the group of the entry before.
        if (!shared.equals(last)) {
          last = shared;
          group = groups.computeIfAbsent(shared, _ -> new ArrayList<>());
        }
        group.add(one);
      }
      List<Entries> documents = new ArrayList<>();
      groups.forEach((shared, some) -> documents.add(of(shared, some)));
      return documents;
    }

    private static Entries of(Shared shared, List<EffectiveEntry> group) {
      Map<String, String> labels = new LinkedHashMap<>();
      group.stream()
          .map(EffectiveEntry::entry)
          .filter(entry -> !entry.label().isEmpty())
          .forEach(entry -> labels.put(entry.interval().toString(), entry.label()));
      return new Entries(
          shared.standing().text(),
          shared.firstSeen(),
          shared.lastConfirmed(),
          shared.until(),
          group.stream().map(one -> one.entry().interval().toString()).toList(),
          Optional.of(labels).filter(all -> !all.isEmpty()));
    }
  }
}
