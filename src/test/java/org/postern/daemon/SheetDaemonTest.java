package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.plan.ByHand;
import org.postern.plan.Proof;
import org.postern.target.sheet.SheetKind;

/** A daemon that waits for a person: it writes when a set moves, and otherwise only says so. */
@Timeout(120)
class SheetDaemonTest {
  @TempDir(factory = MemoryDisk.class)
  private Path folder;

  @TempDir private Path sheets;

  private Optional<LifeHost> begun = Optional.empty();

  @BeforeEach
  void openTheLab() throws IOException {
    Lab lab =
        new Lab(folder)
            .kind(new SheetKind())
            .policy(
                """
                sets:
                  filter: {sources: [dns: mx.example], keep: {removed: 0s}}
                rules:
                  - {name: mta, hook: smtp, accept: [filter], otherwise: reject, spare: []}
                targets: [{sheet: {name: gwia, for: groupwise, folder: "%s"}}]
                """
                    .formatted(sheets))
            .answers("mx.example", "8.8.8.1");
    begun = Optional.of(new LifeHost(lab));
  }

  private LifeHost host() {
    return begun.orElseThrow();
  }

  private Status status() {
    return host().daemon().orElseThrow().status();
  }

  private ByHand known() {
    return status().targets().getFirst().byHand();
  }

  private String waiting() {
    return known().waiting().orElseThrow().digest();
  }

  private void attest() throws IOException {
    host().pipeline().attestation().attest("gwia", waiting(), "Ada Lovelace", "");
  }

  private List<EventKind> alarms() {
    return status().alarms().stream().map(Alarm::kind).toList();
  }

  private long told(EventKind kind) {
    return host().events().stream().filter(event -> event.kind() == kind).count();
  }

  private Map<String, Object> files() throws IOException {
    Map<String, Object> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.list(sheets)) {
      for (Path file : files.toList()) {
        stamps.put(file.toString(), Files.readAttributes(file, "unix:ino,ctime").toString());
      }
    }
    return stamps;
  }

  @Test
  void itAlarmsUntilAttestedAndNagsNot() throws IOException {
    host().pipeline().apply(Request.of(host().lab().file()));
    host().start();
    assertFalse(host().daemon().orElseThrow().isSound());
    Map<String, Object> files = files();
    host().advance(Duration.ofHours(2));
    assertEquals(files, files(), "nothing is written again");
    assertEquals(List.of(EventKind.NOT_ATTESTED), alarms());
    assertEquals(1, told(EventKind.NOT_ATTESTED), host().events()::toString);
    assertEquals(0, told(EventKind.NOT_APPLIED), host().events()::toString);
    assertEquals(1, status().inForce().recall().memory().generation());

    attest();
    host().advance(Duration.ofSeconds(40));
    assertEquals(List.of(), alarms());
    assertTrue(status().isWell());
    assertEquals(Proof.ATTESTED, status().targets().getFirst().proof());
    assertEquals("Ada Lovelace", known().attested().orElseThrow().by());
    host().advance(Duration.ofMinutes(30));
    assertTrue(status().isWell());
  }

  @Test
  void aSetThatMovesIsANewSheetOnce() throws IOException {
    host().pipeline().apply(Request.of(host().lab().file()));
    host().start();
    attest();
    host().advance(Duration.ofMinutes(1));
    assertTrue(status().isWell());
    host().lab().answers("mx.example", "8.8.8.1", "8.8.8.2");
    host().advance(Duration.ofMinutes(10));
    String digest = waiting();
    assertEquals(List.of(EventKind.NOT_ATTESTED), alarms());
    Map<String, Object> files = files();
    assertTrue(
        Files.readString(sheets.resolve("sheet-" + digest + ".csv")).contains("8.8.8.2"),
        files::toString);
    host().advance(Duration.ofHours(1));
    assertEquals(files, files(), "nothing is written again");
    assertEquals(1, told(EventKind.APPLIED), host().events()::toString);
    assertEquals(2, status().inForce().recall().memory().generation());
    attest();
    host().advance(Duration.ofSeconds(40));
    assertTrue(status().isWell(), () -> status().alarms().toString());
  }

  /** Who throws the sheet away is given it again. */
  @Test
  void aSheetThatIsLostIsWrittenAgain() throws IOException {
    host().pipeline().apply(Request.of(host().lab().file()));
    host().start();
    host().advance(Duration.ofMinutes(1));
    Path page = sheets.resolve("sheet-" + waiting() + ".md");
    String text = Files.readString(page);
    Files.delete(page);
    host().advance(Duration.ofMinutes(1));
    assertEquals(text, Files.readString(page));
  }
}
