package org.postern.source.dns;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Report;
import org.postern.policy.PtrSource;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.AtOnce;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.KnownAddresses;
import org.postern.source.LastGood;
import org.postern.source.NameLookup;
import org.postern.source.NameProof;
import org.postern.source.NameProofs;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Answers for sources that learn addresses by their names. Nothing lists these, so that those are
 * looked at that the last good answer holds or that were proven since. That a resolver answers at
 * all is known from a question for the domain itself: an answer without addresses is one, too.
 */
public final class PtrResolver implements Resolver<PtrSource> {
  private static final NameLookup.Told LATER = new NameLookup.Unknown("a peer waits");

  private final DnsClient client;
  private final ResolveSettings settings;
  private final KnownAddresses known;
  private final NameProofs proofs;
  private final InstantSource clock;

  /**
   * Makes the resolver of one policy.
   *
   * @param known the addresses that were learned before
   * @param proofs the proofs of names that hold
   */
  public PtrResolver(
      DnsClient client,
      ResolveSettings settings,
      KnownAddresses known,
      NameProofs proofs,
      InstantSource clock) {
    this.client = client;
    this.settings = settings;
    this.known = known;
    this.proofs = proofs;
    this.clock = clock;
  }

  @Override
  public Map<Question, Answer> resolve(List<PtrSource> sources, Report report) {
    Map<PtrSource, Map<Question, Answer>> told =
        AtOnce.map(new LinkedHashSet<>(sources), this::answers);
    Map<Question, Answer> answers = new LinkedHashMap<>();
    told.values().forEach(answers::putAll);
    return answers;
  }

  /**
   * The last good answer of a family of a source.
   *
   * @param named the label of each address
   * @param left the addresses that it no longer names and that are in force
   */
  private record Before(Map<Address, String> named, Set<Address> left) {}

  private Map<Question, Answer> answers(PtrSource source) {
    Deadline deadline = client.deadline();
    Lookup domain = Lookup.zone(source.name());
    Chase.End zone =
        Objects.requireNonNull(client.lookUpAll(List.of(domain), deadline).get(domain));
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (Family family : source.families()) {
      Answer answer =
          switch (zone.reading()) {
            case Reading.DeadEnd(Answer.Cause cause, String why) ->
                new Answer.NoInformation(cause, why);
            case Reading.Found(_, Trail way) -> learned(source, family, way, zone, deadline);
            case Reading.Absent(_, Trail way) -> learned(source, family, way, zone, deadline);
          };
      answers.put(new Question(source.id(), family), answer);
    }
    return answers;
  }

  private Answer learned(
      PtrSource source, Family family, Trail way, Chase.End zone, Deadline deadline) {
    Instant now = clock.instant();
    Before before = before(source, family);
    Map<Address, String> standing = new LinkedHashMap<>(before.named());
    Set<Address> unsure = new LinkedHashSet<>(standing.keySet());
    unsure.addAll(before.left());
    Learned learned = new Learned(source, settings.clamped(Duration.ofSeconds(way.ttl())));
    boolean waits = false;
    for (NameProof proof : proofs.of(source.name(), now)) {
      if (proof.address().family() == family) {
        standing.put(proof.address(), proof.label());
        unsure.add(proof.address());
        if (proof.isYoung(now)) {
          waits |= !before.named().containsKey(proof.address());
          unsure.remove(proof.address());
          learned.proven(proof, proof.left(now));
        }
      }
    }
    // A peer that was just proven repeats its packet soon; the others have time until the next
    // look.
    Map<Address, NameLookup.Told> told =
        waits
            ? unsure.stream().collect(toMap(one -> one, _ -> LATER))
            : lookUp(source, unsure, deadline);
    told.forEach((address, one) -> learned.told(address, one, standing));
    return new Answer.Data(learned.table(family), learned.ttl, way.via(), zone.server());
  }

  /** The addresses of one family of a source, as they are put together. */
  private final class Learned {
    private final PtrSource source;
    private final Map<Address, String> labels = new TreeMap<>();
    private Duration ttl;

    private Learned(PtrSource source, Duration ttl) {
      this.source = source;
      this.ttl = ttl;
    }

    private void proven(NameProof proof, Duration left) {
      labels.put(proof.address(), proof.label());
      ttl = shorter(ttl, left);
    }

    /**
     * Takes what was looked up.
     *
     * @param standing labels of those that a failure does not remove
     */
    private void told(Address address, NameLookup.Told told, Map<Address, String> standing) {
      switch (told) {
        case NameLookup.Proven(NameProof found) -> {
          NameProof proof = found.lasting(settings.clamped(found.ttl()));
          proofs.add(source.name(), proof);
          proven(proof, proof.ttl());
        }
        case NameLookup.Refuted _ -> proofs.remove(source.name(), address);
        case NameLookup.Unknown _ -> {
          if (standing.containsKey(address)) {
            labels.put(address, standing.get(address));
          }
          ttl = settings.ttlFloor();
        }
      }
    }

    private EntryTable table(Family family) {
      EntryTableBuilder table = EntryTable.builder(family, labels.size());
      labels.forEach((address, label) -> table.add(new Interval(address, address), label));
      return table.build();
    }
  }

  private Map<Address, NameLookup.Told> lookUp(
      PtrSource source, Collection<Address> addresses, Deadline deadline) {
    return addresses.isEmpty()
        ? Map.of()
        : new ConfirmedNames(client, clock).below(source.name(), addresses, deadline);
  }

  private Before before(PtrSource source, Family family) {
    Map<Address, String> named = new LinkedHashMap<>();
    Set<Address> left = new LinkedHashSet<>();
    for (LastGood last : known.lastGood(source.id())) {
      if (last.key().family() == family) {
        EntryTable table = last.named().table();
        for (int index = 0; index < table.size(); index++) {
          named.putIfAbsent(table.interval(index).first(), table.label(index));
        }
        last.left().table().intervals().forEach(one -> left.add(one.first()));
      }
    }
    return new Before(named, left);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
