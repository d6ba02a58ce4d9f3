package org.postern.target.api.kerio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.TargetException;

/**
 * Whatever goes wrong on the way from one list to another, after each change of each call who is in
 * both is let in, and who is in neither is not.
 */
@Timeout(300)
class KerioTransitionsTest {
  private static final int TRANSITIONS = 1_000;

  /** So many runs meet faults; the next ones have to end it. */
  private static final int FAULTY_RUNS = 2;

  private static final AddressSet EVERYONE = AddressSet.all(Family.IP);
  private static final AddressSet OTHERS = ToyWorld.set("198.51.100.77", "203.0.113.0/28");

  /** Each goes wrong now and then; all of it comes from the seed. */
  private static final class RandomFaults implements Faults {
    private final Random random;
    private int met;

    RandomFaults(Random random) {
      this.random = random;
    }

    private boolean one(int of) {
      boolean now = random.nextInt(of) == 0;
      met += now ? 1 : 0;
      return now;
    }

    @Override
    public boolean losesSession(String method) {
      return one(12);
    }

    @Override
    public boolean losesSessionAfter(String method) {
      return one(20);
    }

    @Override
    public boolean refusesPart(String method) {
      return one(10);
    }

    @Override
    public boolean endsBefore(String method) {
      return one(20);
    }

    @Override
    public boolean endsAfter(String method) {
      return one(20);
    }
  }

  private static StubKerio stub() {
    StubKerio stub = new StubKerio();
    stub.serviceGroups().put("SMTP", KerioLab.GROUP);
    stub.add(KerioLab.GROUP, "Host", "198.51.100.77", "", "monitoring");
    stub.add(KerioLab.GROUP, "Network", "203.0.113.0", "255.255.255.240", "backup MX");
    stub.add("Partners", "Host", "203.0.113.200", "", "Postern mx1: accepted");
    return stub;
  }

  private static Ruleset some(Random random) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return Ruleset.empty();
    }
    AddressSet.Builder peers = AddressSet.builder();
    int many = kind == 1 ? 0 : 1 + random.nextInt(12);
    for (int i = 0; i < many; i++) {
      long first = ToyWorld.address("203.0.113.0").low() + random.nextInt(256);
      long last = first + (random.nextInt(3) == 0 ? random.nextInt(64) : 0);
      peers.add(new Interval(address(first), address(last)));
    }
    if (kind == 2) {
      peers.add(EVERYONE);
    }
    String name = random.nextInt(10) == 0 ? "mta" : "smtp";
    Optional<Instant> open =
        random.nextInt(12) == 0
            ? Optional.of(Instant.parse("2026-12-01T10:00:00Z").plusSeconds(random.nextInt(9)))
            : Optional.empty();
    return new Ruleset(List.of(KerioLab.rule(name, peers.build()).withOpenUntil(open)));
  }

  private static Address address(long low) {
    return new Address(Family.IP, 0, low);
  }

  /** Whom a group lets in that holds a ruleset, and entries of others. */
  private static AddressSet in(Ruleset ruleset) {
    if (ruleset.rules().isEmpty() || ruleset.rules().getFirst().openUntil().isPresent()) {
      return EVERYONE;
    }
    return ruleset
        .rules()
        .getFirst()
        .peers()
        .asSet()
        .union(SpecialPurpose.LOOPBACK.only(Family.IP))
        .union(OTHERS);
  }

  private static void run(KerioLab lab, Ruleset wanted) {
    try {
      lab.apply(wanted);
    } catch (TargetException | Ended e) {
      // The next run goes on from what is there.
    }
  }

  private static void holds(StubKerio stub, KerioLab lab, Ruleset wanted, String when)
      throws TargetException {
    assertEquals(List.of(), stub.wrong(), when);
    assertEquals(in(wanted), stub.lettingIn(KerioLab.GROUP), when);
    Observation seen = lab.observe();
    assertEquals(Optional.empty(), Equivalence.compare(seen.owned(), wanted), when);
    assertEquals(List.of(), Plan.between(seen, wanted).changes(), when);
  }

  @Test
  void whateverGoesWrongNoneIsClosedOut() throws TargetException {
    StubKerio stub = stub();
    stub.largestPage(9);
    KerioLab lab = new KerioLab(stub);
    List<String> others =
        stub.contents().stream().filter(line -> !line.contains("Postern mx1")).toList();
    Ruleset held = KerioLab.smtp("192.0.2.1");
    run(lab, held);
    int met = 0;
    for (int i = 0; i < TRANSITIONS; i++) {
      Random random = new Random(i);
      Ruleset wanted = some(random);
      stub.watch(KerioLab.GROUP, in(held).intersect(in(wanted)), in(held).union(in(wanted)));
      RandomFaults faults = new RandomFaults(random);
      stub.faults(faults);
      for (int j = 0; j < FAULTY_RUNS; j++) {
        run(lab, wanted);
      }
      stub.faults(Faults.NONE);
      met += faults.met;
      run(lab, wanted);
      holds(stub, lab, wanted, "transition " + i);
      held = wanted;
    }
    assertTrue(met > TRANSITIONS, "faults were met: " + met);
    assertTrue(stub.contents().containsAll(others), "what others have made is there still");
  }

  /** Postern ends before or after the call of that number. */
  private record EndsAt(int call, boolean before, AtomicInteger seen) implements Faults {
    @Override
    public boolean endsBefore(String method) {
      return before && seen.getAndIncrement() == call;
    }

    @Override
    public boolean endsAfter(String method) {
      return !before && seen.getAndIncrement() == call;
    }
  }

  @Test
  void anEndAtEachCallLeavesAWayOn() throws TargetException {
    Ruleset from = KerioLab.smtp("203.0.113.0-203.0.113.99", "192.0.2.1", "192.0.2.3");
    for (Ruleset to :
        List.of(
            KerioLab.smtp("203.0.113.50-203.0.113.120", "192.0.2.3", "192.0.2.9"),
            KerioLab.smtp(),
            Ruleset.empty())) {
      int ends = 0;
      for (boolean before : new boolean[] {true, false}) {
        for (int call = 0; ; call++) {
          StubKerio stub = stub();
          KerioLab lab = new KerioLab(stub);
          run(lab, from);
          stub.watch(KerioLab.GROUP, in(from).intersect(in(to)), in(from).union(in(to)));
          AtomicInteger seen = new AtomicInteger();
          stub.faults(new EndsAt(call, before, seen));
          run(lab, to);
          stub.faults(Faults.NONE);
          if (seen.get() <= call) {
            break;
          }
          ends++;
          run(lab, to);
          holds(stub, lab, to, "ended at call " + call);
        }
      }
      assertTrue(ends > 10, "it was ended " + ends + " times");
    }
  }

  @Test
  void theFirstGroupIsMadeByOneEntryWhateverEnds() throws TargetException {
    Ruleset to = KerioLab.smtp("192.0.2.1", "192.0.2.3");
    for (int call = 0; ; call++) {
      StubKerio stub = new StubKerio();
      KerioLab lab = new KerioLab(stub);
      AtomicInteger seen = new AtomicInteger();
      stub.faults(new EndsAt(call, false, seen));
      run(lab, to);
      stub.faults(Faults.NONE);
      run(lab, to);
      assertEquals(List.of(), stub.wrong());
      assertEquals(0, lab.left(to));
      if (seen.get() <= call) {
        assertTrue(call > 5);
        return;
      }
    }
  }
}
