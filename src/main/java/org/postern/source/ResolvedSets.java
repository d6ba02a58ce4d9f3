package org.postern.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.policy.Policy;
import org.postern.policy.ResolveSettings;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/**
 * The resolutions of every half of every source of a policy.
 *
 * @param at the time when the answers are looked at
 * @param resolutions the resolutions in the order of the policy
 * @param domains the answers about mail domains
 */
public record ResolvedSets(Instant at, List<Resolution> resolutions, HeardDomains domains) {
  public ResolvedSets {
    resolutions = List.copyOf(resolutions);
  }

  /** Creates sets without answers about mail domains. */
  public ResolvedSets(Instant at, List<Resolution> resolutions) {
    this(at, resolutions, HeardDomains.nothing());
  }

  /** Returns a copy with what was heard of mail domains. */
  public ResolvedSets with(HeardDomains heard) {
    return new ResolvedSets(at, resolutions, heard);
  }

  /** Returns the resolutions of each set. */
  public Map<String, List<Resolution>> bySet() {
    Map<String, List<Resolution>> sets = new LinkedHashMap<>();
    resolutions.forEach(
        one -> sets.computeIfAbsent(one.key().set(), set -> new ArrayList<>()).add(one));
    return sets;
  }

  /** Returns the resolutions of one set. */
  public List<Resolution> of(String set) {
    return resolutions.stream().filter(one -> one.key().set().equals(set)).toList();
  }

  /**
   * Holds each answer beside what is remembered; a source named twice in a set counts once.
   *
   * @param lastGood the remembered answers
   */
  public static ResolvedSets of(
      Policy policy, Map<Question, Heard> answers, List<LastGood> lastGood, Instant now) {
    Map<LastGood.Key, LastGood> known = new HashMap<>();
    lastGood.forEach(one -> known.put(one.key(), one));
    Map<LastGood.Key, Resolution> resolutions = new LinkedHashMap<>();
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        for (Family family : Family.values()) {
          Heard heard = answers.get(new Question(source.id(), family));
          if (heard != null) {
            LastGood.Key key = new LastGood.Key(set.name(), source.id(), family);
            resolutions.put(
                key,
                Resolution.of(
                    key,
                    source.outside(),
                    clamped(heard.answer(), policy.resolve()),
                    Optional.ofNullable(known.get(key)),
                    heard.at()));
          }
        }
      }
    }
    return new ResolvedSets(now, List.copyOf(resolutions.values()));
  }

  /** Returns the answer with a TTL no less than the floor and no more than the cap. */
  private static Answer clamped(Answer answer, ResolveSettings settings) {
    return switch (answer) {
      case Answer.Data data ->
          new Answer.Data(data.entries(), settings.clamped(data.ttl()), data.via(), data.server());
      case Answer.Gone gone ->
          new Answer.Gone(gone.absence(), settings.clamped(gone.ttl()), gone.via(), gone.server());
      case Answer.NoInformation none -> none;
    };
  }
}
