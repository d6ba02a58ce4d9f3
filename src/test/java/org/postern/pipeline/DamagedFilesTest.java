package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Ruleset;
import org.postern.state.StateStore;

/**
 * Each file of a state damaged in each way: what is in force and what was confirmed are known
 * nevertheless, and what stands in for the file is told.
 */
@Timeout(120)
class DamagedFilesTest {
  private final Path folder;

  private final Lab lab;
  private final List<Ruleset> rulesets = new ArrayList<>(List.of(Ruleset.empty()));

  /** What happens to a file. */
  enum Damage {
    DELETED,
    CUT,
    FLIPPED,
    EMPTY,
    A_FOLDER;

    private void doTo(Path file) throws IOException {
      byte[] sound = Files.readAllBytes(file);
      switch (this) {
        case CUT -> Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        case FLIPPED -> {
          sound[sound.length / 2] ^= 0x10;
          Files.write(file, sound);
        }
        case EMPTY -> Files.write(file, new byte[0]);
        case DELETED -> Files.delete(file);
        case A_FOLDER -> {
          Files.delete(file);
          Files.createDirectory(file);
        }
      }
    }
  }

  /** Three generations, of which the last waits to be confirmed; each changes a few addresses. */
  DamagedFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(Files.createDirectory(folder.resolve("lab")));
    lab.policy(
        """
        sets:
          filter: {sources: [{file: list.txt}]}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
        """);
    apply(0, Optional.empty());
    apply(5, Optional.empty());
    apply(9, Optional.of(Duration.ofHours(1)));
  }

  private void apply(int from, Optional<Duration> confirm) throws IOException {
    rulesets.add(apply(lab.state(), from, confirm));
  }

  private Ruleset apply(Path state, int from, Optional<Duration> confirm) throws IOException {
    List<String> lines =
        IntStream.range(from, from + 900)
            .mapToObj(i -> "192.0.%d.%d label %d".formatted(2 + i / 120, 2 * (i % 120), i % 7))
            .toList();
    Files.write(lab.folder().resolve("list.txt"), lines);
    Request request = Request.of(lab.file());
    Outcome outcome = lab.pipeline(state).apply(request.withConfirm(confirm)).getFirst();
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, outcome);
    return proven.prepared().wanted();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatIsInForceAndWhatWasConfirmedAreKnown(Damage damage) throws IOException {
    int told = 0;
    for (Path file : files()) {
      Path state = copy();
      damage.doTo(state.resolve(file));
      String where = file + " " + damage;
      told += assertKnown(state, 3, "first", where) + assertKnown(state, 2, "second", where);
    }
    assertTrue(told > files().size() / 3, "hardly any damage was told");
  }

  /** Answers how many notes there are. */
  private int assertKnown(Path state, int number, String boot, String where) throws IOException {
    Recall recall = Recall.of(new StateStore(state), lab.now(), boot);
    List<String> notes = recall.notes();
    assertEquals(
        Optional.of(number), recall.generation().map(one -> one.number()), () -> where + notes);
    assertEquals(rulesets.get(number), recall.contents().ruleset(), where);
    return notes.size();
  }

  /** What recovery writes is as sound as before; a folder in the place of a file is left alone. */
  @ParameterizedTest
  @EnumSource(value = Damage.class, mode = EnumSource.Mode.EXCLUDE, names = "A_FOLDER")
  void recoveryMendsWhatIsRead(Damage damage) throws IOException {
    for (Path file : files()) {
      Path state = copy();
      damage.doTo(state.resolve(file));
      Recall before = recall(state);
      lab.pipeline(state).recovery().recover();
      Recall after = recall(state);
      String where = file + " " + damage;
      assertEquals(List.of(), after.notes(), where);
      assertEquals(before.generation(), after.generation(), where);
      assertEquals(rulesets.get(3), after.contents().ruleset(), where);
      if (!before.notes().isEmpty() && file.startsWith("blobs")) {
        assertArrayEquals(
            Files.readAllBytes(lab.state().resolve(file)),
            Files.readAllBytes(state.resolve(file)),
            where);
      }
    }
  }

  /** Whatever is lost with both, it is never taken for a host on which nothing was in force. */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void bothCopiesOfAPackAreToldLoudly(Damage damage) throws IOException {
    for (Path file : files()) {
      if (file.startsWith("blobs") && !file.toString().endsWith(".copy")) {
        Path state = copy();
        damage.doTo(state.resolve(file));
        damage.doTo(state.resolve(file + ".copy"));
        Recall recall = recall(state);
        String where = file + " " + damage + ": " + recall.standing() + recall.notes();
        assertTrue(recall.notes().toString().contains("and its copy"), where);
        if (recall.generation().isEmpty()) {
          assertEquals(Recall.Standing.LOST, recall.standing(), where);
        } else {
          int number = recall.generation().get().number();
          assertEquals(rulesets.get(number), recall.contents().ruleset(), where);
          assertTrue(number == 3 || recall.standing() == Recall.Standing.REPLACED, where);
        }
        assertTrue(number(state) > 3, where);
      }
    }
  }

  /** The number of the generation in force after an apply that asks the sources. */
  private int number(Path state) throws IOException {
    Outcome outcome = lab.pipeline(state).apply(Request.of(lab.file())).getFirst();
    assertInstanceOf(Outcome.Proven.class, outcome);
    Recall recall = recall(state);
    assertEquals(List.of(), recall.notes());
    assertEquals(rulesets.get(3), recall.contents().ruleset());
    return recall.generation().orElseThrow().number();
  }

  /** An old generation that cannot be read neither stops a new one nor the sweep for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"generations/000001", "blobs"})
  void aDamagedOldGenerationDoesNotStopTheNextHundred(String where) throws IOException {
    Path state = copy();
    for (Path file : files()) {
      if (file.toString().startsWith(where) && file.toString().contains("00001")) {
        Damage.FLIPPED.doTo(state.resolve(file));
      }
    }
    for (int round = 0; round < 70; round++) {
      apply(state, 10 + round, Optional.empty());
    }
    assertEquals(List.of(), recall(state).notes());
  }

  private Recall recall(Path state) throws IOException {
    return Recall.of(new StateStore(state), lab.now(), "first");
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(lab.state())) {
      return all.filter(Files::isRegularFile)
          .map(lab.state()::relativize)
          .filter(file -> !Set.of("lock", "trial").contains(file.toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copy() throws IOException {
    Path copy = Files.createTempDirectory(folder, "state");
    for (Path file : files()) {
      Path to = copy.resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(lab.state().resolve(file), to);
    }
    return copy;
  }
}
