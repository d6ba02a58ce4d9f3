package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.memory.GuardMemory;

/**
 * Every byte of the state flipped, and every file cut at every byte: what is read is what was
 * written, or it is said that it is corrupt; never something else.
 */
@Timeout(120)
class CorruptStateTest {
  private static final int[] FLIPS = {0x01, 0x20, 0x80};
  private static final Generation PROVEN = Memories.generation(1, Generation.Outcome.PROVEN);

  @TempDir private Path top;

  private Path folder = Path.of("unset");
  private StateStore store = new StateStore(folder);
  private Generation proven = PROVEN;

  @BeforeEach
  void writeAll() throws IOException {
    folder = top.resolve("state");
    store = new StateStore(folder);
    try (StateLock lock = store.lock()) {
      proven =
          store.open(
              lock, Memories.small(1), PROVEN, Memories.contents(), List.of(Memories.lastGood()));
      store.write(lock, Memories.orders());
      store.write(lock, Memories.small(1).withGeneration(proven));
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  @Test
  void orders() throws IOException {
    assertSameOrCorrupt("orders", Memories.orders(), store::orders);
  }

  @Test
  void aGeneration() throws IOException {
    assertSameOrCorrupt("generations/000001", Optional.of(proven), () -> store.generation(1));
  }

  /** The newest sound generation stands in for a damaged memory, and that is told. */
  @Test
  void theMemory() throws IOException {
    RunState instead =
        RunState.empty()
            .withGuards(GuardMemory.empty().withLastGood(List.of(Memories.lastGood())))
            .withGeneration(proven);
    Path file = folder.resolve("memory");
    byte[] sound = Files.readAllBytes(file);
    for (byte[] damaged : damaged(sound)) {
      Files.write(file, damaged);
      List<String> told = new ArrayList<>();
      try {
        assertEquals(instead, store.runState(told::add));
        assertEquals(1, told.size());
      } catch (StateException e) {
        assertEquals(StateException.Kind.NEWER, e.kind());
      }
    }
  }

  /** A disk that gives back nothing of it, as with a bad sector, is as bad as a flipped bit. */
  @Test
  void aMemoryThatCannotBeRead() throws IOException {
    Path file = folder.resolve("memory");
    Files.delete(file);
    Files.createDirectory(file);
    List<String> told = new ArrayList<>();
    assertEquals(1, store.runState(told::add).generation());
    assertEquals(1, told.size());
    assertTrue(told.getFirst().contains("cannot be read"), told::toString);
  }

  private <T> void assertSameOrCorrupt(String name, T written, Reading<T> reading)
      throws IOException {
    Path file = folder.resolve(name);
    byte[] sound = Files.readAllBytes(file);
    assertEquals(written, reading.read());
    int corrupt = 0;
    for (byte[] damaged : damaged(sound)) {
      Files.write(file, damaged);
      try {
        assertEquals(written, reading.read());
      } catch (StateException e) {
        corrupt++;
      }
    }
    assertTrue(corrupt > sound.length, "hardly any damage was noticed");
  }

  private static List<byte[]> damaged(byte[] sound) {
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < sound.length; at++) {
      all.add(Arrays.copyOf(sound, at));
      for (int flip : FLIPS) {
        byte[] flipped = sound.clone();
        flipped[at] ^= (byte) flip;
        all.add(flipped);
      }
    }
    return all;
  }
}
