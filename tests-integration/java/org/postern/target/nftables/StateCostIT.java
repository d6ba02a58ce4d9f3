package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.bench.StateTrace;

/**
 * What commands read and write of the state, as strace sees it: the cost of a change follows the
 * change, and no file is read twice.
 */
class StateCostIT {
  private static final int ENTRIES = Sizes.pick(20_000, 300_000);
  private static final int CHANGED = 10;
  private static final int MOST_SYNCS = 24;

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @BeforeEach
  void applyOnce() throws Exception {
    Files.writeString(
        policy(),
        """
        sets:
          filter:
            sources: [{file: list.txt}]
            guard: {at-most: 1000000}
            keep: {removed: 0s}
        rules:
          - {name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}
        """);
    list(0);
    run("apply", policy().toString());
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Path policy() {
    return folder.resolve("policy.yaml");
  }

  /** Every 977th address or so, of which the first ten are others. */
  private void list(int round) throws IOException {
    List<String> lines = new ArrayList<>();
    IntStream.range(0, CHANGED).forEach(i -> lines.add("192.0.2." + (20 * round + 2 * i)));
    IntStream.range(CHANGED, ENTRIES)
        .mapToObj(i -> 0x0B000000 + 977 * i)
        .map(i -> "%d.%d.%d.%d".formatted(i >>> 24, i >> 16 & 255, i >> 8 & 255, i & 255))
        .forEach(lines::add);
    Files.write(folder.resolve("list.txt"), lines);
  }

  private void run(String... words) throws Exception {
    Installed.Ended ended = Installed.on(host, folder).run(words);
    assertEquals(0, ended.exit(), ended::error);
  }

  private StateTrace trace(String... words) throws Exception {
    Path file = folder.resolve("trace.txt");
    Installed installed = Installed.on(host, folder);
    List<String> recorder = StateTrace.recordedIn(file);
    Installed.Ended ended = installed.by(recorder.toArray(String[]::new)).run(words);
    assertEquals(0, ended.exit(), ended::error);
    StateTrace trace = StateTrace.read(file, installed.state());
    System.out.printf(
        "%s of %d: %d bytes in %d files, %d syncs, reads %d bytes of %s%n",
        words[0],
        ENTRIES,
        trace.bytesWritten(),
        trace.written().size(),
        trace.syncs(),
        trace.bytesRead(),
        trace.opened());
    return trace;
  }

  @Test
  void aSecondApplyWritesWhatChanged() throws Exception {
    list(1);
    StateTrace cost = trace("apply", policy().toString());
    assertTrue(cost.syncs() > 3, "strace has seen nothing");
    assertTrue(cost.syncs() <= MOST_SYNCS, () -> cost.syncs() + " syncs");
    assertTrue(cost.bytesWritten() < mostBytes(), () -> cost.toString());
    assertReadOnce(cost);
  }

  /**
   * Each of ten addresses that left and ten that came changes one chunk of up to 192 entries; a
   * chunk takes up to 8 bytes an entry, once for the answers and what the rule accepts, 34 bytes in
   * the manifest of each, and all is written twice. What is small takes up to 8 KB.
   */
  private static long mostBytes() {
    return 2L * (2 * CHANGED) * (192 * 8 + 2 * 34) + (8 << 10);
  }

  private static void assertReadOnce(StateTrace cost) {
    cost.opened().forEach((file, times) -> assertEquals(1, times, () -> file + ": " + cost));
  }

  /** What is held and was approved is in one record, whose pack is small like the change. */
  @Test
  void historyReadsNoTable() throws Exception {
    list(1);
    run("apply", policy().toString());
    StateTrace cost = trace("history");
    assertReadOnce(cost);
    assertTrue(cost.opened().containsKey("generations/000002"), cost::toString);
    List<String> packs =
        cost.opened().keySet().stream().filter(file -> file.startsWith("blobs")).toList();
    assertEquals(1, packs.size(), cost::toString);
    long size = Files.size(Installed.on(host, folder).state().resolve(packs.getFirst()));
    assertTrue(size < mostBytes() / 2, () -> size + " bytes");
    assertEquals(0, cost.bytesWritten() + cost.syncs());
  }

  /** What is proven again, and that, is noted; no table is written. */
  @Test
  void anApplyWithNothingToDoWritesNoTable() throws Exception {
    StateTrace cost = trace("apply", policy().toString());
    assertTrue(cost.bytesWritten() < 4 << 10, cost::toString);
    assertTrue(cost.syncs() <= MOST_SYNCS / 2, () -> cost.syncs() + " syncs");
    assertReadOnce(cost);
  }

  /** The pack is read once; answers and what the rule accepts share up to 6 bytes an entry. */
  @Test
  void restoreReadsWhatIsInForceOnce() throws Exception {
    host.nft("delete table inet postern");
    StateTrace cost = trace("restore");
    assertReadOnce(cost);
    assertTrue(cost.bytesRead() > 0, "strace has seen nothing");
    assertTrue(cost.bytesRead() < 6L * ENTRIES + (16 << 10), cost::toString);
    assertEquals(0, cost.bytesWritten() + cost.syncs(), cost::toString);
  }

  @Test
  void whoOnlyLooksReadsEachFileOnceAndWritesNone() throws Exception {
    list(1);
    run("apply", policy().toString());
    for (String[] words :
        List.of(
            new String[] {"why", "192.0.2.24", "25", "--policy", policy().toString()},
            new String[] {"plan", policy().toString()},
            new String[] {"status"})) {
      StateTrace cost = trace(words);
      assertTrue(cost.opened().containsKey("memory"), cost::toString);
      assertReadOnce(cost);
      assertEquals(0, cost.bytesWritten() + cost.syncs(), words[0]);
    }
  }
}
