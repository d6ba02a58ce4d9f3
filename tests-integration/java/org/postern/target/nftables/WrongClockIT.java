package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;

/** The wall clock of a running daemon jumps by years, by libfaketime: no set forgets anybody. */
@Tag("nightly")
class WrongClockIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOKED_AT = Duration.ofSeconds(20);

  private static final AddressSet PEERS = Rulesets.addresses("192.0.2.1", "192.0.2.2");

  private final World world = new World();
  private final Host host = world.host("server");
  private Optional<Process> daemon = Optional.empty();

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() throws InterruptedException {
    if (daemon.isPresent()) {
      daemon.get().destroyForcibly().waitFor();
    }
    world.close();
  }

  @Test
  void yearsForthAndBackRemoveNobody() throws Exception {
    Installed installed = Installed.on(host, folder);
    assertEquals(0, installed.runFor(PEERS, "apply").exit());
    Path clock = folder.resolve("clock");
    setBy(clock, "+0");
    start(installed, clock);
    for (String jump : List.of("+3650d", "-3650d", "+0")) {
      setBy(clock, jump);
      keepsEverybody(jump);
      host.nft("delete table inet postern");
      Watch.await(this::isHeld, PATIENCE, () -> jump + ": nothing is repaired: " + log());
    }
    setBy(clock, "-3650d");
    daemon.orElseThrow().destroyForcibly().waitFor();
    start(installed, clock);
    keepsEverybody("started in the past");
  }

  private static void setBy(Path clock, String offset) throws IOException {
    Path next = Files.writeString(clock.resolveSibling("clock.next"), offset + "\n");
    Files.move(next, clock, StandardCopyOption.REPLACE_EXISTING);
  }

  private void keepsEverybody(String when) throws InterruptedException {
    long end = System.nanoTime() + LOOKED_AT.toNanos();
    while (System.nanoTime() < end) {
      assertTrue(isHeld(), () -> when + ": " + log());
      Thread.sleep(500);
    }
  }

  private boolean isHeld() {
    return host.observe().owned().rule("smtp").isPresent() && host.accepted("smtp").equals(PEERS);
  }

  private void start(Installed installed, Path clock) throws IOException {
    Files.deleteIfExists(folder.resolve("log"));
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getProperty("postern.image"),
                "daemon",
                "--state",
                installed.state().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("LD_PRELOAD", library());
    builder.environment().put("FAKETIME_TIMESTAMP_FILE", clock.toString());
    builder.environment().put("FAKETIME_NO_CACHE", "1");
    builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    daemon = Optional.of(host.run(builder::start));
    Watch.await(
        () -> log().contains("proven"), PATIENCE, () -> "the daemon does not start: " + log());
  }

  private static String library() throws IOException {
    try (Stream<Path> found =
        Files.find(Path.of("/usr/lib"), 4, (path, is) -> path.endsWith("libfaketimeMT.so.1"))) {
      return found
          .findFirst()
          .orElseThrow(() -> new AssertionError("missing: apt-get install libfaketime"))
          .toString();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }
}
