package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrdersTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Orders.Given GIVEN = new Orders.Given(AT, "uid 0", "\"why\"\n\u20ac");
  private static final Orders.Opening ALL = new Orders.Opening("", AT.plusSeconds(60), GIVEN);
  private static final Orders.Opening SMTP = new Orders.Opening("smtp", AT.plusSeconds(9), GIVEN);

  @TempDir private Path top;

  static Stream<Orders> orders() {
    return Stream.of(
        Orders.none(),
        Orders.none().with(new Orders.Pin(7, GIVEN)),
        Orders.none().with(new Orders.Pause(Optional.empty(), GIVEN)),
        Orders.none().with(new Orders.Pause(Optional.of(AT), GIVEN)).with(ALL).with(SMTP),
        Orders.none().with(new Orders.Removal(GIVEN)),
        Memories.orders());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void areReadBackAsTheyWereWritten(Orders orders) throws IOException {
    StateStore store = new StateStore(top.resolve("state"));
    try (StateLock lock = store.lock()) {
      store.write(lock, orders);
    }
    assertEquals(orders, store.orders());
  }

  @Test
  void standUntilTheirTimeIsOverAndNotAMomentLonger() {
    Orders orders =
        Orders.none()
            .with(ALL)
            .with(SMTP)
            .with(new Orders.Pause(Optional.of(AT.plusSeconds(5)), GIVEN))
            .with(new Orders.Pin(7, GIVEN));
    assertEquals(orders, orders.at(AT.plusSeconds(4)));
    assertEquals(Optional.empty(), orders.at(AT.plusSeconds(5)).pause());
    assertEquals(List.of(ALL), orders.at(AT.plusSeconds(9)).openings());
    assertTrue(orders.at(AT.plusSeconds(60)).openings().isEmpty());
    assertTrue(orders.at(AT.plus(Duration.ofDays(9_999))).pin().isPresent());
  }

  @Test
  void theLongestOpeningOfARuleCountsAndTheLastOrderForIt() {
    Orders orders = Orders.none().with(ALL).with(SMTP);
    assertEquals(Optional.of(ALL.until()), orders.openUntil("smtp"));
    assertEquals(Optional.of(ALL.until()), orders.openUntil("dns"));
    Orders.Opening shorter = new Orders.Opening("", AT.plusSeconds(1), GIVEN);
    assertEquals(Optional.of(SMTP.until()), orders.with(shorter).openUntil("smtp"));
    assertEquals(Optional.empty(), Orders.none().with(SMTP).openUntil("dns"));
  }

  @Test
  void aRemovalEndsAllOthersAndOnlyAnApplyEndsIt() {
    Orders removed = Orders.none().with(ALL).with(new Orders.Removal(GIVEN));
    assertEquals(List.of(), removed.openings());
    assertTrue(removed.resumed().removal().isPresent());
    assertTrue(removed.applied().isEmpty());
    assertTrue(removed.with(new Orders.Pin(3, GIVEN)).removal().isEmpty());
  }

  @Test
  void anApplyLeavesWhatIsPausedAndOpen() {
    Orders applied = Memories.orders().applied();
    assertTrue(applied.pause().isPresent());
    assertFalse(applied.openings().isEmpty());
    assertTrue(applied.pin().isEmpty());
  }

  @Test
  void whatIsToLastAnHourLastsAnHourWhenTheClockIsSet() {
    // Targets count whole seconds.
    Duration back = Duration.ofDays(-400).plusMillis(7);
    Orders shifted = Orders.none().with(ALL).shifted(back);
    assertEquals(
        List.of(AT.plusSeconds(60).minus(Duration.ofDays(400))),
        shifted.openings().stream().map(Orders.Opening::until).toList());
  }

  @Test
  void whatWasGivenByAClockThatWasAheadBeginsNow() {
    Instant now = AT.minus(Duration.ofDays(20_000));
    Orders orders = Orders.none().with(ALL).notAfter(now);
    assertEquals(now.plusSeconds(60), orders.openings().getFirst().until());
    assertEquals(Orders.none().with(ALL), Orders.none().with(ALL).notAfter(AT));
  }
}
