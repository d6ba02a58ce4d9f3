package org.postern.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures commands as installed, from the start of the process to its end, and the daemon, over
 * lists of the sizes in the system property {@code bench.sizes}, so often as {@code bench.rounds}
 * says; peers take turns with them. Asserts what was done, never how fast.
 */
@Tag("bench")
class WholeProcessBenchmarkIT {
  private static final Path PAGE = Path.of("src/site/markdown/benchmarks.md");
  private static final Path JSON = Path.of("target/benchmarks.json");
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int MILLION = 1_000_000;
  private static final List<Integer> MERGED = List.of(100_000, MILLION, 10 * MILLION);
  private static final int[] WIDENED = {100_000, MILLION};
  private static final int SETS = 800;
  private static final int ENTRIES_OF_SET = 100;

  @TempDir private Path folder;

  private final List<Row> rows = new ArrayList<>();

  /** Counts the lists: each has ten addresses that no other has. */
  private int list;

  private interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  private static final Action<Boolean> NOTHING_BEFORE = () -> true;

  @Test
  void commandsAndDaemon() throws IOException, InterruptedException {
    Machine machine = Machine.read();
    try (Namespace ours = Namespace.create(folder);
        Namespace theirs = Namespace.create(folder)) {
      List<Measured> hello = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        hello.add(ours.measure(Gateway.hello()));
      }
      add(Work.HELLO, 0, Measured.median(hello));
      manySets(ours);
      merges(ours);
      reading(ours);
      for (int size : sizes()) {
        measure(Gateway.create(ours, folder.resolve("gateway" + size), size), theirs);
      }
    }
    for (int size : WIDENED) {
      widening(size);
    }
    Tables tables = new Tables(machine.ended(), rows);
    Files.writeString(JSON, tables.json());
    tables.writeInto(PAGE);
    System.out.println("Written: " + PAGE + ", " + JSON);
  }

  private static List<Integer> sizes() {
    String sizes = System.getProperty("bench.sizes", "15,10000,100000,300000,500000");
    return Arrays.stream(sizes.split(",", -1)).map(Integer::valueOf).toList();
  }

  private void manySets(Namespace namespace) throws IOException, InterruptedException {
    Path policy = folder.resolve("sets.yaml");
    List<String> lines = new ArrayList<>(List.of("sets:"));
    IntStream.range(0, SETS)
        .mapToObj(
            set ->
                "  s%d: {sources: [%s]}"
                    .formatted(
                        set,
                        String.join(
                            ", ",
                            IntStream.range(0, ENTRIES_OF_SET)
                                .mapToObj(i -> "11.%d.%d.%d".formatted(set / 256, set % 256, 2 * i))
                                .toList())))
        .forEach(lines::add);
    String all = String.join(", ", IntStream.range(0, SETS).mapToObj(set -> "s" + set).toList());
    lines.add("rules: [{name: smtp, port: tcp/25, accept: [" + all + "], otherwise: drop}]");
    Files.write(policy, lines);
    Gateway gateway = Gateway.create(namespace, folder.resolve("sets"), SampleLists.CHANGED);
    Peer peer = new Peer(namespace, gateway);
    turns(
        Work.MANY_SETS,
        SETS * ENTRIES_OF_SET,
        NOTHING_BEFORE,
        () -> gateway.measure("compile", "--target", "nftables", policy.toString()),
        peer::hello);
  }

  /** Of lists alone, without a gateway; no other program here merges IPv6. */
  private void merges(Namespace namespace) throws IOException, InterruptedException {
    Path list = folder.resolve("plain.txt");
    for (int size : MERGED) {
      PlainLists.addresses(list, size);
      turns(
          Work.MERGE,
          size,
          NOTHING_BEFORE,
          () -> Peer.aggregate(namespace, list),
          () -> Peer.merge(namespace, list));
    }
    PlainLists.mixture(list, MILLION);
    turns(
        Work.MERGE_MIXTURE,
        MILLION,
        NOTHING_BEFORE,
        () -> Peer.aggregate(namespace, list),
        () -> Peer.merge(namespace, list));
    PlainLists.addresses6(list, MILLION);
    List<Measured> alone = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      alone.add(Peer.aggregate(namespace, list));
    }
    add(Work.MERGE_IP6, MILLION, Measured.median(alone));
    Files.delete(list);
  }

  private void reading(Namespace namespace) throws IOException, InterruptedException {
    Reading reading = new Reading(namespace, folder.resolve("reading"));
    reading.writeLog();
    turns(Work.REHEARSE, Reading.CONNECTIONS, NOTHING_BEFORE, reading::rehearse, reading::grep);
    turns(Work.SIMULATE, Reading.CONNECTIONS, NOTHING_BEFORE, reading::simulate, reading::grep);
    List<Measured> pages = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      pages.add(reading.report());
    }
    add(Work.REPORT, Reading.LISTED, Measured.median(pages));
    try (Reading.Names names = reading.new Names()) {
      turns(Work.RESOLVE, Reading.NAMES, NOTHING_BEFORE, names::resolve, names::dig);
    }
  }

  /** In this process: it is warm, as the daemon is. */
  private void widening(int size) {
    WideningCost free = new WideningCost(size, 0);
    add(Work.HULL, size, free.hull(ROUNDS));
    budgets(Work.BUDGETS, size, free.budgets());
    budgets(Work.CAPPED_BUDGETS, size, new WideningCost(size, 24).budgets());
  }

  private void budgets(Work work, int size, WideningCost.Budgets budgets) {
    int proven = budgets.proven();
    int all = budgets.each().size();
    assertTrue(20 * proven >= 19 * all, () -> proven + " of " + all + " are proven");
    assertTrue(budgets.gap() <= 1e-4, () -> "one may be " + budgets.gap() + " from the optimum");
    add(work, size, budgets.slow());
  }

  private void measure(Gateway gateway, Namespace theirs) throws IOException, InterruptedException {
    Peer peer = new Peer(theirs, gateway);
    nextList(gateway);
    String policy = gateway.policy().toString();
    applies(gateway, peer, policy);
    looks(gateway, peer, policy);
    try (MeasuredDaemon daemon = MeasuredDaemon.start(gateway)) {
      add(Work.DAEMON_START, gateway.entries(), daemon.started());
      add(Work.DAEMON_IDLE, gateway.entries(), daemon.idle());
      add(Work.DAEMON_LIST, gateway.entries(), daemon.listChanged(++list));
      add(Work.DAEMON_FLUSH, gateway.entries(), daemon.flushed());
    }
    gateway.forget();
    theirs.run("nft", "delete", "table", "inet", "peer");
  }

  private Boolean nextList(Gateway gateway) throws IOException {
    gateway.list(++list);
    return true;
  }

  private void applies(Gateway gateway, Peer peer, String policy)
      throws IOException, InterruptedException {
    boolean[] loaded = new boolean[1];
    turns(
        Work.FIRST_APPLY,
        gateway,
        () -> {
          gateway.forget();
          return true;
        },
        () -> {
          Peer.Did did = peer.load(loaded[0]);
          loaded[0] = true;
          return did;
        },
        "apply",
        policy);
    turns(Work.CHANGE, gateway, () -> nextList(gateway), () -> peer.add(list), "apply", policy);
    turns(Work.NOTHING, gateway, NOTHING_BEFORE, peer::hello, "apply", policy);
    turns(
        Work.RESTORE,
        gateway,
        () -> {
          gateway.flush();
          return true;
        },
        peer::ipset,
        "restore");
  }

  private void looks(Gateway gateway, Peer peer, String policy)
      throws IOException, InterruptedException {
    String address = SampleLists.others(list).getFirst();
    assertTrue(
        gateway
            .namespace()
            .run(gateway.command("why", address, "25", "--policy", policy))
            .contains("is accepted"));
    turns(Work.PLAN, gateway, NOTHING_BEFORE, peer::hello, "plan", policy);
    turns(Work.WHY, gateway, NOTHING_BEFORE, peer::hello, "why", address, "25", "--policy", policy);
    turns(Work.HISTORY, gateway, NOTHING_BEFORE, peer::hello, "history");
    turns(Work.CHECK, gateway, NOTHING_BEFORE, peer::merge, "check", policy);
  }

  /** A command of ours and a peer in turn; then the command once more, recorded. */
  private void turns(
      Work work, Gateway gateway, Action<Boolean> before, Action<Peer.Did> peer, String... words)
      throws IOException, InterruptedException {
    turns(work, gateway.entries(), before, () -> gateway.measure(words), peer);
    before.run();
    StateTrace trace = gateway.trace(words);
    Row timed = rows.removeLast();
    rows.add(
        new Row(
            work,
            gateway.entries(),
            timed.ours(),
            timed.peer(),
            Optional.of(trace),
            gateway.stateBytes()));
  }

  private void turns(
      Work work, int entries, Action<Boolean> before, Action<Measured> ours, Action<Peer.Did> peer)
      throws IOException, InterruptedException {
    List<Measured> own = new ArrayList<>();
    List<Measured> other = new ArrayList<>();
    String name = "";
    for (int round = 0; round < ROUNDS; round++) {
      before.run();
      own.add(ours.run());
      Peer.Did did = peer.run();
      other.add(did.measured());
      name = did.name();
    }
    Peer.Did did = new Peer.Did(name, Measured.median(other));
    add(new Row(work, entries, Measured.median(own), Optional.of(did), Optional.empty(), 0));
  }

  private void add(Work work, int entries, Measured measured) {
    add(new Row(work, entries, measured, Optional.empty(), Optional.empty(), 0));
  }

  private void add(Row row) {
    rows.add(row);
    System.out.println(row.work() + " " + row.entries() + ": " + row.ours());
  }
}
