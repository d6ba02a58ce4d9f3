package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.tree.RulesetTree;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;

/** Rulesets of mail in a world so small that every delivery of it can be tried. */
class MailEquivalenceTest {
  private static final List<String> NAMED = List.of("example.com", "a.example.com", "example.net");
  private static final List<String> DOMAINS =
      List.of(
          "",
          "com",
          "example.com",
          "a.example.com",
          "b.example.com",
          "x.a.example.com",
          "example.net",
          "a.example.net",
          "example.org");
  private static final List<String> PEERS =
      List.of("192.0.2.1", "192.0.2.2", "198.51.100.1", "2001:db8::1", "2001:db8::2", "127.0.0.1");
  private static final List<Integer> LISTENERS = List.of(25, 465, 587, 2500);

  static LongStream seeds() {
    return ToyWorld.seeds();
  }

  private static List<Attempt.Delivery> deliveries() {
    List<Attempt.Delivery> all = new ArrayList<>();
    for (String peer : PEERS) {
      for (String domain : DOMAINS) {
        for (int listener : LISTENERS) {
          for (boolean authenticated : new boolean[] {true, false}) {
            all.add(new Attempt.Delivery(ToyWorld.address(peer), domain, authenticated, listener));
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithTryingEveryDelivery(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Ruleset left = ruleset(random);
      Ruleset right = i % 3 == 0 ? ruleset(random) : changed(left, random);
      boolean equal =
          deliveries().stream().allMatch(one -> left.verdict(one) == right.verdict(one));
      Optional<Equivalence.Counterexample> found = Equivalence.compare(left, right);
      assertEquals(equal, found.isEmpty(), () -> left + "\n" + right + "\n" + found);
      found.ifPresent(
          example -> {
            assertEquals(left.verdict(example.attempt()), example.left());
            assertEquals(right.verdict(example.attempt()), example.right());
            assertNotEquals(example.left(), example.right());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rulesOverlapWhereSomeDeliveryIsOfBoth(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Scope.Mail one = scope(random);
      Scope.Mail two = scope(random);
      boolean both = deliveries().stream().anyMatch(mail -> one.covers(mail) && two.covers(mail));
      assertEquals(both, one.overlaps(two), () -> one + "\n" + two);
      boolean all = deliveries().stream().allMatch(mail -> one.covers(mail) || !two.covers(mail));
      assertTrue(all || !one.containsAll(two), () -> one + "\n" + two);
    }
  }

  @Test
  void aParentTakenForTheExactDomainIsFound() {
    AccessRule exact = rule("mta", domains(false, "example.com"), true);
    AccessRule parent = rule("mta", domains(true, "example.com"), true);
    Equivalence.Counterexample found =
        Equivalence.compare(new Ruleset(List.of(exact)), new Ruleset(List.of(parent)))
            .orElseThrow();
    assertTrue(
        found.describe().matches("smtp: mail to @[^ ]+\\.example\\.com from [0-9.:a-f]+ .*"),
        found::describe);
    assertEquals(Judgement.UNJUDGED, found.left());
  }

  @Test
  void forgottenAuthenticationIsFound() {
    AccessRule spares = rule("mta", domains(false, "example.com"), true);
    AccessRule forgets = rule("mta", domains(false, "example.com"), false);
    Equivalence.Counterexample found =
        Equivalence.compare(new Ruleset(List.of(spares)), new Ruleset(List.of(forgets)))
            .orElseThrow();
    assertTrue(found.describe().contains("mail to @example.com from "), found::describe);
    assertTrue(found.describe().endsWith("(authenticated)"), found::describe);
  }

  @Test
  void theLoopbackIsNeverJudged() {
    AccessRule closed = rule("mta", new Recipients.All(), false);
    Ruleset ruleset = new Ruleset(List.of(closed));
    for (String peer : List.of("127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1")) {
      assertEquals(
          Judgement.UNJUDGED,
          ruleset.verdict(new Attempt.Delivery(ToyWorld.address(peer), "example.com", false, 25)));
    }
    AccessRule listed =
        closed.withPeers(new Peers.Only(ToyWorld.set("192.0.2.1", "127.0.0.0/8", "::1")));
    assertEquals(Optional.empty(), Equivalence.compare(ruleset, new Ruleset(List.of(listed))));
  }

  @Test
  void anEmptySetOfDomainsJudgesNothing() {
    Ruleset empty = new Ruleset(List.of(rule("mta", domains(true), false)));
    assertEquals(Optional.empty(), Equivalence.compare(empty, Ruleset.empty()));
  }

  @Test
  void mailAndPacketsDoNotMeet() {
    AccessRule mail = rule("mta", new Recipients.All(), true);
    AccessRule packets = ToyWorld.rule("smtp", "192.0.2.1");
    assertEquals(Map.of(), Equivalence.overlaps(new Ruleset(List.of(mail, packets))));
    assertTrue(
        Equivalence.compare(new Ruleset(List.of(mail, packets)), new Ruleset(List.of(packets)))
            .isPresent());
  }

  @Test
  void aTreeIsReadAsItWasWritten() {
    Random random = new Random(15);
    for (int i = 0; i < 300; i++) {
      Ruleset ruleset = ruleset(random);
      assertEquals(ruleset, RulesetTree.read(RulesetTree.write(ruleset)));
    }
  }

  private static Ruleset ruleset(Random random) {
    List<AccessRule> rules = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      rules.add(rule("r" + i, scope(random), random));
    }
    return new Ruleset(rules);
  }

  private static Ruleset changed(Ruleset ruleset, Random random) {
    List<AccessRule> rules = new ArrayList<>(ruleset.rules());
    int at = random.nextInt(rules.size());
    rules.set(
        at,
        random.nextBoolean()
            ? rules.get(at).withScope(scope(random))
            : rule(rules.get(at).name(), rules.get(at).scope(), random));
    return new Ruleset(rules);
  }

  private static AccessRule rule(String name, Scope scope, Random random) {
    List<Refusal> refusals = List.copyOf(Refusal.ofMail());
    String peer = PEERS.get(random.nextInt(2));
    return new AccessRule(
        name,
        scope,
        new Peers.Only(ToyWorld.set(peer)),
        Optional.of(refusals.get(random.nextInt(refusals.size()))),
        Optional.empty(),
        Optional.empty());
  }

  private static AccessRule rule(String name, Recipients recipients, boolean spare) {
    return new AccessRule(
        name,
        new Scope.Mail(recipients, Optional.empty(), spare, ""),
        new Peers.Only(ToyWorld.set("192.0.2.1")),
        Optional.of(Refusal.DEFER),
        Optional.empty(),
        Optional.empty());
  }

  private static Scope.Mail scope(Random random) {
    Optional<Ports> listener =
        switch (random.nextInt(3)) {
          case 0 -> Optional.of(Ports.of(25));
          case 1 -> Optional.of(new Ports(List.of(new Ports.Range(465, 587))));
          default -> Optional.empty();
        };
    return new Scope.Mail(recipients(random), listener, random.nextBoolean(), "");
  }

  private static Recipients recipients(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Recipients.All();
      case 1 -> Recipients.of(List.of(some(false, random), some(true, random)));
      default -> some(random.nextBoolean(), random);
    };
  }

  private static Recipients.Domains some(boolean below, Random random) {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> except = new TreeSet<>();
    for (String name : NAMED) {
      if (random.nextBoolean()) {
        names.add(name);
      }
      if (random.nextInt(4) == 0) {
        except.add(name);
      }
    }
    return new Recipients.Domains(names, below, except);
  }

  private static Recipients domains(boolean below, String... names) {
    return new Recipients.Domains(new TreeSet<>(List.of(names)), below, new TreeSet<>());
  }
}
