package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.observe.Belief;
import org.postern.target.nftables.wire.RulesetReader;

/** What has not moved is told again and not read again; whatever has moved is seen. */
class RecordedIT {
  private static final int MANY = 20_000;

  /** More than those: so many are not looked at as a whole whenever others move. */
  private static final int VERY_MANY = 90_000;

  private final World world = new World();
  private final Host host = world.host("server");
  private final NftablesTarget target = new NftablesTarget();
  private final Ruleset wanted = many(0);
  private Observation last = Observation.nothing();

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** 10.0.0.0, 10.0.0.2 and so on. */
  private static Ruleset many(int more) {
    AddressSet.Builder peers = AddressSet.builder();
    for (int i = 0; i < MANY + more; i++) {
      peers.add(Family.IP, 0, 0x0a000000L + 2L * i, 32);
    }
    return Rulesets.accepting(peers.build());
  }

  @BeforeEach
  void load() {
    host.load("add table inet other\nadd chain inet other c");
    last = apply(wanted, Observation.nothing());
  }

  private Observation apply(Ruleset ruleset, Observation from) {
    return host.run(
        () -> {
          Plan plan = Plan.between(target.observe(from), ruleset);
          Applied applied = target.apply(target.compile(plan));
          return assertInstanceOf(Applied.Done.class, applied, applied::toString).now();
        });
  }

  private Observation observe(Observation from) {
    Observation seen = host.run(() -> target.observe(from));
    assertEquals(seen.proof() == Proof.EXACT, elementsWereRead(from), () -> "" + seen.proof());
    return seen;
  }

  /** Whether looking from there asks the kernel for elements, all of them or a sample. */
  private boolean elementsWereRead(Observation from) {
    return host.connected(
        connection -> {
          RulesetReader reader = connection.reader();
          Stamp now = Stamp.of(Stamp.here(), reader.generation(), TableContents.read(reader));
          return new Belief(reader, from).of(TableContents.read(reader), now).isEmpty();
        });
  }

  @Test
  void whatNobodyTouchedIsRecorded() {
    assertEquals(wanted, observe(last).owned());
    assertEquals(Proof.RECORDED, observe(last).proof());
    assertEquals(Proof.EXACT, observe(Observation.nothing()).proof());
    assertTrue(Plan.between(observe(last), wanted).isEmpty());
  }

  @Test
  void andSoIsASmallChange() {
    last = apply(many(3), last);
    assertEquals(Proof.RECORDED, observe(last).proof());
    last = apply(wanted, last);
    assertEquals(Proof.RECORDED, observe(last).proof());
    host.holds(wanted);
  }

  @Test
  void afterARestartTheRecordIsEnough() {
    Observation remembered = Observation.remembered(wanted, last.precondition());
    assertEquals(Proof.RECORDED, observe(remembered).proof());
    Observation after = apply(many(5), remembered);
    assertEquals(Proof.RECORDED, observe(after).proof());
    host.holds(many(5));
  }

  @Test
  void whenOthersMovedAllIsConfirmed() {
    host.load("add rule inet other c accept");
    assertEquals(Proof.EXACT, observe(last).proof());
  }

  /** One element for another: no handle and no count tells. */
  @Test
  void oneForAnotherIsSeen() {
    host.load(
        """
        delete element inet postern smtp_ip_32_24576 { 10.0.0.2 }
        add element inet postern smtp_ip_32_24576 { 203.0.113.77 }
        """);
    Observation seen = observe(last);
    assertEquals(Proof.EXACT, seen.proof());
    assertFalse(Plan.between(seen, wanted).isEmpty());
  }

  /** A sample never becomes more than a sample, however little moves after it. */
  @Test
  void ofVeryManyASampleIsLookedUp() {
    Ruleset large = many(VERY_MANY);
    last = apply(large, last);
    host.load("add rule inet other c accept");
    Observation sampled = observe(last);
    assertEquals(Proof.SAMPLED, sampled.proof());
    assertEquals(Proof.SAMPLED, observe(sampled).proof());
    Observation after = apply(many(VERY_MANY + 1), last);
    assertEquals(Proof.SAMPLED, observe(after).proof());
    host.holds(many(VERY_MANY + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete element inet postern smtp_ip_32_24576 { 10.0.0.0 }",
        "add element inet postern smtp_ip_32_24576 { 10.0.0.1 }",
        "add element inet postern smtp_ip_32_24576 { * }",
        "flush set inet postern smtp_ip_32_24576",
        "insert rule inet postern input accept",
        "flush chain inet postern smtp_from",
        "add chain inet postern input { policy drop; }",
        "add table inet postern { flags dormant; }",
        "add set inet postern strange { type ipv4_addr; }",
        "delete table inet postern",
        "flush ruleset"
      })
  void whateverMovedIsSeen(String what) {
    host.load(what);
    Observation seen = observe(last);
    assertEquals(Proof.EXACT, seen.proof());
    assertFalse(Plan.between(seen, wanted).isEmpty());
    apply(wanted, last);
    host.holds(wanted);
  }

  /** As many added as deleted: the count does not tell, a sample of half of all does. */
  @Test
  void aSampleSeesWhatACountDoesNot() {
    StringBuilder swap = new StringBuilder();
    for (int i = 0; i < MANY / 2; i++) {
      swap.append("delete element inet postern smtp_ip_32_24576 { ");
      swap.append(text(2 * i));
      swap.append(" }\nadd element inet postern smtp_ip_32_24576 { ");
      swap.append(text(2 * i + 1)).append(" }\n");
    }
    host.load(swap.toString());
    Observation seen = observe(last);
    assertEquals(Proof.EXACT, seen.proof());
    assertFalse(Plan.between(seen, wanted).isEmpty());
  }

  private static String text(int offset) {
    return "10.0.%d.%d".formatted(offset >> 8, offset & 255);
  }

  @Test
  void aRecordOfAnotherNamespaceIsNone() {
    Host twin = world.host("twin");
    twin.load("add table inet other\nadd chain inet other c");
    twin.bring(wanted);
    Observation seen = twin.run(() -> target.observe(last));
    assertEquals(Proof.EXACT, seen.proof());
  }
}
