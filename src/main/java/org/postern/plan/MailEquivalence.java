package org.postern.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.policy.Ports;

/**
 * The half of {@link Equivalence} that is about mail: which deliveries are to be compared. Of the
 * recipient domains one stands for all that the rules do not tell apart, and so for listeners.
 */
final class MailEquivalence {
  private static final int ANY_PORT = 25;

  private final Ruleset left;
  private final Ruleset right;

  MailEquivalence(Ruleset left, Ruleset right) {
    this.left = left;
    this.right = right;
  }

  /**
   * Returns the first answer there is.
   *
   * @param compare compares one delivery from all peers of a family
   */
  Optional<Equivalence.Counterexample> search(
      Function<Attempt.Delivery, Optional<Equivalence.Counterexample>> compare) {
    if (scopes().findAny().isEmpty()) {
      return Optional.empty();
    }
    for (Attempt.Delivery probe : probes()) {
      Optional<Equivalence.Counterexample> found = compare.apply(probe);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Stream<Scope.Mail> scopes() {
    return Stream.concat(left.rules().stream(), right.rules().stream())
        .map(AccessRule::scope)
        .filter(Scope.Mail.class::isInstance)
        .map(Scope.Mail.class::cast);
  }

  /** Returns one delivery for each combination of rules that may judge, of either ruleset. */
  private Iterable<Attempt.Delivery> probes() {
    Map<List<Boolean>, Attempt.Delivery> kinds = new LinkedHashMap<>();
    List<Scope.Mail> scopes = scopes().toList();
    for (String domain : domains(scopes)) {
      for (int listener : listeners()) {
        for (boolean authenticated : new boolean[] {false, true}) {
          for (String name : names(scopes)) {
            for (Family family : Family.values()) {
              Address peer = Address.ofBytes(new byte[family.bits() / Byte.SIZE]);
              Attempt.Delivery probe =
                  new Attempt.Delivery(peer, domain, authenticated, listener, name);
              kinds.putIfAbsent(kind(scopes, probe), probe);
            }
          }
        }
      }
    }
    return kinds.values();
  }

  private static List<Boolean> kind(List<Scope.Mail> scopes, Attempt.Delivery probe) {
    List<Boolean> kind = new ArrayList<>(List.of(probe.peer().family() == Family.IP));
    for (Scope.Mail scope : scopes) {
      kind.add(scope.covers(probe));
      kind.add(scope.admits(probe));
    }
    return kind;
  }

  /** Returns the empty name, each that a rule accepts, and one below each. */
  private static Set<String> names(List<Scope.Mail> scopes) {
    Set<String> names = new TreeSet<>(Set.of(""));
    for (Scope.Mail scope : scopes) {
      for (String name : scope.names()) {
        names.addAll(List.of(name, "x." + name));
      }
    }
    return names;
  }

  /** Returns one domain for all that the rules do not tell apart. */
  private static Collection<String> domains(List<Scope.Mail> scopes) {
    Map<BitSet, String> kinds = new LinkedHashMap<>();
    for (String domain : Recipients.probes(scopes.stream().map(Scope.Mail::recipients))) {
      BitSet judging = new BitSet(scopes.size());
      for (int i = 0; i < scopes.size(); i++) {
        judging.set(i, scopes.get(i).recipients().contains(domain));
      }
      kinds.putIfAbsent(judging, domain);
    }
    return kinds.values();
  }

  /**
   * Returns one port of each stretch that every rule takes wholly or not at all, and one that no
   * rule names.
   */
  private Set<Integer> listeners() {
    Set<Integer> ports = new TreeSet<>(Set.of(ANY_PORT));
    for (Scope.Mail scope : scopes().toList()) {
      for (Ports.Range range : scope.listener().map(Ports::ranges).orElse(List.of())) {
        ports.add(range.first());
        ports.add(range.last() == Ports.LAST ? 1 : range.last() + 1);
      }
    }
    ports.add(1);
    return ports;
  }
}
