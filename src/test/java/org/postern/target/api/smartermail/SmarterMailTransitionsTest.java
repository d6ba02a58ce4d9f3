package org.postern.target.api.smartermail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Complement;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Random lists, one after the other, while tokens are lost, calls fail before or after they were
 * carried out, and the program is killed between them: no peer that is accepted before and after is
 * ever listed, and none that is accepted by neither ever gets in.
 */
class SmarterMailTransitionsTest {
  private static final int TRANSITIONS = 1_000;

  /** The program is killed at a call. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final ModelledServer server = new ModelledServer();
  private final List<String> faults = new ArrayList<>();
  private int kills;
  private int failures;
  private final AtomicInteger attempts = new AtomicInteger();

  private static AddressSet random(Random random) {
    AddressSet.Builder some = AddressSet.builder();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      byte[] at = {(byte) (random.nextInt(4) * 85), (byte) random.nextInt(2), 0, 0};
      at[3] = (byte) random.nextInt(8);
      int length = random.nextInt(5) == 0 ? 1 + random.nextInt(31) : 30 + random.nextInt(3);
      some.add(Prefix.containing(Address.ofBytes(at), length));
    }
    AddressSet peers = Complement.judged(some.build());
    boolean usual = !peers.isEmpty() && !Complement.listed(peers).isEmpty();
    return usual ? peers : ToyWorld.set("192.0.2.1");
  }

  private AddressSet accepted() {
    return Complement.accepted(server.refused("Postern sm"));
  }

  private void watch(AddressSet goal) {
    AddressSet before = accepted();
    AddressSet kept = before.intersect(goal);
    AddressSet either = before.union(goal);
    server.witness =
        () -> {
          AddressSet now = accepted();
          if (!now.containsAll(kept)) {
            faults.add("kept out " + kept.subtract(now));
          }
          if (!either.containsAll(now)) {
            faults.add("let in " + now.subtract(either));
          }
        };
  }

  private void trouble(Random random, boolean none) {
    server.before = _ -> fail(random, none);
    server.after = _ -> fail(random, none);
    server.renews = random.nextBoolean();
  }

  private void fail(Random random, boolean none) {
    if (none) {
      return;
    }
    int dice = random.nextInt(60);
    if (dice == 0) {
      kills++;
      throw new Killed();
    }
    if (dice < 4) {
      server.forgetTokens();
    }
  }

  private Target target(String form) {
    SmarterMailBench bench = new SmarterMailBench(server, form);
    return bench.kind().open(bench.binding(), bench.secrets());
  }

  private boolean attempt(String form, Ruleset wanted) {
    attempts.incrementAndGet();
    try {
      Target target = target(form);
      Observation found = target.observe();
      return target.apply(target.compile(Plan.between(found, wanted))) instanceof Applied.Done;
    } catch (Killed e) {
      return false;
    } catch (TargetException e) {
      failures++;
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"ranges, 1", "prefixes, 2"})
  void noKeptPeerIsEverListedAndNoStrangerGetsIn(String form, long seed) {
    Random random = new Random(seed);
    new SmarterMailBench(server, form).others();
    List<String> others = server.contents();
    for (int i = 0; i < TRANSITIONS / 2; i++) {
      AddressSet goal = random(random);
      Ruleset wanted = new Ruleset(List.of(SmarterMailProjection.meaning("mta", goal)));
      boolean done = false;
      for (int left = random.nextInt(4); !done; left--) {
        watch(goal);
        trouble(random, left <= 0);
        done = attempt(form, wanted);
      }
      server.before = _ -> {};
      server.after = _ -> {};
      assertEquals(Complement.listed(goal), server.refused("Postern sm"));
      assertEquals(List.of(), faults);
      assertTrue(server.contents().containsAll(others), "of others nothing changes");
    }
    assertTrue(kills > 50, () -> kills + " kills");
    assertTrue(attempts.get() > TRANSITIONS / 2 + kills / 2, () -> attempts + " attempts");
    assertTrue(server.journal().stream().filter("renew"::equals).count() > 50, "tokens were lost");
    assertTrue(server.journal().contains("unauthorized"));
  }

  @Test
  void aServerThatRefusesSomeCallsIsLeftWithASuperset() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      AddressSet goal = random(random);
      Ruleset wanted = new Ruleset(List.of(SmarterMailProjection.meaning("mta", goal)));
      watch(goal);
      server.refusing = path -> random.nextInt(6) == 0 && path.contains("ip-access");
      boolean done = attempt("ranges", wanted);
      server.refusing = _ -> false;
      watch(goal);
      assertTrue(done || attempt("ranges", wanted));
      assertEquals(Complement.listed(goal), server.refused("Postern sm"));
      assertEquals(List.of(), faults);
    }
    assertTrue(failures > 20, () -> failures + " failures");
  }

  /** Where calls overtake each other, both lists are by the same rule. */
  @Test
  void twoWritersAtOnceListNoPeerThatBothAccept() throws Exception {
    AddressSet one = ToyWorld.set("192.0.2.0/28", "198.51.100.1");
    AddressSet two = ToyWorld.set("192.0.2.4/30", "198.51.100.1", "203.0.113.0/24");
    AddressSet both = one.intersect(two);
    server.witness =
        () -> {
          if (server.refused("Postern sm").intersects(both)) {
            faults.add("kept out");
          }
        };
    for (int i = 0; i < 50; i++) {
      List<Thread> writers = new ArrayList<>();
      for (AddressSet goal : List.of(one, two)) {
        Ruleset wanted = new Ruleset(List.of(SmarterMailProjection.meaning("mta", goal)));
        writers.add(Thread.ofVirtual().start(() -> attempt("ranges", wanted)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertEquals(List.of(), faults);
    Ruleset last = new Ruleset(List.of(SmarterMailProjection.meaning("mta", two)));
    assertTrue(attempt("ranges", last));
    assertEquals(two, accepted());
    assertEquals(
        AddressSet.all(Family.IP),
        two.union(server.refused("")).union(ToyWorld.set("127.0.0.0/8")));
  }
}
