package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Request;
import org.postern.plan.Ruleset;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * A write of the state is killed before each change of the disk, or finds no room for it: what is
 * read then is what was in force before or after, and nothing is damaged. So it is while a state of
 * the first format is taken over, and while packs are swept.
 */
@Timeout(300)
class KilledWritesTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/org/postern/state/first/later/trial");
  private static final String BOOT = "7c1f0f52-9c8e-4d0b-8a3b-25a4f0c0ffee";
  private static final Instant WITHIN = Instant.parse("2026-11-29T01:30:00Z");

  @TempDir(factory = MemoryDisk.class)
  private Path folder;

  private interface Writing {
    void write(Path state) throws IOException;
  }

  /** What a state is read as. */
  private Recall recall(Lab lab, Path state) throws IOException {
    return lab.pipeline(state).restoration().recall();
  }

  private void assertSound(Lab lab, Path state, Set<Ruleset> allowed, String where)
      throws IOException {
    Recall recall = recall(lab, state);
    assertEquals(List.of(), recall.notes(), where);
    assertTrue(allowed.contains(recall.contents().ruleset()), where);
  }

  /** Kills it before each of its changes; answers how many it makes. */
  private int killAnywhere(Path from, Lab lab, Writing writing, Set<Ruleset> allowed)
      throws IOException {
    int at = 0;
    while (true) {
      Path state = copy(from, "killed-" + at);
      FaultyDisk disk = new FaultyDisk();
      disk.killAfter(at);
      try {
        writing.write(disk.path(state));
        return at;
      } catch (FaultyDisk.Killed e) {
        assertSound(lab, state, allowed, String.valueOf(e.getMessage()));
      }
      writing.write(state);
      assertSound(lab, state, allowed, "written again after it was killed before change " + at);
      at++;
    }
  }

  private void assertSoundOn(
      FaultyDisk.State bad, Path from, Lab lab, Writing writing, Set<Ruleset> allowed)
      throws IOException {
    Path state = copy(from, "on-" + bad);
    FaultyDisk disk = new FaultyDisk();
    disk.become(bad);
    StateException refused =
        assertThrows(StateException.class, () -> writing.write(disk.path(state)));
    assertEquals(StateException.Kind.UNWRITABLE, refused.kind());
    assertSound(lab, state, allowed, "on a disk that is " + bad);
    writing.write(state);
    assertSound(lab, state, allowed, "after it was " + bad);
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return to;
  }

  private static void writeMemory(Path state) throws IOException {
    StateStore store = new StateStore(state, Duration.ZERO);
    try (StateLock lock = store.lock()) {
      store.write(lock, store.runState());
    }
  }

  @Test
  void aTakeover() throws IOException {
    Lab lab = new Lab(Files.createDirectory(folder.resolve("lab"))).boots(BOOT);
    lab.later(Duration.between(lab.now(), WITHIN));
    Set<Ruleset> same = Set.of(recall(lab, copy(RECORDED, "first")).contents().ruleset());
    int changes = killAnywhere(RECORDED, lab, KilledWritesTest::writeMemory, same);
    assertTrue(changes > 3 * 9, () -> "three generations and the memory in " + changes);
    for (FaultyDisk.State bad : List.of(FaultyDisk.State.FULL, FaultyDisk.State.READ_ONLY)) {
      assertSoundOn(bad, RECORDED, lab, KilledWritesTest::writeMemory, same);
    }
  }

  @Test
  void aSweep() throws IOException {
    Lab lab = applied(4);
    Ruleset inForce = recall(lab, lab.state()).contents().ruleset();
    Files.delete(lab.state().resolve("generations/000001"));
    Files.delete(lab.state().resolve("generations/000002"));
    int changes =
        killAnywhere(
            lab.state(),
            lab,
            state -> {
              StateStore store = new StateStore(state, Duration.ZERO);
              try (StateLock lock = store.lock()) {
                store.runState();
                store.sweep(lock);
              }
            },
            Set.of(inForce));
    assertTrue(changes > 2, () -> "something was swept by " + changes + " changes");
  }

  /** Each is so much larger than the one before that it has no chunk in common with it. */
  private Lab applied(int times) throws IOException {
    Lab lab = new Lab(Files.createDirectory(folder.resolve("lab")));
    lab.policy(
        """
        sets:
          filter: {sources: [{file: list.txt}], guard: {shrink: 100%, grow: 1000%}}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
        """);
    for (int round = 0; round < times; round++) {
      Files.write(
          lab.folder().resolve("list.txt"),
          IntStream.range(0, 200 << round)
              .mapToObj(i -> "198.18.%d.%d".formatted(i / 100, 2 * (i % 100)))
              .toList());
      assertInstanceOf(
          Outcome.Proven.class, lab.pipeline().apply(Request.of(lab.file())).getFirst());
      lab.later(Duration.ofDays(30));
    }
    return lab;
  }
}
