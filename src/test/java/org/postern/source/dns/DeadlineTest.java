package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.HASTY;
import static org.postern.source.dns.DnsFixture.MUTE;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;
import org.postern.source.MailRoute;
import org.xbill.DNS.Flags;

/** A silent server is asked until the deadline, which alone decides how long. */
final class DeadlineTest {
  private static final String NAME = "a.example";

  private LyingServer server;

  @BeforeEach
  void start() throws IOException {
    server = LyingServer.start(SOA, "a.example 300 A 192.0.2.1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void truthFrom(int count) {
    server.lie(
        NAME,
        asked -> {
          if (asked.count() >= count) {
            asked.tellTruth();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 12})
  void coldResolverIsAskedUntilItIsWarm(int count) {
    truthFrom(count);
    assertEquals(
        data(300, server.udpLabel(), "192.0.2.1"), client(HASTY, server).ask(NAME, Family.IP));
    assertEquals(count, server.queries());
  }

  @Test
  void serverThatAnswersEachTryAfterSeveralOthersIsHeard() {
    CountDownLatch sixth = new CountDownLatch(6);
    server.lie(
        NAME,
        asked -> {
          sixth.countDown();
          sixth.await();
          asked.tellTruth();
        });
    assertEquals(
        data(300, server.udpLabel(), "192.0.2.1"), client(HASTY, server).ask(NAME, Family.IP));
  }

  @Test
  void onlyTheFirstTryIsAnsweredAndMuchLater() throws IOException {
    CountDownLatch fifth = new CountDownLatch(5);
    server.lie(
        NAME,
        asked -> {
          fifth.countDown();
          if (asked.count() == 1) {
            fifth.await();
            asked.tellTruth();
          }
        });
    try (LyingServer mute = LyingServer.start(SOA)) {
      mute.silent(NAME);
      assertEquals(
          data(300, server.udpLabel(), "192.0.2.1"),
          client(HASTY, server, mute).ask(NAME, Family.IP));
    }
  }

  @Test
  void slowServerBehindOneThatSaysNoIsAskedOn() throws IOException {
    truthFrom(5);
    try (LyingServer no = LyingServer.start(SOA)) {
      no.failing(NAME, "SERVFAIL");
      assertEquals(
          data(300, server.udpLabel(), "192.0.2.1"),
          client(HASTY, no, server).ask(NAME, Family.IP));
      assertEquals(1, no.queries());
    }
  }

  @Test
  void serverThatComesBackWhileAnotherIsSilentIsHeard() throws IOException {
    InetSocketAddress dead;
    try (LyingServer closed = LyingServer.start(SOA)) {
      dead = closed.address();
    }
    truthFrom(4);
    assertEquals(
        data(300, server.udpLabel(), "192.0.2.1"),
        new DnsClient(List.of(dead, server.address()), HASTY).ask(NAME, Family.IP));
  }

  @Test
  void slowTcpIsWaitedForToo() {
    server.lie(
        NAME,
        asked -> {
          if (!asked.tcp()) {
            asked.truth().getHeader().setFlag(Flags.TC);
            asked.tellTruth();
          } else if (asked.count() >= 4) {
            asked.tellTruth();
          } else {
            asked.pause(MUTE.deadline().multipliedBy(100));
          }
        });
    assertEquals(
        data(300, server.tcpLabel(), "192.0.2.1"), client(HASTY, server).ask(NAME, Family.IP));
  }

  @Test
  void serverWithoutEdnsIsAskedAgainWithoutIt() {
    AtomicInteger plain = new AtomicInteger();
    server.lie(
        NAME,
        asked -> {
          if (asked.edns()) {
            asked.send(asked.empty("FORMERR"));
          } else if (plain.incrementAndGet() > 3) {
            asked.tellTruth();
          }
        });
    assertEquals(
        data(300, server.udpLabel(), "192.0.2.1"), client(HASTY, server).ask(NAME, Family.IP));
    assertEquals(5, server.queries());
  }

  @Test
  void silenceToTheEndNamesTheDeadline() {
    server.silent(NAME);
    assertEquals(
        new Answer.NoInformation(
            Cause.TIMEOUT,
            "a.example A: %s did not answer within the deadline of 0.7 s"
                .formatted(server.udpLabel())),
        client(MUTE, server).ask(NAME, Family.IP));
  }

  @Test
  void manySilentNamesDoNotKeepOthersFromTheirAnswers() throws IOException {
    List<DnsQuestion> silent =
        IntStream.range(0, 300)
            .mapToObj(i -> new DnsQuestion("s%d.example".formatted(i), Family.IP))
            .toList();
    silent.forEach(one -> server.silent(one.name()));
    List<DnsQuestion> all = new ArrayList<>(silent);
    DnsQuestion last = new DnsQuestion(NAME, Family.IP);
    all.add(last);
    DnsSettings settings =
        new DnsSettings(
            Duration.ofSeconds(6), Duration.ofMillis(100), Duration.ofMillis(100), 3, 64, 11, 100);
    Map<DnsQuestion, Answer> answers = client(settings, server).askAll(all);
    assertEquals(data(300, server.udpLabel(), "192.0.2.1"), answers.get(last));
    assertEquals(301, answers.size());
  }

  @Test
  void aSilentDomainLeavesTimeForTheHostsOfOthers() throws IOException {
    try (LyingServer mail =
        LyingServer.start(SOA, "d.example 300 MX 10 mx.example.", "mx.example 300 A 192.0.2.1")) {
      mail.silent("e.example");
      Map<String, MailRoute> routes =
          new MailExchangers(client(MUTE.withDeadline(Duration.ofSeconds(4)), mail))
              .of(List.of("d.example", "e.example"));
      assertTrue(
          routes.get("d.example") instanceof MailRoute.Hosts hosts
              && hosts.exchangers().getFirst().unknown().isEmpty(),
          routes::toString);
      assertTrue(routes.get("e.example") instanceof MailRoute.NoInformation, routes::toString);
    }
  }
}
