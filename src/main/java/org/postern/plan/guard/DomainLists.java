package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;

/**
 * The domains that the sources of sets of domains name, each fallen back to its own last good
 * answer.
 */
final class DomainLists {
  private final HeardDomains heard;
  private final DomainMemory memory;
  private final Instant now;
  private final Map<String, DomainMemory.GoodList> remembered = new LinkedHashMap<>();

  DomainLists(HeardDomains heard, DomainMemory memory, Instant now) {
    this.heard = heard;
    this.memory = memory;
    this.now = now;
  }

  /**
   * The domains that the sources of a set name.
   *
   * @param names the domains, without those that the set never takes
   * @param failures the lists that give no information
   */
  record Listed(SortedSet<String> names, List<EffectiveDomains.Failure> failures) {}

  /** Returns the last good answers of the lists that were asked for. */
  List<DomainMemory.GoodList> remembered() {
    return List.copyOf(remembered.values());
  }

  Listed of(DomainSetDefinition set) {
    SortedSet<String> names = new TreeSet<>();
    List<EffectiveDomains.Failure> failures = new ArrayList<>();
    for (DomainSource source : set.sources()) {
      switch (source) {
        case DomainSource.Name name -> names.add(name.domain());
        case DomainSource.ListFile list -> names.addAll(names(list, failures));
      }
    }
    if (!set.never().isEmpty()) {
      names.removeIf(set::excludes);
    }
    return new Listed(names, failures);
  }

  private SortedSet<String> names(
      DomainSource.ListFile list, List<EffectiveDomains.Failure> failures) {
    Optional<DomainMemory.GoodList> last = memory.list(list.id());
    HeardDomains.ListLook look = heard.list(list).orElseGet(this::nothing);
    return switch (look.answer()) {
      case HeardDomains.Names found -> {
        // An unchanged list keeps its object, so that it is not compared or stored again.
        SortedSet<String> names =
            last.map(DomainMemory.GoodList::names)
                .filter(found.names()::equals)
                .orElse(found.names());
        remembered.put(
            list.id(), new DomainMemory.GoodList(list.id(), look.at(), names, Optional.empty()));
        yield names;
      }
      case HeardDomains.NoList none -> {
        failures.add(
            new EffectiveDomains.Failure(
                list.id(), last.map(DomainMemory.GoodList::at), none.cause(), none.detail()));
        last.ifPresent(good -> remembered.put(list.id(), silent(good, none)));
        yield last.map(DomainMemory.GoodList::names).orElseGet(TreeSet::new);
      }
    };
  }

  private HeardDomains.ListLook nothing() {
    return new HeardDomains.ListLook(
        new HeardDomains.NoList(Answer.Cause.INTERRUPTED, "it was not read"), now, "");
  }

  private DomainMemory.GoodList silent(DomainMemory.GoodList good, HeardDomains.NoList none) {
    Instant since = good.silence().map(DomainMemory.Silence::since).orElse(now);
    return new DomainMemory.GoodList(
        good.source(),
        good.at(),
        good.names(),
        Optional.of(new DomainMemory.Silence(since, none.detail())));
  }
}
