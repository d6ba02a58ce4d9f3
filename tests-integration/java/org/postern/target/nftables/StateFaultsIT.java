package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;

/**
 * An apply that dies before, or is refused, any one system call by which it writes its state. What
 * is on disk is the old or the new and never a mixture, what boots is one of both, and the next
 * apply leaves no trace of it.
 */
class StateFaultsIT {
  private static final int KILLED = 128 + 9;
  private static final int STRIDE = Sizes.pick(71, 1);

  private static final List<String> CALLS = List.of("write", "fsync", "chmod", "rename");

  private static final AddressSet OLD = Rulesets.addresses("192.0.2.1", "192.0.2.2");
  private static final AddressSet NEXT = Rulesets.addresses("192.0.2.2", "203.0.113.0/25");

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @BeforeEach
  void begin() throws Exception {
    assertEquals(0, installed().runFor(OLD, "apply").exit());
  }

  private Installed installed() {
    return Installed.on(host, folder);
  }

  /** The call of that number among all calls of that name and thread. */
  private record Point(String call, int number) {}

  @Test
  void whereverItDiesTheStateIsWholeAndBoots() throws Exception {
    List<Point> points = points();
    assertTrue(points.size() >= 4 * CALLS.size(), points::toString);
    for (int i = 0; i < points.size(); i += STRIDE) {
      Point point = points.get(i);
      Installed.Ended ended = applied(point, "signal=KILL");
      assertEquals(KILLED, ended.exit(), point::toString);
      host.acceptsBetween(OLD, NEXT);
      bootsOldOrNew(point);
      repairs(point);
    }
    System.out.println("state writes: killed at " + (points.size() + STRIDE - 1) / STRIDE);
  }

  @Test
  void whateverIsRefusedIsSaidAndTheStateIsWhole() throws Exception {
    List<Point> points = points();
    Map<String, String> errors = new TreeMap<>();
    errors.put("write", "ENOSPC");
    errors.put("fsync", "EIO");
    errors.put("rename", "EXDEV");
    for (int i = 1; i < points.size(); i += STRIDE) {
      Point point = points.get(i);
      if (errors.containsKey(point.call())) {
        Installed.Ended ended = applied(point, "error=" + errors.get(point.call()));
        String all = point + ": exit " + ended.exit() + ", " + ended.error();
        assertTrue(List.of(4, 75).contains(ended.exit()), all);
        assertFalse(ended.error().contains("Exception"), all);
        assertTrue(ended.error().contains(state().toString()), all);
        assertEquals(List.of(), leftovers(), all);
        host.acceptsBetween(OLD, NEXT);
        bootsOldOrNew(point);
        repairs(point);
      }
    }
  }

  private Installed.Ended applied(Point point, String fault) throws Exception {
    return traced(
            point.call(),
            "-e",
            "inject=%s:%s:when=%d".formatted(point.call(), fault, point.number()))
        .runFor(NEXT, "apply");
  }

  /** Under strace, which is not to be bothered by other calls than these. */
  private Installed traced(String calls, String... options) {
    List<String> words = new ArrayList<>(List.of("strace", "-f", "-y", "-qq"));
    words.addAll(List.of("-e", "trace=" + calls, "-o", trace().toString()));
    words.addAll(List.of(options));
    return installed().by(words.toArray(String[]::new));
  }

  private Path trace() {
    return folder.resolve("trace.txt");
  }

  /** Where an apply writes its state, when nothing fails. */
  private List<Point> points() throws Exception {
    Installed.Ended ended = traced(String.join(",", CALLS)).runFor(NEXT, "apply");
    assertEquals(0, ended.exit(), ended::error);
    Map<String, Integer> counts = new TreeMap<>();
    List<Point> points = new ArrayList<>();
    for (String line : Files.readAllLines(trace())) {
      for (String call : CALLS) {
        if (line.contains(" " + call + "(")) {
          // strace counts the calls of each thread on its own, and begins a line with the thread.
          String thread = line.substring(0, line.indexOf(' '));
          int number = counts.merge(thread + call, 1, Integer::sum);
          if (line.contains(state().toString())) {
            points.add(new Point(call, number));
          }
        }
      }
    }
    assertEquals(0, installed().runFor(OLD, "apply").exit());
    return points;
  }

  private Path state() {
    return installed().state();
  }

  /** The kernel has lost everything: what comes back is one of both, and the history is sound. */
  private void bootsOldOrNew(Point point) throws Exception {
    host.nft("delete table inet postern");
    Installed.Ended restored = installed().run("restore");
    assertEquals(0, restored.exit(), () -> point + ": " + restored.error());
    AddressSet held = host.accepted("smtp");
    assertTrue(held.equals(OLD) || held.equals(NEXT), () -> point + ": " + held.prefixes());
  }

  private void repairs(Point point) throws Exception {
    assertEquals(0, installed().runFor(NEXT, "apply").exit(), point::toString);
    host.holds(Rulesets.accepting(NEXT));
    assertEquals(List.of(), leftovers(), point::toString);
    assertEquals(0, installed().runFor(OLD, "apply").exit(), point::toString);
  }

  private List<Path> leftovers() {
    try (Stream<Path> files = Files.walk(state())) {
      return files.filter(file -> file.toString().endsWith(".new")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
