package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.target.nftables.FragmentTrial.ACCEPTED;
import static org.postern.target.nftables.FragmentTrial.OTHER;
import static org.postern.target.nftables.FragmentTrial.SMTP;
import static org.postern.target.nftables.FragmentTrial.STRANGER;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.plan.Ruleset;

/**
 * IPv6 fragments of every form through a gateway to a real server. Connection tracking, which rules
 * at forward use, puts fragments together; but those within others it hands on.
 */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#ours")
class FragmentsForwardIT {
  private static final Set<String> NONE = Set.of();
  private static final int SEEDS = Sizes.pick(2, 60);
  private static final int RANDOM = 1_000;
  private static final Ruleset GATE =
      Rulesets.of(
          """
          sets: {filter: {sources: ["2a01:111:f400::/48"]}}
          rules:
            - {name: gate, hook: forward, in: [eth0], to: ["2001:db8:ee::/64"], port: tcp/25,
               accept: [filter], otherwise: drop}
          """);

  private final World world = new World();
  private final Filter filter;
  private final FragmentTrial trial;

  FragmentsForwardIT(Filter filter) throws IOException {
    this.filter = filter;
    this.trial = FragmentTrial.through(world, filter);
  }

  @AfterEach
  void endOfTheWorld() throws IOException {
    trial.close();
    world.close();
  }

  @Test
  void noFormLetsAStrangerThrough() {
    trial.track();
    Set<String> possible = trial.opened(STRANGER, SMTP, FragmentForms.all());
    assertTrue(possible.stream().anyMatch(name -> name.startsWith("nested")), possible::toString);
    trial.filtered().bring(GATE);
    assertEquals(NONE, trial.opened(STRANGER, SMTP, FragmentForms.all()));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertEquals(NONE, trial.opened(STRANGER, SMTP, RandomForms.of(seed, RANDOM)));
    }
    assertTrue(trial.filtered().observe().fragments() > 0);
  }

  @Test
  void acceptedPeersAndOtherPortsAreReachedAsWithoutRules() {
    trial.track();
    List<Form> whole =
        FragmentForms.all().stream()
            .filter(form -> filter != Filter.IPTABLES_LEGACY || !form.breaksHeader())
            .toList();
    List<Form> open = FragmentForms.all().stream().filter(form -> !form.hides()).toList();
    Set<String> before = trial.answerable(ACCEPTED, SMTP, whole);
    Set<String> other = trial.answerable(STRANGER, OTHER, open);
    trial.filtered().bring(GATE);
    FragmentsIT.assertSame(before, trial.opened(ACCEPTED, SMTP, whole));
    FragmentsIT.assertSame(other, trial.opened(STRANGER, OTHER, open));
  }

  /** Others may keep packets from connection tracking before it puts fragments together. */
  @Test
  void noFormLetsAStrangerThroughUntracked() {
    trial
        .filtered()
        .load(
            """
            table inet untracked {
              chain early { type filter hook prerouting priority -450; notrack; }
            }
            """);
    trial.filtered().bring(GATE);
    assertEquals(NONE, trial.opened(STRANGER, SMTP, FragmentForms.all()));
    List<Form> open = FragmentForms.all().stream().filter(form -> !form.hides()).toList();
    Set<String> passed = trial.opened(ACCEPTED, SMTP, open);
    FragmentsIT.assertSame(passed, trial.opened(STRANGER, OTHER, open));
  }
}
