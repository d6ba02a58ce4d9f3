package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.host.Progress;
import org.postern.source.Answer;

/**
 * How many questions are open at the same time, and what becomes of them where that is too many.
 */
final class WindowTest {
  private static final int NAMES = 1_000;

  private static List<DnsQuestion> questions() {
    List<DnsQuestion> questions = new ArrayList<>();
    for (int name = 0; name < NAMES; name++) {
      for (Family family : Family.values()) {
        questions.add(new DnsQuestion("h%d.example.com".formatted(name), family));
      }
    }
    return questions;
  }

  private static void assertAnswered(DelayedServer server) {
    Map<DnsQuestion, Answer> answers =
        new DnsClient(
                List.of(server.address()), DnsSettings.DEFAULT.withDeadline(Duration.ofMinutes(2)))
            .askAll(questions());
    answers.forEach(
        (question, answer) -> {
          assertTrue(answer instanceof Answer.Data, () -> question + ": " + answer);
          assertEquals(5, ((Answer.Data) answer).entries().size());
        });
    assertEquals(2 * NAMES, answers.size());
  }

  @Test
  void itGrowsUpToItsBound() throws IOException {
    try (DelayedServer server = DelayedServer.start(Duration.ofMillis(500), 0, Integer.MAX_VALUE)) {
      assertAnswered(server);
      int again = server.asked() - 2 * NAMES;
      int most = server.mostOpen();
      assertTrue(
          most > Window.CALM && most <= DnsSettings.DEFAULT.maxInFlight() + again,
          () -> most + " at the same time, " + again + " sent again");
    }
  }

  /** As dnsmasq does: what it refuses was too many, and says nothing of the name. */
  @Test
  void aServerThatRefusesManyIsAskedFewerAtATime() throws IOException {
    try (DelayedServer server = DelayedServer.start(Duration.ofMillis(300), 0, 150)) {
      assertAnswered(server);
      assertTrue(server.refused() > 0, "it was not too many");
      assertTrue(
          server.asked() <= 3 * 2 * NAMES,
          () -> server.asked() + " questions, " + server.refused() + " refused");
    }
  }

  /** A resolver of which others take a part leaves less than every resolver bears by itself. */
  @Test
  void aServerThatRefusesEvenFewIsAskedFewerStill() throws IOException {
    try (DelayedServer server = DelayedServer.start(Duration.ofMillis(100), 0, Window.CALM / 3)) {
      assertAnswered(server);
      assertTrue(
          server.asked() <= 3 * 2 * NAMES,
          () -> server.asked() + " questions, " + server.refused() + " refused");
    }
  }

  /** They are no sign of a load; a narrow window would not get through the others in time. */
  @Test
  void namesThatAreAlwaysRefusedLeaveTheWindowAsItIs() throws IOException {
    Window window = new Window(1_024);
    try (DelayedServer server = DelayedServer.start(Duration.ofMillis(50), 0, Integer.MAX_VALUE)) {
      List<DnsQuestion> questions = new ArrayList<>();
      for (int name = 0; name < 200; name++) {
        questions.add(new DnsQuestion("r%d.example.com".formatted(name), Family.IP));
        questions.add(new DnsQuestion("h%d.example.com".formatted(name), Family.IP));
      }
      Map<DnsQuestion, Answer> answers =
          new DnsClient(
                  new Servers(List.of(server.address()), DnsSettings.DEFAULT, window),
                  DnsSettings.DEFAULT,
                  Progress.SILENT)
              .askAll(questions);
      answers.forEach(
          (question, answer) ->
              assertEquals(
                  question.name().startsWith("h"),
                  answer instanceof Answer.Data,
                  question::toString));
    }
    assertEquals(Window.CALM, window.size());
  }

  @Test
  void whatIsLostIsAskedAgain() throws IOException {
    try (DelayedServer server =
        DelayedServer.start(Duration.ofMillis(20), 0.05, Integer.MAX_VALUE)) {
      assertAnswered(server);
    }
  }
}
