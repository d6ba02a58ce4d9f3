package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;

/** Many questions at once. */
final class DnsClientTest {
  private static final DnsSettings IN_A_SECOND =
      new DnsSettings(
          Duration.ofSeconds(1), Duration.ofMillis(700), Duration.ofSeconds(5), 3, 4, 11, 10_000);

  private static List<DnsQuestion> questions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new DnsQuestion("n%d.example".formatted(i), Family.IP))
        .toList();
  }

  private static List<String> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "n%d.example 300 A 10.1.%d.%d".formatted(i, i / 256, i % 256))
        .toList();
  }

  @Test
  void fiveHundredNamesAreAskedInParallelWithinTheBound() throws IOException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (LyingServer server = LyingServer.start(records(500))) {
      for (DnsQuestion each : questions(500)) {
        server.lie(
            each.name(),
            asked -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              asked.pause(Duration.ofMillis(5));
              now.decrementAndGet();
              asked.tellTruth();
            });
      }
      Map<DnsQuestion, Answer> expected = new LinkedHashMap<>();
      for (int i = 0; i < 500; i++) {
        expected.put(
            questions(500).get(i),
            data(300, server.udpLabel(), "10.1.%d.%d".formatted(i / 256, i % 256)));
      }
      Map<DnsQuestion, Answer> answers = client(PATIENT, server).askAll(questions(500));
      assertEquals(expected, answers);
      assertEquals(questions(500), List.copyOf(answers.keySet()));
      assertEquals(500, server.queries());
      assertTrue(most.get() > 1 && most.get() <= 64, most + " at the same time");
    }
  }

  @Test
  void oneDeadlineHoldsForAllQuestions() throws IOException {
    try (LyingServer server = LyingServer.start(records(40))) {
      questions(40).forEach(q -> server.lie(q.name(), _ -> {}));
      long start = System.nanoTime();
      Map<DnsQuestion, Answer> answers = client(IN_A_SECOND, server).askAll(questions(40));
      assertTrue(System.nanoTime() - start < 15_000_000_000L);
      assertEquals(40, answers.size());
      for (Map.Entry<DnsQuestion, Answer> each : answers.entrySet()) {
        String late = each.getKey().name() + " A: the time for all questions is over";
        String tried =
            "%s A: %s did not answer within the deadline of 1 s"
                .formatted(each.getKey().name(), server.udpLabel());
        assertTrue(
            each.getValue().equals(new Answer.NoInformation(Cause.DEADLINE, late))
                || each.getValue().equals(new Answer.NoInformation(Cause.TIMEOUT, tried)),
            each.toString());
      }
      assertTrue(server.queries() >= 4);
    }
  }

  @Test
  void sameQuestionTwiceIsAskedOnce() throws IOException {
    try (LyingServer server = LyingServer.start(records(1))) {
      DnsQuestion question = questions(1).getFirst();
      assertEquals(
          Map.of(question, data(300, server.udpLabel(), "10.1.0.0")),
          client(PATIENT, server).askAll(List.of(question, question)));
      assertEquals(1, server.queries());
    }
  }

  @Test
  void noQuestionsHaveNoAnswers() throws IOException {
    try (LyingServer server = LyingServer.start()) {
      assertEquals(Map.of(), client(PATIENT, server).askAll(List.of()));
    }
  }

  @Test
  void interruptionIsAnAnswerAndStays() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    CompletableFuture<Boolean> still = new CompletableFuture<>();
    try (LyingServer server = LyingServer.start()) {
      server.lie("a.example", _ -> asked.countDown());
      DnsClient client = client(PATIENT, server);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    answer.complete(client.ask("a.example", Family.IP));
                    still.complete(Thread.currentThread().isInterrupted());
                  });
      asked.await();
      thread.interrupt();
      assertEquals(
          new Answer.NoInformation(Cause.INTERRUPTED, "a.example A: asking was interrupted"),
          answer.get());
      assertTrue(still.get());
    }
  }

  @Test
  void whatIsNoNameIsNotAsked() throws IOException {
    try (LyingServer server = LyingServer.start()) {
      assertEquals(
          new Answer.NoInformation(
              Cause.BAD_NAME,
              "\"a\\u001b.example\": only letters, digits, \"-\" and \"_\" may stand between the"
                  + " dots"),
          client(PATIENT, server).ask("a\u001b.example", Family.IP));
      assertEquals(0, server.queries());
    }
  }

  @Test
  void serversAreGivenByAddress() {
    assertThrows(IllegalArgumentException.class, () -> new DnsClient(List.of(), PATIENT));
    List<InetSocketAddress> named = List.of(InetSocketAddress.createUnresolved("localhost", 53));
    assertThrows(IllegalArgumentException.class, () -> new DnsClient(named, PATIENT));
  }
}
