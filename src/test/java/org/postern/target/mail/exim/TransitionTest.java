package org.postern.target.mail.exim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.WriteFile;

class TransitionTest {
  private static final EximSystem EXIM = new EximSystem();

  private static final int SEEDS = Sizes.pick(100, 300);

  private static List<WriteFile> writes(Ruleset after, MailFiles before) {
    return EXIM.way(before, EXIM.files(after, before)).orElseThrow();
  }

  private static Map<String, String> texts(MailFiles files) {
    Map<String, String> texts = new HashMap<>();
    files.names().forEach(name -> texts.put(name, files.text(name).orElseThrow()));
    return texts;
  }

  private static boolean refuses(
      Map<String, String> files, String domain, String peer, boolean auth) {
    return new EximModel(files).verdict(domain, ToyWorld.address(peer), auth) == Judgement.REFUSED;
  }

  /** How often a stranger is let in on the way; a kept peer is never refused. */
  private static int letIn(MailFiles before, Ruleset after) {
    Map<String, String> first = texts(before);
    Map<String, String> last = texts(EXIM.files(after, before));
    last.keySet().forEach(name -> first.putIfAbsent(name, absent(name)));
    Map<String, String> now = new HashMap<>(first);
    int letIn = 0;
    for (WriteFile write : writes(after, before)) {
      now.put(write.name(), write.text());
      for (String domain : EximWorld.PROBES) {
        for (String peer : EximWorld.PEERS) {
          for (boolean auth : List.of(true, false)) {
            boolean was = refuses(first, domain, peer, auth);
            boolean is = refuses(last, domain, peer, auth);
            boolean between = refuses(now, domain, peer, auth);
            assertTrue(was || is || !between, () -> write + " refuses " + peer + " for " + domain);
            letIn += was && is && !between ? 1 : 0;
          }
        }
      }
    }
    assertEquals(last, now);
    return letIn;
  }

  /** No statement names a file before it is there. */
  private static String absent(String name) {
    return Objects.requireNonNull(
        RuleFiles.open(RuleFile.rule(name).orElseThrow()).get(name), name);
  }

  @Test
  void atNoMomentAKeptPeerIsRefusedOrAStrangerLetIn() {
    int exchanges = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      MailFiles before = EXIM.files(new EximWorld(seed).ruleset(), MailFiles.none());
      Ruleset after = new EximWorld(seed + 100_000L).ruleset();
      if (exchanges(EXIM.read(before).ruleset(), after)) {
        exchanges++;
        letIn(before, after);
      } else {
        int number = seed;
        assertEquals(0, letIn(before, after), () -> "seed " + number);
      }
    }
    assertTrue(exchanges < SEEDS / 5, "exchanges: " + exchanges);
  }

  /** Whether domains move in a circle between rules that refuse. */
  private static boolean exchanges(Ruleset before, Ruleset after) {
    for (AccessRule one : before.rules()) {
      for (AccessRule other : before.rules()) {
        if (!one.equals(other) && moves(one, other, after) && moves(other, one, after)) {
          return true;
        }
      }
    }
    return before.rules().size() == 3 && circle(before, after);
  }

  private static boolean circle(Ruleset before, Ruleset after) {
    List<AccessRule> all = before.rules();
    return (moves(all.get(0), all.get(1), after)
            && moves(all.get(1), all.get(2), after)
            && moves(all.get(2), all.get(0), after))
        || (moves(all.get(0), all.get(2), after)
            && moves(all.get(2), all.get(1), after)
            && moves(all.get(1), all.get(0), after));
  }

  private static boolean moves(AccessRule from, AccessRule to, Ruleset after) {
    return after.rule(to.name()).filter(rule -> rule.scope().overlaps(from.scope())).isPresent();
  }

  private static AccessRule rule(String name, Refusal verdict, String peer, String... domains) {
    return new AccessRule(
        name,
        new Scope.Mail(
            new Recipients.Domains(new TreeSet<>(List.of(domains)), false, new TreeSet<>()),
            Optional.empty(),
            true,
            ""),
        new Peers.Only(ToyWorld.set(peer)),
        Optional.of(verdict),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> order(Ruleset before, Ruleset after) {
    MailFiles present = EXIM.files(before, MailFiles.none());
    assertEquals(0, letIn(present, after));
    return writes(after, present).stream().map(WriteFile::name).toList();
  }

  @Test
  void aRuleThatComesToRefuseHasItsPeersFirst() {
    Ruleset before = new Ruleset(List.of(rule("mta", Refusal.OBSERVE, "192.0.2.1", "a.example")));
    Ruleset after = new Ruleset(List.of(rule("mta", Refusal.DEFER, "192.0.2.2", "a.example")));
    assertEquals(List.of("mta.hosts", "mta.defer", "mta.observe"), order(before, after));
    assertEquals(List.of("mta.defer", "mta.hosts", "mta.observe"), order(after, before));
  }

  @Test
  void aDomainJoinsTheOtherRuleBeforeItLeaves() {
    Ruleset before =
        new Ruleset(
            List.of(
                rule("inner", Refusal.DEFER, "192.0.2.2", "b.example"),
                rule("mta", Refusal.DEFER, "192.0.2.1", "a.example", "x.a.example")));
    Ruleset after =
        new Ruleset(
            List.of(
                rule("inner", Refusal.DEFER, "192.0.2.1", "a.example", "b.example"),
                rule("mta", Refusal.DEFER, "2001:db8::1", "x.a.example")));
    assertEquals(
        List.of("inner.hosts", "inner.defer", "mta.defer", "mta.hosts"), order(before, after));
    assertEquals(
        List.of("mta.hosts", "mta.defer", "inner.defer", "inner.hosts"), order(after, before));
  }

  @Test
  void rulesThatExchangeDomainsRefuseNoKeptPeer() {
    Ruleset before =
        new Ruleset(
            List.of(
                rule("inner", Refusal.DEFER, "192.0.2.2", "b.example"),
                rule("mta", Refusal.DEFER, "192.0.2.1", "a.example")));
    Ruleset after =
        new Ruleset(
            List.of(
                rule("inner", Refusal.DEFER, "192.0.2.1", "a.example"),
                rule("mta", Refusal.DEFER, "192.0.2.2", "b.example")));
    MailFiles present = EXIM.files(before, MailFiles.none());
    assertTrue(letIn(present, after) > 0, "each accepts the peers of both for a moment");
    Map<String, String> now = texts(present);
    for (WriteFile write : writes(after, present)) {
      now.put(write.name(), write.text());
      for (String domain : List.of("a.example", "b.example")) {
        assertTrue(refuses(now, domain, "203.0.113.9", false), "others are kept out");
      }
    }
  }

  @Test
  void whatDoesNotChangeIsNotWritten() {
    Ruleset ruleset = new Ruleset(List.of(rule("mta", Refusal.DEFER, "192.0.2.1", "a.example")));
    MailFiles files = EXIM.files(ruleset, MailFiles.none());
    assertEquals(List.of(), writes(ruleset, files));
    assertFalse(writes(ruleset, MailFiles.none()).isEmpty());
  }

  /** Whatever a cut left, the way from there is as good, and its end the same. */
  @Test
  void aWayThatWasCutIsEndedByTheNext() {
    for (int seed = 0; seed < 100; seed++) {
      MailFiles before = EXIM.files(new EximWorld(seed).ruleset(), MailFiles.none());
      Ruleset after = new EximWorld(seed + 100_000L).ruleset();
      Map<String, String> now = texts(before);
      for (WriteFile write : writes(after, before)) {
        now.put(write.name(), write.text());
        Map<String, String> end = new HashMap<>(now);
        for (WriteFile rest : writes(after, MailFiles.of(now))) {
          end.put(rest.name(), rest.text());
        }
        assertEquals(texts(EXIM.files(after, before)), end);
      }
    }
  }

  @Test
  void addressesOfProbesAreOfBothFamilies() {
    assertEquals(
        2, EximWorld.PEERS.stream().map(ToyWorld::address).map(Address::family).distinct().count());
  }
}
