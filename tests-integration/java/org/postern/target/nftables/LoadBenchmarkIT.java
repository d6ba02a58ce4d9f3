package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.Ruleset;

/** How long a large list takes from nothing, beside nft and beside the kernel alone. */
@Tag("nightly")
class LoadBenchmarkIT {
  private static final String POLICY =
      """
      sets:
        listed:
          sources: [{file: list.txt}]
          guard: {at-most: 1000000}
      rules:
        - {name: smtp, port: tcp/25, accept: [listed], otherwise: drop}
      """;

  @TempDir private Path folder;

  @Test
  void theWholeProcessOverAMediumList() throws IOException {
    wholeProcess(Benchmarks.MEDIUM, Goal.ratio(1 / 2.0));
  }

  @Test
  void theWholeProcessOverALargeList() throws IOException {
    wholeProcess(Benchmarks.LARGE, Goal.ratio(1 / 5.0));
  }

  /** Beside both ways of writing the same for nft. */
  private void wholeProcess(int prefixes, Goal memoryGoal) throws IOException {
    Blocklist list = Blocklist.of(prefixes);
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Files.writeString(folder.resolve("list.txt"), list.lines());
    Path adding = Files.writeString(folder.resolve("add.nft"), IntervalTable.commands(list));
    Path whole = Files.writeString(folder.resolve("whole.nft"), IntervalTable.script(list));
    Ruleset wanted = Rulesets.accepting(list.set());
    ProcessComparison beside =
        new ProcessComparison("load " + prefixes + " prefixes, peer adds elements");
    ProcessComparison besideWhole =
        new ProcessComparison("load " + prefixes + " prefixes, peer declares elements");
    for (int round = 0; round < Benchmarks.FEW; round++) {
      Child.Measured ours = ours(folder.resolve("state" + round), wanted);
      beside.take(ours, peer(adding));
      besideWhole.take(ours, peer(whole));
    }
    beside.print(memoryGoal);
    besideWhole.print(memoryGoal);
  }

  /** What whole processes need. */
  private static final class ProcessComparison {
    private final Comparison time;
    private final Comparison cpu;
    private final Comparison memory;

    ProcessComparison(String name) {
      time = new Comparison(name + ", time", Unit.TIME);
      cpu = new Comparison(name + ", CPU time", Unit.TIME);
      memory = new Comparison(name + ", peak memory", Unit.MEMORY);
    }

    void take(Child.Measured ours, Child.Measured peer) {
      time.ours(ours.child().nanos());
      time.peer(peer.child().nanos());
      cpu.ours(ours.cpu());
      cpu.peer(peer.cpu());
      memory.ours(ours.peak());
      memory.peer(peer.peak());
    }

    void print(Goal memoryGoal) {
      time.print(Goal.ratio(1 / 4.0));
      cpu.print();
      memory.print(memoryGoal);
    }
  }

  private Child.Measured ours(Path state, Ruleset wanted) throws IOException {
    try (World world = new World()) {
      Host host = world.host("ours");
      String launcher = System.getProperty("postern.image");
      Child.Measured child =
          Child.measure(host, launcher, "apply", "--state", state.toString(), policy());
      assertTrue(child.child().output().contains("proof exact"), child.child()::output);
      host.holds(wanted);
      return child;
    }
  }

  private String policy() {
    return folder.resolve("policy.yaml").toString();
  }

  private static Child.Measured peer(Path script) throws IOException {
    try (World world = new World()) {
      return Child.measure(world.host("peer"), "nft", "-f", script.toString());
    }
  }

  @Test
  void theStepsOverAMediumList() throws IOException {
    steps(Benchmarks.MEDIUM);
  }

  @Test
  void theStepsOverALargeList() throws IOException {
    steps(Benchmarks.LARGE);
  }

  /** The same datagrams from a program in C. */
  private void steps(int prefixes) throws IOException {
    Ruleset wanted = Rulesets.accepting(Blocklist.of(prefixes).set());
    List<String> command = new ArrayList<>();
    command.add(CProgram.compile("send", folder));
    command.addAll(Benchmarks.datagrams(wanted, folder));
    Comparison first = new Comparison("apply " + prefixes + " prefixes, first time", Unit.TIME);
    Comparison warm = new Comparison("apply " + prefixes + " prefixes, warm", Unit.TIME);
    for (int round = 0; round <= Benchmarks.FEW; round++) {
      Comparison comparison = round == 0 ? first : warm;
      try (World world = new World()) {
        Host host = world.host("ours");
        comparison.ours(new Daemon(host).apply(wanted));
        host.holds(wanted);
        Host peer = world.host("peer");
        comparison.peer(sent(peer, command));
        peer.holds(wanted);
      }
    }
    first.print();
    warm.print(Goal.ratio(1.3));
  }

  private static long sent(Host host, List<String> command) {
    return Long.parseLong(Child.run(host, command.toArray(String[]::new)).output().strip());
  }
}
