package org.postern.command.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.text.AddressText;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.host.Progress;
import org.postern.source.Answer;
import org.postern.source.MailRoute;
import org.postern.source.MailRoutes;

class ProbeTest {
  private static final String GREETING = "220 mx.example.com ESMTP\r\n";
  private static final String LOOPBACK = "127.0.0.1";

  @Test
  void aServerThatTakesARecipientIsOpen() throws IOException {
    try (MailServerStub server =
        MailServerStub.start(GREETING, Map.of("RCPT TO:<postern-", "550 5.1.1 no such user\r\n"))) {
      Reply reply = probe(server.port());
      assertEquals(ExitCode.NO, reply.exit());
      assertTrue(text(reply).contains("127.0.0.1: open"), text(reply));
      assertEquals(true, reply.tree().get("open"));
      assertEquals(true, reply.tree().get("tellsRecipients"));
      assertTrue(server.heard().stream().noneMatch(line -> line.startsWith("DATA")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO|550 5.7.1 not from you\r\n",
        "MAIL|551 5.7.1 deliver to the MX\r\n",
        "RCPT|554 5.7.1 Client host rejected\r\n"
      })
  void aServerThatRefusesIsShut(String rule) throws IOException {
    String[] parts = rule.split("\\|", -1);
    try (MailServerStub server =
        MailServerStub.start(GREETING, Map.of(parts[0], parts[1], "VRFY", "252 perhaps\r\n"))) {
      Reply reply = probe(server.port());
      assertEquals(ExitCode.DONE, reply.exit(), text(reply));
      assertTrue(text(reply).contains("refused by the mail server: " + parts[1].strip()));
      assertEquals(false, reply.tree().get("tellsRecipients"));
    }
  }

  /** A greylist lets the second try in. */
  @Test
  void aRecipientRefusedForNowProvesNothing() throws IOException {
    for (Map<String, String> answers :
        List.of(
            Map.of("RCPT", "450 4.2.0 greylisted\r\n"),
            Map.of(
                "RCPT TO:<postmaster@",
                "450 4.2.0 greylisted\r\n",
                "RCPT TO:<postern-",
                "550 no\r\n"),
            Map.of("MAIL", "451 4.7.1 later\r\n"))) {
      try (MailServerStub server = MailServerStub.start(GREETING, answers)) {
        Reply reply = probe(server.port());
        assertEquals(ExitCode.TEMPORARY, reply.exit(), text(reply));
        assertTrue(text(reply).contains("probe again in 15 minutes"), text(reply));
        assertEquals(false, reply.tree().get("open"));
      }
    }
  }

  @Test
  void aRefusalInTheGreetingIsShut() throws IOException {
    try (MailServerStub server = MailServerStub.start("554 no\r\n", Map.of())) {
      assertEquals(ExitCode.DONE, probe(server.port()).exit());
    }
  }

  @Test
  void aClosedPortIsShut() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Reply reply = probe(port);
    assertEquals(ExitCode.DONE, reply.exit(), text(reply));
    assertTrue(text(reply).contains("127.0.0.1: closed"), text(reply));
  }

  /** Neither open nor shut: such an end is no proof. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello\r\n",
        "220-\r\n220-\r\n",
        "220 ok\r",
        "999 odd\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n"
      })
  void whatIsNoDialogueProvesNothing(String greeting) throws IOException {
    try (MailServerStub server = MailServerStub.start(greeting, Map.of())) {
      Reply reply = probe(server.port());
      assertEquals(ExitCode.TEMPORARY, reply.exit(), text(reply));
      assertEquals(false, reply.tree().get("proven"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000, 1_000_000})
  void anAnswerWithoutEndIsCut(int length) throws IOException {
    try (MailServerStub server = MailServerStub.start("220 " + "x".repeat(length), Map.of())) {
      assertEquals(ExitCode.TEMPORARY, probe(server.port()).exit());
    }
    try (MailServerStub server = MailServerStub.start("220-x\r\n".repeat(length), Map.of())) {
      assertEquals(ExitCode.TEMPORARY, probe(server.port()).exit());
    }
  }

  @Test
  void theServersWordsDoNotSteerTheTerminal() throws IOException {
    try (MailServerStub server =
        MailServerStub.start(GREETING, Map.of("RCPT", "550 \u001b[2J\u0007gone\r\n"))) {
      String text = text(probe(server.port()));
      assertFalse(text.contains("\u001b"), text);
      assertTrue(text.contains("gone"), text);
    }
  }

  /** A provider that lets nothing out on the port looks like a gate that is shut. */
  @Test
  void silenceProvesNothingUnlessTheFilterAnswers() throws IOException {
    Found silent = found(Found.Door.SILENT);
    assertEquals(ExitCode.TEMPORARY, exit(List.of(silent), List.of()));
    assertEquals(ExitCode.TEMPORARY, exit(List.of(silent), List.of(silent)));
    assertEquals(ExitCode.DONE, exit(List.of(silent), List.of(found(Found.Door.OPEN))));
    assertEquals(ExitCode.DONE, exit(List.of(silent, found(Found.Door.REFUSED)), List.of()));
    assertEquals(
        ExitCode.TEMPORARY,
        exit(List.of(found(Found.Door.UNKNOWN)), List.of(found(Found.Door.OPEN))));
    assertEquals(
        ExitCode.NO,
        exit(List.of(silent, found(Found.Door.UNKNOWN), found(Found.Door.OPEN)), List.of()));
    assertEquals(ExitCode.TEMPORARY, exit(List.of(), List.of()));
  }

  @Test
  void theFilterMayBeOpen() throws IOException {
    try (MailServerStub server = MailServerStub.start(GREETING, Map.of())) {
      MailRoutes routes =
          new Routes(
              Map.of("example.com", hosts(false, "mx.filter.example", LOOPBACK)),
              Map.of(
                  "example.com", host("example.com", "127.0.0.2"),
                  "mx.filter.example", host("mx.filter.example", LOOPBACK)));
      Reply reply = run(routes, server.port(), "example.com", "--filter", "mx.filter.example");
      assertEquals(ExitCode.DONE, reply.exit(), text(reply));
      assertTrue(text(reply).contains("127.0.0.1 (mx.filter.example), of the filter: open"));
      assertTrue(text(reply).contains("127.0.0.2 (example.com): closed"), text(reply));
    }
  }

  @Test
  void allAddressesOfADomainAreTried() throws IOException {
    try (MailServerStub server = MailServerStub.start(GREETING, Map.of())) {
      MailRoutes routes =
          new Routes(
              Map.of("example.com", hosts(false, "mx.example.com", LOOPBACK)),
              Map.of("example.com", host("example.com", "127.0.0.2")));
      Reply reply = run(routes, server.port(), "example.com");
      assertEquals(ExitCode.NO, reply.exit());
      assertTrue(text(reply).contains("127.0.0.1 (mx.example.com): open"), text(reply));
      assertTrue(server.heard().contains("RCPT TO:<postmaster@example.com>"));
    }
  }

  @Test
  void whatTheDnsDoesNotTellIsSaid() throws IOException {
    try (MailServerStub server = MailServerStub.start("554 no\r\n", Map.of())) {
      MailRoutes routes =
          new Routes(
              Map.of(
                  "example.com",
                  new MailRoute.NoInformation(Answer.Cause.TIMEOUT, "example.com MX: no answer")),
              Map.of("example.com", host("example.com", LOOPBACK)));
      Reply reply =
          run(routes, server.port(), "example.com", "--recipient", "postmaster@example.com");
      assertEquals(ExitCode.TEMPORARY, reply.exit(), text(reply));
      assertTrue(text(reply).contains("example.com MX: no answer"), text(reply));
      Reply unnamed = run(routes, server.port(), "example.com");
      assertEquals(ExitCode.TEMPORARY, unnamed.exit(), text(unnamed));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "192.0.2.0/24 --recipient a@example.com",
        "*.example.com",
        "127.0.0.1 --recipient postmaster",
        "127.0.0.1 --recipient a>b@example.com",
        "127.0.0.1 --recipient a@b@",
        "127.0.0.1 --recipient a@example.com --port 0",
        "127.0.0.1 --recipient a@example.com --port 65536",
        "127.0.0.1 --recipient a@example.com --wait 0s",
      })
  void whatMakesNoSenseIsRefused(String line) {
    MailRoutes routes = new Routes(Map.of(), Map.of());
    assertThrows(UsageException.class, () -> run(routes, 25, line.split(" ", -1)));
  }

  private static Address address(String text) {
    return ((AddressText.Ok) AddressText.parse(text)).interval().first();
  }

  private static Found found(Found.Door door) {
    Address address = address("192.0.2.1");
    return new Found(
        "a.example", address, Found.Way.HOST, door, "", List.of(), java.util.Optional.empty());
  }

  private static ExitCode exit(List<Found> met, List<Found> controls) {
    return new ProbeReport("a.example", met, controls, List.of()).reply().exit();
  }

  private static Reply probe(int port) throws IOException {
    return run(
        new Routes(Map.of(), Map.of()), port, LOOPBACK, "--recipient", "postmaster@example.com");
  }

  private static Reply run(MailRoutes routes, int port, String... words) throws IOException {
    Command command = new ProbeCommand(() -> routes, Progress.SILENT).commands().getFirst();
    Map<String, List<String>> options =
        new java.util.LinkedHashMap<>(
            Map.of("--port", List.of("" + port), "--wait", List.of("1s")));
    for (int at = 1; at < words.length; at += 2) {
      options.put(words[at], List.of(words[at + 1]));
    }
    return command.action().run(new Invocation(List.of(words[0]), options));
  }

  private static String text(Reply reply) {
    return reply.lines().stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  private static MailRoute hosts(boolean implicit, String name, String... addresses) {
    MailRoute.Exchanger host = host(name, addresses);
    return new MailRoute.Hosts(
        List.of(
            new MailRoute.Exchanger(
                host.name(), implicit, host.addresses(), host.reach(), List.of())));
  }

  private static MailRoute.Exchanger host(String name, String... addresses) {
    List<Address> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(address(address));
    }
    return new MailRoute.Exchanger(name, true, all, Duration.ofHours(1), List.of());
  }

  private record Routes(Map<String, MailRoute> mail, Map<String, MailRoute.Exchanger> hosts)
      implements MailRoutes {
    @Override
    public Map<String, MailRoute> of(List<String> domains) {
      return domains.stream()
          .collect(
              Collectors.toMap(
                  domain -> domain,
                  domain -> mail.getOrDefault(domain, new MailRoute.Hosts(List.of(host(domain))))));
    }

    @Override
    public MailRoute.Exchanger host(String name) {
      return hosts.getOrDefault(name, ProbeTest.host(name));
    }
  }
}
