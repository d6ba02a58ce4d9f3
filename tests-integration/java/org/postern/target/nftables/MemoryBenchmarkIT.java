package org.postern.target.nftables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel keeps for a large list, beside what it keeps for interval sets. */
@Tag("nightly")
class MemoryBenchmarkIT {
  @TempDir private Path folder;

  @Test
  void kernelMemoryOfALargeList() throws IOException {
    Blocklist list = Blocklist.of(Benchmarks.LARGE);
    List<String> ours = new ArrayList<>(List.of(CProgram.compile("send", folder)));
    ours.addAll(Benchmarks.datagrams(Rulesets.accepting(list.set()), folder));
    Path script = Files.writeString(folder.resolve("peer.nft"), IntervalTable.script(list));
    List<String> peer = List.of("nft", "-f", script.toString());
    Comparison memory =
        new Comparison("kernel memory of " + Benchmarks.LARGE + " prefixes", Unit.MEMORY);
    for (int round = 0; round < Benchmarks.FEW; round++) {
      memory.ours(kept(ours));
      memory.peer(kept(peer));
    }
    memory.print(Goal.most(Unit.MEMORY, 45 << 20));
  }

  /** What the program leaves behind in the kernel. */
  private static long kept(List<String> program) throws IOException {
    try (ControlGroup group = ControlGroup.create();
        World world = new World()) {
      long before = group.kernelMemory();
      Child.run(world.host("loaded"), group.command(program));
      return group.kernelMemory() - before;
    }
  }
}
