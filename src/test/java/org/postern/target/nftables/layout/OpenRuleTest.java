package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
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
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;

/** How a rule that is open for a while is written, and what is read as one. */
class OpenRuleTest {
  private static final Instant CLOSING = Instant.parse("2026-07-01T10:00:00Z");

  private static final AccessRule RULE =
      new AccessRule(
          "smtp",
          new Scope.Packets(
              EnumSet.of(Hook.INPUT),
              new TreeSet<>(),
              Optional.empty(),
              Ports.of(25),
              Rule.Running.KEEP),
          new Peers.Only(AddressSet.none()),
          Optional.of(Refusal.DROP),
          Optional.of(new LogRate(5, LogRate.Unit.MINUTE)),
          Optional.empty());

  private static String judge(AccessRule rule) {
    Plan plan = Plan.between(Observation.nothing(), new Ruleset(List.of(rule)));
    return new NftablesTarget()
        .compile(plan).steps().stream()
            .flatMap(step -> step.text().lines())
            .filter(line -> line.startsWith("add rule inet postern smtp_from "))
            .map(line -> line.substring("add rule inet postern smtp_from ".length()) + "\n")
            .collect(Collectors.joining());
  }

  @Test
  void itObservesUntilItsTimeAndRefusesFromThenOn() {
    assertEquals(
        """
        iifname "lo" return
        meta time < 1782900000 limit rate 5/minute burst 5 packets log prefix "postern smtp observed: "
        update @smtp_seen_ip { ip saddr }
        update @smtp_seen_ip6 { ip6 saddr }
        meta time < 1782900000 counter name "smtp_refused" return
        limit rate 5/minute burst 5 packets log prefix "postern smtp refused: "
        counter name "smtp_refused" drop
        """,
        judge(RULE.withOpenUntil(Optional.of(CLOSING))));
  }

  @Test
  void oneThatIsClosedIsWrittenAsEver() {
    assertEquals(
        """
        iifname "lo" return
        limit rate 5/minute burst 5 packets log prefix "postern smtp refused: "
        update @smtp_seen_ip { ip saddr }
        update @smtp_seen_ip6 { ip6 saddr }
        counter name "smtp_refused" drop
        """,
        judge(RULE));
  }

  private static List<Clause> read(int operator, Bytes value) {
    return ClauseReader.read(
        List.of(
            new Loads.Meta(NfTables.NFT_META_TIME_NS, NfTables.NFT_REG_1),
            Loads.Byteorder.comparable(NfTables.NFT_REG_1, Long.BYTES),
            new Matches.Cmp(NfTables.NFT_REG_1, operator, value)));
  }

  @Test
  void aTimeIsReadBack() {
    long nanos = CLOSING.getEpochSecond() * 1_000_000_000L;
    assertEquals(List.of(new Clause.Before(CLOSING)), read(NfTables.NFT_CMP_LT, Bytes.be64(nanos)));
    assertInstanceOf(Clause.Foreign.class, read(NfTables.NFT_CMP_GT, Bytes.be64(nanos)).getFirst());
    assertInstanceOf(Clause.Foreign.class, read(NfTables.NFT_CMP_LT, Bytes.be32(7)).getFirst());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 1_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE})
  void aTimeThatNoRuleOfOursCanHaveIsForeign(long nanos) {
    assertInstanceOf(Clause.Foreign.class, read(NfTables.NFT_CMP_LT, Bytes.be64(nanos)).getFirst());
  }
}
