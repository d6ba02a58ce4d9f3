package org.postern.target.nftables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.layout.Names;

/** What it costs to change a list that is loaded, and to be sure of it, beside nft. */
@Tag("nightly")
class ChangeBenchmarkIT {
  private static final int CHANGED = 10;

  /** A daemon of some days: by then what it does often has been compiled. */
  private static final int WARM = 2_000;

  @TempDir private Path folder;

  private final World world = new World();
  private final Host ours = world.host("ours");
  private final Host peer = world.host("peer");
  private final Daemon daemon = new Daemon(ours);

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void tenPrefixesOfALargeList() throws IOException {
    Blocklist list = Blocklist.of(Benchmarks.LARGE);
    loadPeer(list);
    Comparison time = new Comparison("change 10 of " + Benchmarks.LARGE + " prefixes", Unit.TIME);
    changes(list.set(), CHANGED, nanos -> {}, WARM / 10);
    changes(list.set(), CHANGED, time::ours, Benchmarks.MANY);
    time.peer(Child.run(peer, "nft", "-f", script(CHANGED)).nanos());
    time.print(Goal.most(Unit.TIME, 2e6));
  }

  @Test
  void theCostGrowsWithTheChange() {
    AddressSet large = Blocklist.of(Benchmarks.LARGE).set();
    AddressSet small = Blocklist.of(Benchmarks.LARGE / 100).set();
    Comparison set =
        new Comparison(
            "change 10 of %d prefixes (ours), of %d (peer is ours, too)"
                .formatted(Benchmarks.LARGE, Benchmarks.LARGE / 100),
            Unit.TIME);
    Comparison change =
        new Comparison(
            "change 1000 of %d prefixes (ours), 10 (peer is ours, too)".formatted(Benchmarks.LARGE),
            Unit.TIME);
    daemon.bring(Rulesets.accepting(large));
    changes(large, CHANGED, nanos -> {}, WARM / 10);
    changes(
        large,
        CHANGED,
        nanos -> {
          set.ours(nanos);
          change.peer(nanos);
        },
        Benchmarks.MANY);
    changes(large, 100 * CHANGED, change::ours, Benchmarks.FEW);
    daemon.bring(Rulesets.accepting(small));
    changes(small, CHANGED, set::peer, Benchmarks.MANY);
    set.print();
    change.print();
  }

  @Test
  void oneAddressOfASmallList() throws IOException {
    Blocklist list = Blocklist.of(100);
    loadPeer(list);
    Comparison time = new Comparison("change 1 of 100 prefixes", Unit.TIME);
    daemon.bring(Rulesets.accepting(list.set()));
    changes(list.set(), 1, nanos -> {}, WARM);
    changes(list.set(), 1, time::ours, Benchmarks.MANY);
    String add = script(1);
    for (int round = 0; round < Benchmarks.MANY; round++) {
      time.peer(Child.run(peer, "nft", "-f", add).nanos());
    }
    time.print(Goal.most(Unit.TIME, 5e5));
  }

  @Test
  void proofOfALargeList() throws IOException {
    Blocklist list = Blocklist.of(Benchmarks.LARGE);
    Ruleset wanted = Rulesets.accepting(list.set());
    daemon.bring(wanted);
    loadPeer(list);
    String name = "prove " + Benchmarks.LARGE + " prefixes";
    Comparison listing = new Comparison(name + ", peer lists an interval set", Unit.TIME);
    Comparison hashes = new Comparison(name + ", peer lists our sets", Unit.TIME);
    Comparison recorded = new Comparison(name + " again, nothing moved", Unit.TIME);
    changes(list.set(), CHANGED, nanos -> {}, WARM / 10);
    daemon.bring(wanted);
    for (int round = 0; round < Benchmarks.FEW; round++) {
      Daemon stranger = new Daemon(ours);
      long exact = stranger.prove(wanted);
      listing.ours(exact);
      hashes.ours(exact);
      hashes.peer(Child.run(ours, "nft", "list", "table", "inet", Names.TABLE).nanos());
      recorded.ours(stranger.prove(wanted));
    }
    long listed = Child.run(peer, "nft", "list", "table", "inet", "peer").nanos();
    listing.peer(listed);
    recorded.peer(listed);
    listing.print(Goal.most(Unit.TIME, 3e9));
    hashes.print(Goal.most(Unit.TIME, 3e9));
    recorded.print(Goal.most(Unit.TIME, 5e6));
  }

  private void loadPeer(Blocklist list) throws IOException {
    Path script = folder.resolve("peer.nft");
    Files.writeString(script, IntervalTable.script(list));
    Child.run(peer, "nft", "-f", script.toString());
  }

  /** Adds some prefixes and takes them away again, in turn. */
  private void changes(AddressSet list, int prefixes, LongConsumer taken, int rounds) {
    Ruleset without = Rulesets.accepting(list);
    Ruleset with = Rulesets.accepting(list.union(Blocklist.others(prefixes)));
    daemon.bring(without);
    for (int round = 0; round < rounds; round++) {
      taken.accept(daemon.bring(round % 2 == 0 ? with : without));
    }
  }

  /** The same change for nft. */
  private String script(int prefixes) throws IOException {
    Path script = folder.resolve("change.nft");
    String elements =
        String.join(
            ", ", Blocklist.others(prefixes).prefixes().stream().map(Object::toString).toList());
    Files.writeString(
        script, "add element inet peer %sip { %s }%n".formatted(IntervalTable.SET, elements));
    return script.toString();
  }
}
