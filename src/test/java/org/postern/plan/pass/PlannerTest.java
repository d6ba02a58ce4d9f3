package org.postern.plan.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.Question;

class PlannerTest {
  /** AppRiver's servers, of which some share a /24. */
  private static final String APPRIVER =
      "69.20.58.226 69.20.68.133 207.97.224.142 207.97.229.125 207.97.230.34 207.97.230.54"
          + " 207.97.242.51 92.52.89.74 74.205.4.52 72.32.252.16 72.32.253.10 72.32.252.97"
          + " 120.136.38.138 69.20.60.122 69.20.58.234";

  @Test
  void aRuleAcceptsTheMembersOfItsSets() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              a: {sources: [192.0.2.1, 192.0.2.0]}
              b: {sources: ["2001:db8::/32"]}
            rules: [{name: smtp, port: tcp/25, accept: [a, b], otherwise: drop}]
            """);
    assertEquals(ToyWorld.set("192.0.2.0/31", "2001:db8::/32"), peers(meaning));
    assertEquals(List.of(), meaning.obstacles());
  }

  /** It gets its peers by being there; one of a set that learns nothing would be a mistake. */
  @Test
  void aRuleThatLearnsIsInForceBeforeItHasAPeer() {
    String policy =
        """
        sets: {named: {sources: [{ptr: filter.example, family: ip}]}}
        rules: [{name: smtp, hook: [input, output], port: tcp/25, accept: [named], otherwise: drop}]
        """;
    Question question = new Question("ptr filter.example", Family.IP);
    Answer none =
        new Answer.Data(EntryTable.none(Family.IP), Duration.ofMinutes(5), List.of(), "test");
    Meaning meaning = Meant.of(policy, Map.of(question, none));
    assertEquals(List.of(), meaning.obstacles());
    assertEquals(AddressSet.none(), peers(meaning));
    assertTrue(meaning.ruleset().rules().getFirst().learns());
    Answer silence = new Answer.NoInformation(Answer.Cause.TIMEOUT, "no answer");
    Meaning unknown = Meant.of(policy, Map.of(question, silence));
    assertInstanceOf(Obstacle.Unanswered.class, unknown.obstacles().getFirst());
  }

  @Test
  void aRuleThatJudgesOnlyWhomWeCallLearnsNothing() {
    Meaning meaning =
        Meant.of(
            """
            sets: {named: {sources: [ptr: filter.example]}, own: {sources: [192.0.2.1]}}
            rules:
              - {name: out, hook: output, port: tcp/25, accept: [named, own], otherwise: drop}
              - {name: pop, port: tcp/110, accept: [own], otherwise: drop}
            """);
    assertTrue(meaning.ruleset().rules().stream().noneMatch(AccessRule::learns));
  }

  private static Meaning mail(String named, String rule) {
    return Meant.of(
        """
        sets: {named: {sources: [{ptr: filter.example%s}]}, more: {sources: [set: named, 192.0.2.1]}}
        rules: [{name: mta, hook: smtp, accept: [more], otherwise: defer%s}]
        """
            .formatted(named, rule));
  }

  /** A mail server confirms names by itself; what it is not told would let in too many. */
  @Test
  void aRuleOfMailAcceptsByTheNamesThatItsSetsLearn() {
    Meaning meaning = mail("", "");
    assertEquals(List.of(), meaning.obstacles());
    AccessRule rule = meaning.ruleset().rules().getFirst();
    assertEquals(Set.of("filter.example"), rule.names());
    assertEquals(ToyWorld.set("192.0.2.1"), rule.peers().asSet());
    for (Meaning less : List.of(mail(", family: ip", ""), mail("", ", never: [192.0.2.9]"))) {
      assertInstanceOf(Obstacle.Unfit.class, less.obstacles().getFirst());
      assertTrue(less.obstacles().getFirst().fix().contains("packet filter"));
    }
  }

  @Test
  void referencesAreFilledInThroughSeveralSets() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              all: {sources: [set: middle, 192.0.2.9]}
              middle: {sources: [set: leaf]}
              leaf: {sources: [192.0.2.1]}
            rules: [{name: smtp, port: tcp/25, accept: [all], otherwise: drop}]
            """);
    assertEquals(ToyWorld.set("192.0.2.1", "192.0.2.9"), peers(meaning));
  }

  @Test
  void neverOfASetWinsOverItsOwnSourcesAndItsReferences() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              all: {sources: [set: leaf, 192.0.2.128/25], never: [192.0.2.1, 192.0.2.200]}
              leaf: {sources: [192.0.2.0/30]}
            rules: [{name: smtp, port: tcp/25, accept: [all], otherwise: drop}]
            """);
    AddressSet expected =
        ToyWorld.set("192.0.2.0/30", "192.0.2.128/25")
            .subtract(ToyWorld.set("192.0.2.1", "192.0.2.200"));
    assertEquals(expected, peers(meaning));
  }

  @Test
  void neverOfOneSetDoesNotTouchAnother() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              a: {sources: [192.0.2.0/31], never: [192.0.2.1]}
              b: {sources: [192.0.2.1]}
            rules: [{name: smtp, port: tcp/25, accept: [a, b], otherwise: drop}]
            """);
    assertEquals(ToyWorld.set("192.0.2.0/31"), peers(meaning));
  }

  @Test
  void neverOfARuleWinsOverEverySet() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              a: {sources: [192.0.2.0/24]}
              b: {sources: [192.0.2.7]}
            rules:
              - {name: smtp, port: tcp/25, accept: [a, b], otherwise: drop, never: [192.0.2.7]}
            """);
    assertEquals(ToyWorld.set("192.0.2.0/24").subtract(ToyWorld.set("192.0.2.7")), peers(meaning));
  }

  @Test
  void widenedToNetworksTheFifteenServersOfAppRiverBecomeEleven() {
    String sources = APPRIVER.replace(" ", ", ");
    Meaning meaning =
        Meant.of(
            """
            sets:
              appriver: {sources: [%s], widen: {prefix: 24}}
            rules: [{name: smtp, port: tcp/25, accept: [appriver], otherwise: drop}]
            """
                .formatted(sources));
    EffectiveSet set = meaning.set("appriver").orElseThrow();
    assertEquals(15, set.exact().size().intValueExact());
    assertEquals(12, set.addresses().size().intValueExact() / 256);
    assertEquals(11, peers(meaning).prefixes().size());
    assertEquals(12 * 256 - 15, set.excess().size().intValueExact());
    assertEquals(set.addresses(), set.exact().union(set.excess()));
  }

  @Test
  void wideningNeverCoversWhatTheSetOrTheRuleNeverAccepts() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              a: {sources: [192.0.2.1], widen: {prefix: 24}, never: [192.0.2.77]}
            rules:
              - {name: smtp, port: tcp/25, accept: [a], otherwise: drop, never: [192.0.2.88]}
            """);
    assertTrue(peers(meaning).contains(ToyWorld.address("192.0.2.1")));
    assertTrue(!peers(meaning).contains(ToyWorld.address("192.0.2.77")));
    assertTrue(!peers(meaning).contains(ToyWorld.address("192.0.2.88")));
  }

  @Test
  void inAMixedSetOnlyOutsideSourcesAreWidened() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              mixed: {sources: [dns: mx.example, 198.51.100.7], widen: {prefix: 24}}
            rules: [{name: smtp, port: tcp/25, accept: [mixed], otherwise: drop}]
            """,
            Meant.answer("mx.example", "8.8.8.1"));
    assertEquals(ToyWorld.set("8.8.8.0/24", "198.51.100.7"), peers(meaning));
  }

  @Test
  void aReferencedSetIsNotWidenedByTheOneThatNamesIt() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              all: {sources: [dns: mx.example, set: own], widen: {prefix: 24}}
              own: {sources: [198.51.100.7]}
            rules: [{name: smtp, port: tcp/25, accept: [all], otherwise: drop}]
            """,
            Meant.answer("mx.example", "8.8.8.1"));
    assertEquals(ToyWorld.set("8.8.8.0/24", "198.51.100.7"), peers(meaning));
  }

  @Test
  void acceptAnyAndNoneMeanWhatTheySay() {
    Meaning meaning =
        Meant.of(
            """
            rules:
              - {name: dns, hook: output, port: tcp/53, accept: any}
              - {name: closed, port: tcp/25, accept: none, otherwise: reject}
            """);
    assertEquals(List.of(), meaning.obstacles());
    AccessRule dns = meaning.ruleset().rule("dns").orElseThrow();
    AccessRule closed = meaning.ruleset().rule("closed").orElseThrow();
    assertInstanceOf(Peers.Any.class, dns.peers());
    assertEquals(AddressSet.none(), closed.peers().asSet());
    assertEquals(Refusal.REJECT, closed.otherwise().orElseThrow());
  }

  @Test
  void aSourceThatNeverAnsweredIsAnObstacle() {
    Meaning meaning = Meant.of(ONE_NAME, Meant.silence("mx.example"));
    assertEquals(List.of(), meaning.ruleset().rules());
    assertInstanceOf(Obstacle.Unanswered.class, meaning.obstacles().getFirst());
  }

  @Test
  void aReferencedSourceThatNeverAnsweredIsAnObstacle() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              all: {sources: [192.0.2.1, set: leaf]}
              leaf: {sources: [dns: mx.example]}
            rules: [{name: smtp, port: tcp/25, accept: [all], otherwise: observe}]
            """,
            Meant.silence("mx.example"));
    assertInstanceOf(Obstacle.Unanswered.class, meaning.obstacles().getFirst());
  }

  @Test
  void unknownClosedRefusesWhomItDoesNotKnowYet() {
    Meaning meaning =
        Meant.of(
            ONE_NAME.replace("otherwise: drop", "otherwise: drop, unknown: closed"),
            Meant.silence("mx.example"));
    assertEquals(List.of(), meaning.obstacles());
    assertEquals(AddressSet.none(), peers(meaning));
  }

  @Test
  void aHeldFirstUseIsAnObstacle() {
    Meaning meaning = Meant.of(ONE_NAME, Meant.answer("mx.example"));
    assertInstanceOf(Obstacle.Blocked.class, meaning.obstacles().getFirst());
    assertEquals(List.of(), meaning.ruleset().rules());
  }

  @Test
  void anObstacleOfOneRuleNamesThatRuleAlone() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              filter: {sources: [dns: mx.example]}
              own: {sources: [192.0.2.1]}
            rules:
              - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
              - {name: ssh, port: tcp/22, accept: [own], otherwise: drop}
            """,
            Meant.silence("mx.example"));
    assertEquals(List.of("smtp"), meaning.obstacles().stream().map(Obstacle::rule).toList());
    assertEquals(Set.of("ssh"), Set.copyOf(names(meaning)));
  }

  @Test
  void aRuleWhoseNeverLeavesNobodyIsAnObstacle() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              filter: {sources: [dns: mx.example]}
            rules:
              - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop, never: [8.8.8.1]}
            """,
            Meant.answer("mx.example", "8.8.8.1"));
    assertInstanceOf(Obstacle.NoPeers.class, meaning.obstacles().getFirst());
  }

  private static final String ONE_NAME =
      """
      sets:
        filter: {sources: [dns: mx.example]}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private static List<String> names(Meaning meaning) {
    return meaning.ruleset().rules().stream().map(AccessRule::name).toList();
  }

  private static AddressSet peers(Meaning meaning) {
    return meaning.ruleset().rules().getFirst().peers().asSet();
  }
}
