package org.postern.target.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.target.Applied;
import org.postern.target.Neighbourhood;
import org.postern.target.TargetException;

/** What is compiled is what is read back, over tools in memory. */
class IptablesTargetTest {
  private static final String LONG = "a-rule-with-quite-a-long-name-25";

  private static final int CHANGES = Sizes.pick(12, 40);

  private static final List<Refusal> VERDICTS = List.copyOf(Refusal.ofPackets());

  private final Random random = new Random(11);

  private static IptablesTarget over(FakeTools tools) {
    return new IptablesTarget(tools, Neighbourhood.none(), Tools.of(Tools.Variant.NFT));
  }

  private static FakeTools sound() {
    return new FakeTools(UnaryOperator.identity());
  }

  private static AccessRule rule(String name, int port, AddressSet peers, Refusal otherwise) {
    return new AccessRule(
        name,
        new Scope.Packets(
            EnumSet.of(Hook.INPUT),
            new TreeSet<>(),
            Optional.empty(),
            Ports.of(port),
            Rule.Running.KEEP),
        new Peers.Only(peers),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }

  private AddressSet peers() {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = random.nextInt(20); i > 0; i--) {
      builder.add(
          Prefix.containing(
              new Address(Family.IP, 0, random.nextInt() & 0xffffffffL), 16 + random.nextInt(17)));
      builder.add(
          Prefix.containing(
              new Address(Family.IP6, random.nextLong(), random.nextLong()),
              32 + random.nextInt(97)));
    }
    return builder.build();
  }

  /** Up to three rules, whose ports and verdicts change from one to the next. */
  private Ruleset ruleset() {
    List<AccessRule> rules = new ArrayList<>();
    List<String> names = List.of("smtp", LONG, LONG.replace("25", "26"));
    for (int i = 0; i < names.size(); i++) {
      if (random.nextInt(4) > 0) {
        Refusal verdict = VERDICTS.get(random.nextInt(VERDICTS.size()));
        AccessRule rule =
            rule(names.get(i), 25 + 100 * i + random.nextInt(2), peers(), verdict)
                .withOpens(random.nextInt(3) == 0);
        rules.add(rule);
      }
    }
    return new Ruleset(rules);
  }

  private static void bring(IptablesTarget target, Ruleset wanted) throws TargetException {
    Plan plan = Plan.between(target.observe(), wanted);
    Applied applied = target.apply(target.compile(plan));
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
  }

  @Test
  void whatIsCompiledIsReadBackFromAnyRulesetToAnyOther() throws TargetException {
    FakeTools tools = sound();
    IptablesTarget target = over(tools);
    for (int i = 0; i < 60; i++) {
      Ruleset wanted = ruleset();
      bring(target, wanted);
      Observation after = target.observe();
      assertEquals(List.of(), after.anomalies());
      assertEquals(wanted, after.owned());
      int fragments = FragmentChains.needed(wanted) ? 2 : 0;
      assertEquals(6 * wanted.rules().size() + fragments, tools.sets().size());
    }
    bring(target, Ruleset.empty());
    assertEquals(List.of(), tools.sets());
    assertEquals(List.of(), tools.chains());
  }

  /** After each line and each commit both families are, each for itself, the old or the new. */
  @Test
  void noStepRefusesWhoIsKeptOrLetsAStrangerIn() throws TargetException {
    FakeTools tools = sound();
    IptablesTarget target = over(tools);
    for (int i = 0; i < CHANGES; i++) {
      Ruleset before = target.observe().owned();
      Ruleset after = ruleset();
      tools.watched(() -> between(target, before, after));
      bring(target, after);
      tools.watched(() -> {});
    }
  }

  /** Of rules that both have in the same frame; others change in one commit. */
  private static void between(IptablesTarget target, Ruleset before, Ruleset after) {
    Ruleset now;
    try {
      now = target.observe().owned();
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
    for (AccessRule rule : now.rules()) {
      Optional<AccessRule> old = before.rule(rule.name()).filter(rule::sameFrame);
      Optional<AccessRule> next = after.rule(rule.name()).filter(rule::sameFrame);
      for (Family family : Family.values()) {
        AddressSet held = rule.peers().asSet().only(family);
        boolean isOld =
            old.filter(one -> one.peers().asSet().only(family).equals(held)).isPresent();
        boolean isNew =
            next.filter(one -> one.peers().asSet().only(family).equals(held)).isPresent();
        boolean mixed = old.isEmpty() || next.isEmpty();
        assertTrue(isOld || isNew || mixed, () -> rule.name() + " is neither old nor new");
      }
    }
  }

  @Test
  void aDefectOfWhatIsWrittenIsACounterExample() throws TargetException {
    Ruleset wanted =
        new Ruleset(
            List.of(
                rule("smtp", 25, AddressSet.of(Rules.address("192.0.2.1")), Refusal.DROP),
                rule("look", 26, AddressSet.none(), Refusal.OBSERVE)));
    List<UnaryOperator<String>> defects =
        List.of(
            line -> line.replace("--dport 25", "--dport 24"),
            line -> line.replace("-j DROP", "-j RETURN"),
            line -> line.replace("SYN,ACK SYN", "SYN,ACK ACK"),
            line -> line.replace("--match-set postern_smtp_ip_a", "--match-set postern_look_ip_a"));
    for (UnaryOperator<String> defect : defects) {
      IptablesTarget target = over(new FakeTools(defect));
      bring(target, wanted);
      Observation after = target.observe();
      assertTrue(
          Equivalence.compare(after.owned(), wanted).isPresent() || !after.anomalies().isEmpty());
      assertFalse(Plan.between(after, wanted).isEmpty());
    }
    IptablesTarget other = over(new FakeTools(defects.getFirst()));
    bring(other, wanted);
    assertTrue(Equivalence.compare(other.observe().owned(), wanted).isPresent());
  }

  @Test
  void whatFailsBeforeARuleChangesLeavesNothing() throws TargetException {
    FakeTools tools = sound();
    IptablesTarget target = over(tools);
    Ruleset wanted = new Ruleset(List.of(rule("smtp", 25, peers(), Refusal.DROP)));
    for (int restore = 1; restore <= 2; restore++) {
      tools.fail(restore);
      Plan plan = Plan.between(target.observe(), wanted);
      assertInstanceOf(Applied.Unchanged.class, target.apply(target.compile(plan)));
      assertEquals(List.of(), tools.sets());
      assertEquals(List.of(), tools.chains());
    }
    tools.fail(3);
    Plan plan = Plan.between(target.observe(), wanted);
    Applied.Partial partial =
        assertInstanceOf(Applied.Partial.class, target.apply(target.compile(plan)));
    assertEquals(2, partial.done());
    bring(target, wanted);
    assertEquals(wanted, target.observe().owned());
  }

  /** The text, as a person reads it. */
  @Test
  void aRuleInWords() {
    AccessRule smtp =
        new AccessRule(
            "smtp",
            new Scope.Packets(
                EnumSet.of(Hook.INPUT),
                new TreeSet<>(List.of("eth0")),
                Optional.of(AddressSet.of(Rules.address("198.51.100.10"))),
                Ports.of(25),
                Rule.Running.KEEP),
            new Peers.Only(AddressSet.of(Rules.address("192.0.2.1"))),
            Optional.of(Refusal.REJECT),
            Optional.of(new LogRate(60, LogRate.Unit.MINUTE)),
            Optional.empty());
    Plan plan = Plan.between(Observation.nothing(), new Ruleset(List.of(smtp)));
    List<ToolStep> steps = Compiler.compile(IptLayout.nothing(), plan);
    assertEquals(
        """
        iptables-restore --noflush -w 10 <<'END'
        *filter
        :POSTERN-INPUT - [0:0]
        :POSTERN-smtp_ok - [0:0]
        :POSTERN-smtp_no - [0:0]
        :POSTERN-smtp_from - [0:0]
        :POSTERN-smtp_fromin - [0:0]
        -A POSTERN-INPUT -p tcp -m tcp --dport 25 --tcp-flags SYN,ACK SYN -m comment --comment \
        "postern rule smtp" -j POSTERN-smtp_fromin
        -A POSTERN-smtp_ok -j RETURN
        -A POSTERN-smtp_no -j RETURN
        -A POSTERN-smtp_from -i lo -j RETURN
        -A POSTERN-smtp_from -m set --match-set postern_smtp_ip_a src -g POSTERN-smtp_ok
        -A POSTERN-smtp_from -m limit --limit 1/sec --limit-burst 5 -m comment --comment \
        "postern log 60/minute" -j LOG --log-prefix "postern smtp refused: "
        -A POSTERN-smtp_from -j SET --add-set postern_smtp_seen_ip src --exist
        -A POSTERN-smtp_from -m set ! --match-set postern_smtp_call_ip src -j SET --add-set \
        postern_smtp_call_ip src
        -A POSTERN-smtp_from -j POSTERN-smtp_no
        -A POSTERN-smtp_from -p tcp -j REJECT --reject-with tcp-reset
        -A POSTERN-smtp_fromin -i eth0 -d 198.51.100.10/32 -g POSTERN-smtp_from
        -I INPUT 1 -p tcp -m comment --comment "postern" -j POSTERN-INPUT
        COMMIT
        END
        """,
        steps.get(1).text());
    assertEquals(
        List.of("fill new sets", "switch the IPv4 rules", "switch the IPv6 rules"),
        steps.stream().map(ToolStep::title).toList());
  }
}
