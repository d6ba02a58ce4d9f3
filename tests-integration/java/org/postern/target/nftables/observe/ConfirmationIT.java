package org.postern.target.nftables.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.host.Progress;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Blocklist;
import org.postern.target.nftables.Host;
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.Rulesets;
import org.postern.target.nftables.World;
import org.postern.target.nftables.layout.Length;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.NftLayout;
import org.postern.target.nftables.layout.PrefixSets;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.NftablesConnection;

/**
 * What is expected of a large table is confirmed without reading it, and refuted by one element.
 */
class ConfirmationIT {
  private static final int PREFIXES = Sizes.pick(12_000, 500_000);

  private final World world = new World();
  private final Host host = world.host("server");
  private final Ruleset wanted = Rulesets.accepting(Blocklist.of(PREFIXES).set());
  private final List<String> tasks = new ArrayList<>();

  @BeforeEach
  void load() {
    host.bring(wanted);
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Observation expecting(Ruleset ruleset) {
    tasks.clear();
    Progress noting =
        task -> {
          tasks.add(task.name());
          return Progress.Work.UNSEEN;
        };
    return host.run(() -> new NftablesTarget(noting).observe(Observation.of(ruleset)));
  }

  private NftLayout layout() {
    return (NftLayout) expecting(Ruleset.empty()).layout();
  }

  /** Linux before 6.18 does not count the elements of a set: there all is read. */
  private List<String> unlessCounted(String task) {
    boolean counts =
        layout().contents().sets().values().stream()
            .filter(set -> TableContents.plainFamily(set).isPresent())
            .allMatch(set -> set.count().isPresent());
    return counts ? List.of() : List.of(task);
  }

  @Test
  void whatIsThereIsConfirmedAndNotRead() {
    List<String> reading = unlessCounted("elements read");
    long generation = host.connected(NftablesConnection::generation);
    Observation seen = expecting(wanted);
    assertEquals(reading, tasks);
    assertEquals(Proof.EXACT, seen.proof());
    assertEquals(List.of(), Plan.between(seen, wanted).changes());
    assertEquals(generation, host.connected(NftablesConnection::generation));
    host.holds(wanted);
  }

  /** As many as before, so that no count tells: one of each set is another. */
  @Test
  void oneElementForAnotherIsSeen() {
    List<Shape.Lookup> lookups = layout().shape("smtp").lookups();
    assertFalse(lookups.size() < 4, () -> "few sets: " + lookups);
    for (Shape.Lookup lookup : lookups) {
      String set = Names.prefixes("smtp", lookup);
      ElementKeys members = Keys.elements(bases(lookup), lookup.family());
      int last = members.size() - 1;
      ElementKeys one = members.slice(last, last + 1);
      ElementKeys other = Keys.elements(stranger(lookup), lookup.family());
      swap(set, one, other);
      Observation seen = expecting(wanted);
      assertEquals(List.of("elements read"), tasks, set);
      assertFalse(Plan.between(seen, wanted).isEmpty(), set);
      swap(set, other, one);
    }
    host.holds(wanted);
  }

  /** More than expected, all of which is there too. */
  @Test
  void oneElementMoreIsSeen() {
    Shape.Lookup lookup = layout().shape("smtp").lookups().getFirst();
    String set = Names.prefixes("smtp", lookup);
    ElementKeys more = Keys.elements(stranger(lookup), lookup.family());
    host.connected(
        connection ->
            connection.commit(
                List.of(new Elements.NewSetElem(TableContents.FAMILY, Names.TABLE, set, more))));
    assertFalse(Plan.between(expecting(wanted), wanted).isEmpty());
    assertEquals(List.of("elements read"), tasks);
  }

  private AddressSet bases(Shape.Lookup lookup) {
    AddressSet peers = RuleLayout.peers(wanted.rule("smtp").orElseThrow());
    List<Length> lengths = layout().shape("smtp").lengths();
    return PrefixSets.split(peers, lengths).getOrDefault(Length.of(lookup), AddressSet.none());
  }

  /** The base of a prefix of that length in a network of which the list has nothing. */
  private static AddressSet stranger(Shape.Lookup lookup) {
    Address address =
        switch (lookup.family()) {
          case IP -> Rulesets.address("10.77.0.0");
          case IP6 -> Rulesets.address("fd77::");
        };
    return AddressSet.of(address);
  }

  private void swap(String set, ElementKeys out, ElementKeys in) {
    host.connected(
        connection ->
            connection.commit(
                List.of(
                    new Elements.DelSetElem(TableContents.FAMILY, Names.TABLE, set, out),
                    new Elements.NewSetElem(TableContents.FAMILY, Names.TABLE, set, in))));
  }
}
