package org.postern.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.policy.Hook;

/**
 * Decides whether two rulesets mean the same, over the whole IPv4 and IPv6 space. The small
 * dimensions (hook, interface, port, opening, fragmented) are enumerated with one value for "any
 * other"; time by one moment before each closing of an open rule, and for ever after the last; the
 * server space is cut where a rule's servers begin or end; peers are compared as sets. Of mail the
 * recipient domain, authentication, listener and the client's name are enumerated likewise.
 */
public final class Equivalence {
  /** An interface that no rule names is called so, with the first number that is free. */
  private static final String OTHER_INTERFACE = "other";

  private final Ruleset left;
  private final Ruleset right;

  /**
   * The moment at which the rulesets are compared; empty for the time when no rule is open any
   * more.
   */
  private Optional<Instant> moment = Optional.empty();

  private Equivalence(Ruleset left, Ruleset right) {
    this.left = left;
    this.right = right;
  }

  /**
   * An attempt that two rulesets judge differently.
   *
   * @param attempt the attempt
   * @param left the judgement of the first
   * @param right the judgement of the second
   * @param at the moment when they do; empty if they do in the long run
   */
  public record Counterexample(
      Attempt attempt, Judgement left, Judgement right, Optional<Instant> at) {
    /** Returns the attempt as a sentence, with the moment. */
    public String describe() {
      return attempt.describe() + at.map(moment -> " at " + moment).orElse("");
    }
  }

  /**
   * Returns an attempt that the rulesets judge differently; empty when both mean the same at all
   * times.
   */
  public static Optional<Counterexample> compare(Ruleset left, Ruleset right) {
    return left.equals(right) ? Optional.empty() : new Equivalence(left, right).search();
  }

  private Optional<Counterexample> search() {
    for (Optional<Instant> each : moments()) {
      moment = each;
      Optional<Counterexample> found =
          searchHooks()
              .or(
                  () ->
                      new MailEquivalence(left, right)
                          .search(probe -> comparePeers(probe, space(probe))));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the moments to compare at. The long run is first: it is what rulesets mostly differ in.
   */
  private List<Optional<Instant>> moments() {
    List<Optional<Instant>> moments = new ArrayList<>(List.of(Optional.empty()));
    all()
        .flatMap(rule -> rule.openUntil().stream())
        .distinct()
        .sorted()
        .forEach(closing -> moments.add(Optional.of(closing.minusSeconds(1))));
    return moments;
  }

  private Optional<Counterexample> searchHooks() {
    for (Hook hook : Hook.values()) {
      for (int port : ports()) {
        for (String name : interfaces(hook)) {
          Optional<Counterexample> found = searchKinds(hook, name, port);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Searches each kind of packet. Fragments are a kind of their own only where some rule judges
   * nothing but whole packets.
   */
  private Optional<Counterexample> searchKinds(Hook hook, String name, int port) {
    boolean[] ways =
        rules().anyMatch(AccessRule::wholeOnly) ? new boolean[] {false, true} : new boolean[1];
    for (boolean fragmented : ways) {
      for (boolean opening : new boolean[] {true, false}) {
        Optional<Counterexample> found = searchServers(hook, name, port, opening, fragmented);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Counterexample> searchServers(
      Hook hook, String name, int port, boolean opening, boolean fragmented) {
    List<AddressSet> cuts = cells(hook, name, port);
    for (AddressSet cell : cuts) {
      for (Family family : Family.values()) {
        Optional<Address> server = cell.only(family).first();
        if (server.isPresent()) {
          Attempt.Opening probe =
              new Attempt.Opening(
                  hook, name, server.get(), server.get(), port, opening, fragmented);
          Optional<Counterexample> found =
              hook == Hook.OUTPUT
                  ? comparePeers(probe, cell.only(family).subtract(SpecialPurpose.LOOPBACK))
                  : comparePeers(probe, space(probe));
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the addresses that are judged: no rule judges what comes over the loopback. */
  private static AddressSet space(Attempt probe) {
    return AddressSet.all(probe.peer().family()).subtract(SpecialPurpose.LOOPBACK);
  }

  /**
   * Compares the peers of a cell. On output the peer is the dialled server, so only peers inside
   * the cell exist.
   */
  private Optional<Counterexample> comparePeers(Attempt probe, AddressSet space) {
    Map<Judgement, AddressSet> ours = judged(left, probe, space);
    Map<Judgement, AddressSet> theirs = judged(right, probe, space);
    for (Judgement judgement : Judgement.values()) {
      AddressSet here = ours.getOrDefault(judgement, AddressSet.none());
      AddressSet there = theirs.getOrDefault(judgement, AddressSet.none());
      Optional<Address> differs = here.subtract(there).first();
      if (differs.isPresent()) {
        return Optional.of(witness(probe, differs.get()));
      }
    }
    return Optional.empty();
  }

  private Counterexample witness(Attempt probe, Address peer) {
    Attempt attempt = from(peer, probe);
    return new Counterexample(attempt, verdict(left, attempt), verdict(right, attempt), moment);
  }

  private static Attempt from(Address peer, Attempt probe) {
    return switch (probe) {
      case Attempt.Opening packet ->
          new Attempt.Opening(
              packet.hook(),
              packet.inInterface(),
              peer,
              packet.hook() == Hook.OUTPUT ? peer : packet.server(),
              packet.port(),
              packet.first(),
              packet.fragmented());
      case Attempt.Delivery mail ->
          new Attempt.Delivery(
              peer, mail.domain(), mail.authenticated(), mail.listener(), mail.name());
    };
  }

  private Judgement verdict(Ruleset ruleset, Attempt attempt) {
    return moment.map(at -> ruleset.verdict(attempt, at)).orElseGet(() -> ruleset.verdict(attempt));
  }

  private Map<Judgement, AddressSet> judged(Ruleset ruleset, Attempt probe, AddressSet space) {
    Optional<AccessRule> rule = ruleset.scoped(probe);
    if (rule.isEmpty()) {
      return Map.of(Judgement.UNJUDGED, space);
    }
    AccessRule judge = rule.get();
    AddressSet accepted =
        judge.scope().admits(probe) ? space : judge.peers().asSet().intersect(space);
    AddressSet rest = space.subtract(accepted);
    Judgement refusal = moment.map(judge::refusal).orElseGet(judge::refusal);
    return refusal == Judgement.ACCEPTED
        ? Map.of(Judgement.ACCEPTED, space)
        : Map.of(Judgement.ACCEPTED, accepted, refusal, rest);
  }

  private Stream<AccessRule> all() {
    return Stream.concat(left.rules().stream(), right.rules().stream());
  }

  /** Returns the rules that judge packets. */
  private Stream<AccessRule> rules() {
    return all().filter(AccessRule::judgesPackets);
  }

  /**
   * Returns one port of each stretch that every rule covers wholly or not at all, and some rule
   * does.
   */
  private Set<Integer> ports() {
    Set<Integer> ports = new TreeSet<>();
    rules()
        .flatMap(rule -> rule.packets().ports().ranges().stream())
        .forEach(range -> ports.addAll(List.of(range.first(), range.last() + 1)));
    ports.removeIf(port -> rules().noneMatch(rule -> rule.packets().ports().contains(port)));
    return ports;
  }

  private Set<String> interfaces(Hook hook) {
    if (hook == Hook.OUTPUT) {
      return Set.of("");
    }
    Set<String> names = new TreeSet<>();
    rules().forEach(rule -> names.addAll(rule.packets().interfaces()));
    int number = 0;
    while (!names.add(OTHER_INTERFACE + number)) {
      number++;
    }
    return names;
  }

  /** Returns the server space cut so that every rule covers a cell wholly or not at all. */
  private List<AddressSet> cells(Hook hook, String name, int port) {
    List<AddressSet> cells = new ArrayList<>(List.of(AddressSet.all()));
    rules()
        .filter(
            rule -> rule.packets().hooks().contains(hook) && rule.packets().ports().contains(port))
        .filter(rule -> rule.packets().coversInterface(name))
        .flatMap(rule -> rule.packets().servers().stream())
        .distinct()
        .forEach(servers -> cut(cells, servers));
    return cells;
  }

  private static void cut(List<AddressSet> cells, AddressSet servers) {
    List<AddressSet> next = new ArrayList<>();
    for (AddressSet cell : cells) {
      for (AddressSet part : List.of(cell.intersect(servers), cell.subtract(servers))) {
        if (!part.isEmpty()) {
          next.add(part);
        }
      }
    }
    cells.clear();
    cells.addAll(next);
  }

  /**
   * Returns the rules of one ruleset that cover a common packet, by name; empty when there are
   * none.
   */
  public static Map<String, String> overlaps(Ruleset ruleset) {
    Map<String, String> found = new TreeMap<>();
    List<AccessRule> rules = ruleset.rules();
    for (int i = 0; i < rules.size(); i++) {
      for (int j = i + 1; j < rules.size(); j++) {
        if (rules.get(i).scope().overlaps(rules.get(j).scope())) {
          found.put(rules.get(i).name(), rules.get(j).name());
        }
      }
    }
    return found;
  }
}
