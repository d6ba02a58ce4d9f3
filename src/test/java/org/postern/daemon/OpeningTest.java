package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.pipeline.recover.Administration;
import org.postern.state.Marks;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.target.MailServerKind;

/** A mail server that is open for a while is closed in time by something of ours. */
class OpeningTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String RULE =
      "mta for=all at=any spare=authenticated accept=192.0.2.1 else=%s reply=\n";

  private final MailServerKind server;
  private final LifeHost host;
  private final List<String> told = new ArrayList<>();

  OpeningTest(@TempDir Path folder) {
    Lab lab = new Lab(folder);
    this.server = new MailServerKind(folder.resolve("mail"));
    this.host = new LifeHost(lab.kind(server));
  }

  @BeforeEach
  void apply() throws IOException {
    host.lab()
        .policy(
            """
            sets: {filter: {sources: [192.0.2.1]}}
            rules: [{name: mta, hook: smtp, accept: [filter], otherwise: defer}]
            targets: [mailserver]
            """);
    host.pipeline().apply(Request.of(host.lab().file()));
    assertTrue(isClosed());
  }

  private Administration administration() {
    return host.pipeline().administration();
  }

  private Instant open() throws IOException {
    Instant until = host.lab().now().plus(HOUR);
    assertTrue(administration().open("", until, "", true).durable());
    assertOpenUntil(until);
    return until;
  }

  private String held() {
    return server.text(MailServerKind.NAME).orElse("");
  }

  private boolean isClosed() {
    return held().endsWith(RULE.formatted("defer"));
  }

  private void assertOpenUntil(Instant until) {
    assertTrue(held().endsWith(RULE.formatted("observe-open-defer-until-" + until)), () -> held());
  }

  private boolean isMarked() {
    return host.pipeline().store().marks().has(Marks.Mark.OPENING);
  }

  private TrialWatch watch() {
    return new TrialWatch(host.pipeline(), Optional.empty(), told::add);
  }

  @Test
  void theDaemonClosesAtThatSecond() throws IOException {
    host.start();
    Instant until = open();
    host.daemon().orElseThrow().ordered();
    host.advance(HOUR.minusSeconds(1));
    assertOpenUntil(until);
    assertEquals(
        List.of(),
        host.daemon().orElseThrow().status().alarms().stream()
            .filter(one -> one.kind() == EventKind.NOT_ENFORCED)
            .toList());
    host.advance(Duration.ofSeconds(2));
    assertTrue(isClosed(), this::held);
    assertFalse(isMarked());
    assertTrue(host.daemon().orElseThrow().status().isWell());
  }

  @Test
  void theDaemonClosesWhilePausedToo() throws IOException {
    host.start();
    open();
    administration().pause(Optional.empty(), "");
    host.daemon().orElseThrow().ordered();
    host.advance(HOUR.plusSeconds(2));
    assertTrue(isClosed(), this::held);
  }

  @Test
  void theDaemonClosesWhilePausedAlsoWhereTheMarkIsGone() throws IOException {
    host.start();
    open();
    administration().pause(Optional.empty(), "");
    host.daemon().orElseThrow().ordered();
    host.advance(Duration.ofSeconds(10));
    try (StateLock lock = host.pipeline().store().lock()) {
      host.pipeline().store().marks().set(lock, Marks.Mark.OPENING, false);
    }
    host.advance(HOUR);
    assertTrue(isClosed(), this::held);
    assertFalse(isMarked());
  }

  @Test
  void aDaemonThatWasNotThereInTimeClosesWhenItStarts() throws IOException {
    open();
    host.lab().later(HOUR.multipliedBy(2));
    host.start();
    host.advance(Duration.ofSeconds(2));
    assertTrue(isClosed(), this::held);
    assertFalse(isMarked());
  }

  @Test
  void withoutADaemonTheProcessOfTheUnitCloses() throws IOException {
    Instant until = open();
    assertTrue(isMarked());
    TrialWatch watch = watch();
    assertTrue(watch.look().isPresent());
    assertOpenUntil(until);
    host.lab().later(HOUR);
    watch = watch();
    assertEquals(Optional.empty(), watch.look());
    assertTrue(isClosed(), this::held);
    assertFalse(isMarked());
    assertEquals(List.of(), told);
  }

  @Test
  void resumeClosesAtOnceAndNothingIsWaitedFor() throws IOException {
    open();
    administration().resume("");
    assertTrue(isClosed(), this::held);
    assertEquals(Optional.empty(), watch().look());
    assertFalse(isMarked());
  }

  @Test
  void aRebootBringsBackWhatIsNotOverAndClosesWhatIs() throws IOException {
    Instant until = open();
    host.reboot();
    assertOpenUntil(until);
    host.lab().later(HOUR);
    host.reboot();
    assertTrue(isClosed(), this::held);
  }

  /** By the new clock it begins now. */
  @Test
  void aClockThatWasAheadDoesNotLeaveItOpenForYears() throws IOException {
    host.lab().later(Duration.ofDays(3_650));
    open();
    host.lab().later(Duration.ofDays(-3_650));
    assertTrue(watch().look().isPresent());
    host.lab().later(HOUR);
    assertEquals(Optional.empty(), watch().look());
    assertTrue(isClosed(), this::held);
  }

  @Test
  void aClockThatIsSetMeanwhileChangesNothing() throws IOException {
    host.start();
    open();
    host.daemon().orElseThrow().ordered();
    host.advance(HOUR.dividedBy(2));
    host.setClock(Duration.ofDays(-400));
    host.advance(HOUR.dividedBy(4));
    assertFalse(isClosed(), this::held);
    host.setClock(Duration.ofDays(800));
    host.advance(HOUR.dividedBy(8));
    assertFalse(isClosed(), this::held);
    host.advance(HOUR.dividedBy(4));
    assertTrue(isClosed(), this::held);
  }

  /** The daemon and the process of the unit both move it by the same. */
  @Test
  void aClockThatTwoProcessesNoticeLeavesItOpenForNoYear() throws IOException {
    host.start();
    open();
    host.daemon().orElseThrow().ordered();
    TrialWatch watch = watch();
    watch.look();
    host.setClock(Duration.ofDays(400));
    host.advance(Duration.ofSeconds(2));
    assertTrue(watch.look().isPresent());
    host.advance(HOUR.multipliedBy(2));
    assertTrue(isClosed(), this::held);
  }

  /** What closes it goes by what is written. */
  @Test
  void whereOnlyTheUnitWouldCloseNothingIsOpenedThatCannotBeWrittenDown() {
    host.disk().become(FaultyDisk.State.FULL);
    Instant until = host.lab().now().plus(HOUR);
    assertThrows(StateException.class, () -> administration().open("", until, "", true));
    assertTrue(isClosed(), this::held);
  }

  @Test
  void aStateThatCannotBeWrittenKeepsNothingOpen() throws IOException {
    open();
    host.lab().later(HOUR);
    host.disk().become(FaultyDisk.State.FULL);
    TrialWatch watch = watch();
    assertTrue(watch.look().isPresent(), "it is tried again");
    assertTrue(isClosed(), this::held);
    host.disk().become(FaultyDisk.State.SOUND);
    assertEquals(Optional.empty(), watch.look());
    assertFalse(isMarked());
  }

  @Test
  void damagedOrdersKeepNothingOpen() throws IOException {
    open();
    Files.writeString(host.lab().state().resolve("orders"), "damaged");
    assertEquals(Optional.empty(), watch().look());
    assertTrue(isClosed(), this::held);
  }

  @Test
  void anApplyKeepsItOpenAsLongAsItWasTo() throws IOException {
    Instant until = open();
    host.pipeline().apply(Request.of(host.lab().file()));
    assertOpenUntil(until);
    host.lab().later(HOUR);
    assertEquals(Optional.empty(), watch().look());
    assertTrue(isClosed(), this::held);
  }
}
