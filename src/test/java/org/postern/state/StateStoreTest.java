package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.ProcessRunner;

@Timeout(120)
class StateStoreTest {
  @TempDir private Path top;

  private Path folder = Path.of("unset");
  private StateStore store = new StateStore(folder);

  @BeforeEach
  void openANewStore() {
    folder = top.resolve("state");
    store = new StateStore(folder);
  }

  @Test
  void aHostThatNeverRanHasNothingAndLookingLeavesNothing() throws IOException {
    assertEquals(RunState.empty(), store.runState());
    assertEquals(List.of(), store.numbers());
    assertEquals(Optional.empty(), store.generation(1));
    assertFalse(Files.exists(folder));
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Generation opened = write(Memories.generation(3, Generation.Outcome.PENDING), 0);
    write(Memories.small(3));
    Generation outline = Memories.small(3).outline(3).orElseThrow();
    assertEquals(
        Memories.small(3)
            .withOutline(outline.stored(opened.contents().orElseThrow(), outline.digest())),
        new StateStore(folder).runState());
    assertEquals(opened, store.generation(3).orElseThrow());
    assertEquals(Memories.contents(), store.contents(opened, _ -> {}));
    assertEquals(List.of(Memories.lastGood()), store.answers(opened));
    assertEquals(List.of(3), store.numbers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "generations/000003", "lock"})
  void onlyTheOwnerMayReadIt(String file) throws IOException {
    write(Memories.small(3));
    write(Memories.generation(3, Generation.Outcome.PENDING), 0);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))));
    for (Path part : List.of(folder, folder.resolve("generations"), folder.resolve("blobs"))) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(part)));
    }
  }

  @Test
  void aDamagedByteAnywhereIsNoticed() throws IOException {
    write(Memories.small(3));
    byte[] sound = Files.readAllBytes(memory());
    for (int at = 0; at < sound.length; at++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] damaged = sound.clone();
        damaged[at] ^= (byte) flip;
        Files.write(memory(), damaged);
        assertThrows(StateException.class, store::runState, "byte " + at + " ^ " + flip);
      }
    }
  }

  @Test
  void aMemoryThatIsCutAnywhereIsNoticed() throws IOException {
    write(Memories.small(3));
    byte[] sound = Files.readAllBytes(memory());
    for (int length = 0; length < sound.length; length++) {
      Files.write(memory(), Arrays.copyOf(sound, length));
      StateException e = assertThrows(StateException.class, store::runState, "cut at " + length);
      assertEquals(StateException.Kind.CORRUPT, e.kind());
    }
  }

  @Test
  void theNewestSoundGenerationStandsInForADamagedMemory() throws IOException {
    write(Memories.generation(1, Generation.Outcome.PROVEN), 0);
    write(Memories.generation(2, Generation.Outcome.PROVEN), 1);
    write(Memories.generation(3, Generation.Outcome.NOT_PROVEN), 2);
    write(Memories.generation(4, Generation.Outcome.PROVEN), 2);
    Files.writeString(folder.resolve("generations/000004"), "torn");
    write(Memories.small(4));
    Files.writeString(memory(), "torn");
    List<String> told = new ArrayList<>();
    RunState found = store.runState(told::add);
    assertEquals(1, told.size(), "damage is not passed over in silence");
    assertTrue(told.getFirst().contains("is corrupt"), told::toString);
    assertEquals(2, found.generation(), "the newest that was proven is in force");
    assertEquals(List.of(Memories.lastGood()), found.guards().lastGood());
  }

  @Test
  void whenNothingWasEverProvenNothingIsInForceButAnswersAreRemembered() throws IOException {
    write(Memories.generation(1, Generation.Outcome.PENDING), 0);
    Files.delete(memory());
    RunState found = store.runState();
    assertEquals(0, found.generation());
    assertEquals(List.of(Memories.lastGood()), found.guards().lastGood());
  }

  @Test
  void whatALaterVersionWroteIsNotTouched() throws IOException {
    write(Memories.generation(1, Generation.Outcome.PROVEN), 0);
    write(Memories.small(1));
    String text = Files.readString(memory()).replaceFirst("postern-state 2", "postern-state 4");
    Files.writeString(memory(), text);
    StateException e = assertThrows(StateException.class, store::runState);
    assertEquals(StateException.Kind.NEWER, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("later version (format 4"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"generation\":\"x\"}", "{\"generation\":1,\"held\":[1]}", "[]", "{"})
  void soundChecksumsOverNonsenseAreCorrupt(String body) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(memory(), "postern-state 2 crc32c=" + StateFile.crc32c(body) + "\n" + body);
    StateException e = assertThrows(StateException.class, store::runState);
    assertEquals(StateException.Kind.CORRUPT, e.kind());
  }

  @Test
  void theLockExcludesOthersAndIsGivenBack() throws IOException {
    try (StateLock held = store.lock()) {
      StateException e =
          assertThrows(
              StateException.class, () -> new StateStore(folder, Duration.ZERO).lock().close());
      assertEquals(StateException.Kind.LOCKED, e.kind());
      store.write(held, RunState.empty());
    }
    store.lock().close();
  }

  @Test
  void aLockThatWasGivenBackIsNoRightToWrite() throws IOException {
    StateLock lock = store.lock();
    lock.close();
    assertThrows(IllegalStateException.class, () -> store.write(lock, RunState.empty()));
  }

  @Test
  void twoHundredGenerationsAreKeptAndTheOneInForce() throws IOException {
    try (StateLock lock = store.lock()) {
      for (int number = 1; number <= 205; number++) {
        write(lock, Memories.generation(number, Generation.Outcome.UNCHANGED), 2);
      }
    }
    List<Integer> numbers = store.numbers();
    assertEquals(List.of(2, 6), numbers.subList(0, 2));
    assertEquals(205, numbers.getLast());
    assertEquals(201, numbers.size());
  }

  @Test
  void whatOnlyFollowedTheSourcesDoesNotCrowdOutWhatSomebodyAccepted() throws IOException {
    try (StateLock lock = store.lock()) {
      write(lock, Memories.generation(1, Generation.Outcome.PROVEN), 0);
      for (int number = 2; number <= 40; number++) {
        write(
            lock,
            Memories.generation(number, Generation.Kind.REFRESHED, Generation.Outcome.PROVEN),
            5);
      }
    }
    List<Integer> numbers = store.numbers();
    assertEquals(List.of(1, 5), numbers.subList(0, 2), "accepted, and in force");
    // Each of these may come back when the trial that it waits for is over.
    assertTrue(numbers.contains(7), numbers::toString);
    assertEquals(23, numbers.size(), numbers::toString);
    assertEquals(40, store.generation(40).orElseThrow().number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
  void aFolderThatOthersMayWriteToIsNoState(String mode) throws IOException {
    write(Memories.small(1));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    StateException e = assertThrows(StateException.class, store::lock);
    assertEquals(StateException.Kind.PERMISSION, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("chmod go-w"), e::toString);
    assertEquals(Memories.small(1), store.runState(), "reading does no harm");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    store.lock().close();
  }

  @Test
  void whatIsNoGenerationIsNotCounted() throws IOException {
    write(Memories.generation(1, Generation.Outcome.PROVEN), 0);
    for (String name : List.of("000002.bak", "12", ".000003.new", "1234567890")) {
      Files.writeString(folder.resolve("generations").resolve(name), "");
    }
    assertEquals(List.of(1), store.numbers());
  }

  @Test
  void aLinkInPlaceOfTheMemoryIsNeitherReadNorWritten() throws IOException {
    write(Memories.small(1));
    Path elsewhere = Files.move(memory(), top.resolve("elsewhere"));
    byte[] before = Files.readAllBytes(elsewhere);
    Files.createSymbolicLink(memory(), elsewhere);
    assertThrows(IOException.class, store::runState);
    assertThrows(IOException.class, () -> write(Memories.small(2)));
    assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(elsewhere));
  }

  @Test
  void aPipeOrFolderInPlaceOfTheMemoryIsRefused() throws IOException {
    write(Memories.small(1));
    Files.delete(memory());
    new ProcessRunner().run(List.of("mkfifo", memory().toString()), "", Duration.ofSeconds(10));
    assertThrows(IOException.class, store::runState);
    assertThrows(IOException.class, () -> write(Memories.small(2)));
    Files.delete(memory());
    Files.createDirectory(memory());
    assertThrows(IOException.class, store::runState);
    assertThrows(IOException.class, () -> write(Memories.small(2)));
  }

  @Test
  void aLinkInPlaceOfTheLockIsNotFollowed() throws IOException {
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("lock"), top.resolve("elsewhere"));
    assertThrows(IOException.class, store::lock);
    assertFalse(Files.exists(top.resolve("elsewhere")));
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws IOException {
    Files.writeString(folder, "");
    assertThrows(IOException.class, store::runState);
    assertThrows(IOException.class, store::lock);
    assertEquals("", Files.readString(folder));
  }

  private Path memory() {
    return folder.resolve("memory");
  }

  private void write(RunState memory) throws IOException {
    try (StateLock lock = store.lock()) {
      store.write(lock, memory);
    }
  }

  private Generation write(Generation generation, int inForce) throws IOException {
    try (StateLock lock = store.lock()) {
      return write(lock, generation, inForce);
    }
  }

  /** Writes a generation from nothing, and how it ended. */
  private Generation write(StateLock lock, Generation generation, int inForce) throws IOException {
    Generation opened =
        store.open(
            lock,
            Memories.small(inForce),
            generation,
            Memories.contents(),
            List.of(Memories.lastGood()));
    store.write(lock, opened, inForce);
    return opened;
  }
}
