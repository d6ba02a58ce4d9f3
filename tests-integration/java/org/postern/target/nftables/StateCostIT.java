package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commands read and write of the state, as strace sees it: the cost of a change follows the
 * change, and no file is read twice.
 */
class StateCostIT {
  private static final int ENTRIES = Sizes.pick(20_000, 300_000);
  private static final int CHANGED = 10;
  private static final int MOST_SYNCS = 24;

  /** openat(AT_FDCWD, "path", flags) = 5, fsync(5</path>), write(5</path>, ...) = 77. */
  private static final Pattern OPENED =
      Pattern.compile("openat\\([^,]*, \"([^\"]*)\", ([A-Z_|]+).*\\) = \\d.*");

  private static final Pattern SYNCED = Pattern.compile("f(?:data)?sync\\(\\d+<([^>]*)>\\).*");
  private static final Pattern WRITTEN =
      Pattern.compile("p?write(?:64)?\\(\\d+<([^>]*)>.* = (\\d+)");

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  /**
   * What a command did to the state.
   *
   * @param read how often each file was opened for reading
   * @param written bytes by file
   * @param syncs of files and folders
   */
  private record Cost(Map<String, Integer> read, Map<String, Long> written, int syncs) {
    long bytes() {
      return written.values().stream().mapToLong(Long::longValue).sum();
    }
  }

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

  private Cost cost(String... words) throws Exception {
    Path trace = folder.resolve("trace.txt");
    Installed.Ended ended =
        Installed.on(host, folder)
            .by(
                "strace",
                "-f",
                "-y",
                "-qq",
                "-s",
                "0",
                "-e",
                "trace=openat,write,pwrite64,fsync,fdatasync",
                "-o",
                trace.toString())
            .run(words);
    assertEquals(0, ended.exit(), ended::error);
    Cost cost = read(trace);
    System.out.printf(
        "%s of %d: %d bytes in %d files, %d syncs, reads %s%n",
        words[0], ENTRIES, cost.bytes(), cost.written().size(), cost.syncs(), cost.read());
    return cost;
  }

  private Cost read(Path trace) throws IOException {
    String state = Installed.on(host, folder).state() + "/";
    Map<String, Integer> read = new TreeMap<>();
    Map<String, Long> written = new TreeMap<>();
    int syncs = 0;
    for (String line : Files.readAllLines(trace)) {
      String call = line.substring(line.indexOf(' ')).strip();
      Matcher opened = OPENED.matcher(call);
      Matcher wrote = WRITTEN.matcher(call);
      if (opened.matches() && opened.group(1).startsWith(state)) {
        if (!opened.group(2).contains("O_WRONLY")
            && !opened.group(2).contains("O_RDWR")
            && Files.isRegularFile(Path.of(opened.group(1)))) {
          read.merge(opened.group(1).substring(state.length()), 1, Integer::sum);
        }
      } else if (wrote.matches() && wrote.group(1).startsWith(state)) {
        written.merge(wrote.group(1), Long.parseLong(wrote.group(2)), Long::sum);
      } else if (SYNCED.matcher(call).matches()) {
        syncs++;
      }
    }
    return new Cost(read, written, syncs);
  }

  @Test
  void aSecondApplyWritesWhatChanged() throws Exception {
    list(1);
    Cost cost = cost("apply", policy().toString());
    assertTrue(cost.syncs() > 3, "strace has seen nothing");
    assertTrue(cost.syncs() <= MOST_SYNCS, () -> cost.syncs() + " syncs");
    assertTrue(cost.bytes() < mostBytes(), () -> cost.toString());
    assertReadOnce(cost);
  }

  /**
   * Each of ten addresses that left and ten that came changes one chunk of up to 192 entries; a
   * chunk takes up to 8 bytes an entry in each of the answers and what the rule accepts, 34 bytes
   * in their manifests, and all is written twice. What is small takes up to 24 KB.
   */
  private static long mostBytes() {
    return 2L * 2 * (2 * CHANGED) * (192 * 8 + 34) + (24 << 10);
  }

  private static void assertReadOnce(Cost cost) {
    cost.read().forEach((file, times) -> assertEquals(1, times, () -> file + ": " + cost));
  }

  /** What is held and was approved is in one record, whose pack is small like the change. */
  @Test
  void historyReadsNoTable() throws Exception {
    list(1);
    run("apply", policy().toString());
    Cost cost = cost("history");
    assertReadOnce(cost);
    assertTrue(cost.read().containsKey("generations/000002"), cost::toString);
    List<String> packs =
        cost.read().keySet().stream().filter(file -> file.startsWith("blobs")).toList();
    assertEquals(1, packs.size(), cost::toString);
    long size = Files.size(Installed.on(host, folder).state().resolve(packs.getFirst()));
    assertTrue(size < mostBytes() / 2, () -> size + " bytes");
    assertEquals(0, cost.bytes() + cost.syncs());
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
      Cost cost = cost(words);
      assertTrue(cost.read().containsKey("memory"), cost::toString);
      assertReadOnce(cost);
      assertEquals(0, cost.bytes() + cost.syncs(), words[0]);
    }
  }
}
