package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;

/**
 * The kernel has lost everything and a file of the state is damaged: {@code restore} closes the
 * gate again with what was in force, and says what stood in for the file.
 */
class StateDamageIT {
  private static final AddressSet OLD = peers(0);
  private static final AddressSet NEXT = peers(5);

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  private static AddressSet peers(int from) {
    return Rulesets.addresses(
        IntStream.range(from, from + 300)
            .mapToObj(i -> "192.0.%d.%d".formatted(2 + i / 120, 2 * (i % 120)))
            .toArray(String[]::new));
  }

  @BeforeEach
  void applyTwice() throws Exception {
    assertEquals(0, installed().runFor(OLD, "apply").exit());
    assertEquals(0, installed().runFor(NEXT, "apply").exit());
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Installed installed() {
    return Installed.on(host, folder);
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> files = Files.walk(installed().state().resolve(part))) {
      return files.filter(Files::isRegularFile).filter(file -> size(file) > 0).sorted().toList();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  /** Each file is damaged in another way, one after the other; each restore mends nothing. */
  @Test
  void anyOneFile() throws Exception {
    List<Path> all = new ArrayList<>(List.of(installed().state().resolve("memory")));
    all.addAll(files("generations"));
    all.addAll(files("blobs"));
    int way = 0;
    for (Path file : all) {
      byte[] sound = Files.readAllBytes(file);
      damage(file, sound, way++ % 4);
      Installed.Ended restored = restored();
      assertEquals(0, restored.exit(), () -> file + ": " + restored.error());
      host.holds(Rulesets.accepting(NEXT));
      boolean isRead = file.endsWith("memory") || file.endsWith("000002");
      assertTrue(
          !isRead
              || (restored.output() + restored.error()).contains(" in for it")
              || (restored.output() + restored.error()).contains("is known from the memory"),
          () -> file + ": " + restored);
      if (Files.isDirectory(file)) {
        Files.delete(file);
      }
      Files.write(file, sound);
    }
  }

  private static void damage(Path file, byte[] sound, int way) throws IOException {
    switch (way) {
      case 0 -> {
        byte[] flipped = sound.clone();
        flipped[sound.length / 2] ^= 4;
        Files.write(file, flipped);
      }
      case 1 -> Files.delete(file);
      case 2 -> Files.write(file, Arrays.copyOf(sound, sound.length / 2));
      default -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
    }
  }

  /** What only one of the two has is what is in force then; never is the gate left open quietly. */
  @Test
  void bothCopiesOfAPack() throws Exception {
    for (Path file : files("blobs")) {
      if (!file.toString().endsWith(".copy")) {
        Path copy = Path.of(file + ".copy");
        byte[] sound = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        Files.write(copy, Arrays.copyOf(sound, sound.length / 3));
        Installed.Ended restored = restored();
        String all = file + ": " + restored;
        assertTrue(restored.error().contains(file + " and its copy"), all);
        assertFalse(restored.error().contains("Exception"), all);
        if (host.nft("list ruleset").contains("table inet postern")) {
          AddressSet held = host.accepted("smtp");
          assertTrue(held.equals(OLD) || held.equals(NEXT), all);
        } else {
          assertTrue(restored.exit() != 0, all);
        }
        Files.write(file, sound);
        Files.write(copy, sound);
      }
    }
  }

  private Installed.Ended restored() throws Exception {
    if (host.nft("list ruleset").contains("table inet postern")) {
      host.nft("delete table inet postern");
    }
    return installed().run("restore");
  }
}
