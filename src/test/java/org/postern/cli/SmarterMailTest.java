package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.JsonTree;
import org.postern.host.tls.StubServer;
import org.postern.host.tls.TestCertificate;
import org.postern.pipeline.Lab;
import org.postern.target.api.smartermail.ModelledServer;
import org.postern.target.api.smartermail.SmarterMailKind;

/** The blacklist of a server that is reached over HTTPS, from the policy to the server and back. */
@Timeout(120)
class SmarterMailTest {
  private static final TestCertificate OWN = TestCertificate.of("localhost");
  private static final String SAFE = "submission: '198.51.100.11:587', ipv6: closed";

  private final Path folder;

  private final ModelledServer server = new ModelledServer();
  private final StubServer stub = new StubServer(OWN, server::handle);
  private final Lab lab;

  SmarterMailTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).kind(new SmarterMailKind());
    Path secret = Files.writeString(folder.resolve("sm.secret"), ModelledServer.PASSWORD);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    policy("192.0.2.1, 192.0.2.2", SAFE);
  }

  @AfterEach
  void closeTheServer() {
    stub.close();
  }

  private void policy(String peers, String options) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%, at-least: 0}}}
        rules:
          - {name: mta, hook: smtp, accept: [filter], otherwise: reject}
        targets:
          - smartermail: {name: sm, at: '%s', user: postern, secret: 'file:%s', pin: '%s', %s}
        """
            .formatted(peers, stub.at(), folder.resolve("sm.secret"), OWN.pin(), options));
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), () -> String.join(" ", words) + ": " + seen);
    assertFalse(seen.toString().contains(ModelledServer.PASSWORD), "a secret is in no message");
    return seen;
  }

  private Terminal.Seen apply(int exit) {
    return type(exit, "apply", lab.file().toString());
  }

  private List<String> entries() {
    return server.contents();
  }

  @Test
  void plannedAppliedProvenAskedForAndTakenBack() throws IOException {
    String file = lab.file().toString();
    Terminal.Seen plan = type(2, "plan", file);
    assertTrue(plan.out().contains("users send by 198.51.100.11:587"), plan::toString);
    assertEquals(List.of(), entries(), "a plan changes nothing");
    Terminal.Seen applied = apply(0);
    assertTrue(applied.out().contains("proof exact"), applied::toString);
    assertEquals(
        List.of(
            "0.0.0.0-126.255.255.255",
            "128.0.0.0-192.0.2.0",
            "192.0.2.3-198.51.100.10",
            "198.51.100.12-255.255.255.255"),
        entries().stream().map(row -> row.substring(0, row.indexOf('='))).toList());
    assertTrue(entries().toString().contains("Postern sm: rule mta, services=[Smtp]"));
    type(0, "plan", file);
    apply(0);
    type(0, "status");
    assertTrue(type(0, "why", "192.0.2.1", "25", "--policy", file).out().contains("accepted"));
    type(1, "why", "203.0.113.9", "25", "--policy", file);
    assertEquals("exact", target("status").string("proof"));
    List<String> held = entries();
    type(0, "restore");
    assertEquals(held, entries());
    type(0, "remove");
    assertEquals(List.of(), entries());
  }

  private JsonTree target(String command) throws IOException {
    return type(0, command, "--format", "json").json().objects("targets").getFirst();
  }

  @Test
  void whatOthersTakeAwayIsRestoredWithoutAskingASource() throws IOException {
    apply(0);
    List<String> held = entries();
    server.take("128.0.0.0-192.0.2.0");
    type(2, "plan", lab.file().toString());
    type(0, "restore");
    assertEquals(held, entries());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ipv6: closed | where they send it | write submission: IP:PORT",
        "users: here | where they send it | or users: elsewhere",
        "submission: '198.51.100.10:25' | needs mx | use port 587",
        "submission: '198.51.100.10:25', mx: 198.51.100.10 | the server would receive none | port"
            + " 587",
        "submission: '198.51.100.10:25', mx: [192.0.2.7, 198.51.100.0/28] | receive none | port"
            + " 587",
        "submission: '127.0.0.1:587' | no address by which users reach | Submission IP:Port",
        "submission: '0.0.0.0:587' | no address by which users reach | Submission IP:Port",
        "submission: '198.51.100.10' | cannot be | such as 198.51.100.10:587",
        "submission: '198.51.100.10:99999' | cannot be | such as 198.51.100.10:587",
        "submission: '010.0.0.1:587' | cannot be | such as 198.51.100.10:587",
        "users: elsewhere, mx: '2001:db8::1' | cannot be | IPv4 addresses",
        "users: elsewhere, own: [10.0.0.0/8, nonsense] | cannot be | IPv4 addresses",
      })
  void whatWouldCutUsersOffIsRefused(String options, String message, String fix)
      throws IOException {
    policy("192.0.2.1", options);
    Terminal.Seen refused = type(65, "check", lab.file().toString());
    assertTrue(refused.err().contains(message), refused::toString);
    assertTrue(refused.err().contains(fix), refused::toString);
    apply(65);
    assertEquals(List.of(), entries());
  }

  @Test
  void anotherAddressOfTheServerAtPort25IsTaken() throws IOException {
    policy(
        "192.0.2.1",
        "submission: '198.51.100.11:25', mx: 198.51.100.10, own: [10.0.0.0/8], ipv6: closed");
    type(0, "check", lab.file().toString());
    apply(0);
    for (String spared : List.of("198.51.100.10", "198.51.100.11", "10.1.2.3", "127.0.0.1")) {
      assertFalse(server.refuses(spared), spared);
    }
    for (String listed : List.of("0.0.0.0", "1.1.1.0", "9.255.255.255", "255.255.255.255")) {
      assertTrue(server.refuses(listed), "no hole at " + listed);
    }
  }

  @Test
  void listsThatCannotBeHeldAreRefusedWithTheWayOut() throws IOException {
    policy("192.0.2.1", SAFE);
    apply(0);
    List<String> held = entries();
    policy("\"2001:db8::/32\"", SAFE);
    Terminal.Seen none = apply(65);
    assertTrue(none.err().contains("refuse every peer"), none::toString);
    policy("127.0.0.1", SAFE);
    apply(65);
    assertEquals(held, entries(), "nothing was changed by any of it");
    policy("0.0.0.0/0", SAFE);
    Terminal.Seen all = type(2, "plan", lab.file().toString(), "--format", "json");
    assertTrue(all.out().contains("accepts every IPv4 address"), all::toString);
  }

  @Test
  void aListOfManyEntriesIsRefusedWithTheWayOut() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      many.append("10.%d.%d.%d%n".formatted(i >> 15, (i >> 7) & 0xFF, (i & 0x7F) * 2));
    }
    Files.writeString(folder.resolve("many.txt"), many);
    policy("{file: many.txt}", SAFE);
    String text = Files.readString(lab.file()).replace("at-least: 0", "at-most: 500000");
    lab.policy(text);
    Terminal.Seen large = apply(65);
    assertTrue(large.err().contains("sm holds at most 2000 prefixes"), large::toString);
    assertTrue(large.err().contains("widen"), large::toString);
    assertEquals(List.of(), entries());
  }

  @Test
  void rulesThatSayMoreThanABlacklistCanAreRefusedOrTold() throws IOException {
    policy("192.0.2.1", "users: elsewhere");
    Terminal.Seen open = type(0, "check", lab.file().toString());
    Terminal.Seen applied = apply(0);
    assertTrue((open + applied.toString()).contains("refuses no peer by IPv6"), applied::toString);
    String text = Files.readString(lab.file());
    lab.policy(text.replace("otherwise: reject", "otherwise: defer"));
    Terminal.Seen defer = apply(65);
    assertTrue(defer.err().contains("write otherwise: reject"), defer::toString);
    lab.policy(text.replace("otherwise: reject", "otherwise: reject, port: tcp/2525"));
    Terminal.Seen port = type(0, "plan", lab.file().toString());
    assertTrue(port.toString().contains("there is one listener"), port::toString);
  }

  @Test
  void aServerThatCannotBeReachedOrBelievedIsNoEmptyOne() throws IOException {
    apply(0);
    List<String> held = entries();
    server.answerOnly("{\"success\": true}");
    assertTrue(apply(69).err().contains("makes no sense"));
    server.answerOnly("");
    Files.writeString(folder.resolve("sm.secret"), "wrong");
    Terminal.Seen login = apply(77);
    assertTrue(login.err().contains("does not let postern in"), login::toString);
    stub.close();
    apply(69);
    assertEquals(held, entries());
  }

  /**
   * Tokens are renewed without a word; what an answer that is lost was about, the next run finds.
   */
  @Test
  void lostTokensAndLostAnswersAreOvercome() throws IOException {
    server.fails(3, Integer.MAX_VALUE);
    apply(0);
    server.fails(3, 9);
    policy("192.0.2.1, 192.0.2.9, 203.0.113.0/24", SAFE);
    List<Integer> exits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      exits.add(new Terminal(lab).type("apply", lab.file().toString()).exit());
      assertFalse(server.refuses("192.0.2.1"), "it is accepted all the time");
    }
    assertTrue(exits.stream().anyMatch(exit -> exit != 0), exits::toString);
    server.fails(1_000, Integer.MAX_VALUE);
    apply(0);
    assertFalse(server.refuses("192.0.2.9"));
    assertTrue(server.refuses("192.0.2.2"));
  }

  /** Before the network is up there is no way to it, and it has kept what it held. */
  @Test
  void aBootLeavesItAsItIs() throws IOException {
    apply(0);
    server.take("128.0.0.0-192.0.2.0");
    List<String> held = entries();
    type(0, "restore", "--unless-paused");
    assertEquals(held, entries());
    type(0, "restore");
    assertNotEquals(held, entries(), "any other restore reaches it");
  }

  @Test
  void compiledItIsARequestInAFileEach() throws IOException {
    Path out = folder.resolve("out");
    type(0, "compile", lab.file().toString(), "--target", "sm", "-o", out.toString());
    try (Stream<Path> files = Files.list(out)) {
      List<Path> all = files.sorted().toList();
      assertEquals(4, all.size());
      String first = Files.readString(all.getFirst());
      assertTrue(first.startsWith("POST /api/v1/settings/sysadmin/ip-access\n"), first);
      assertTrue(first.contains("\"serviceList\":[\"Smtp\"]"), first);
      assertFalse(first.contains(ModelledServer.PASSWORD));
    }
    assertEquals(List.of(), entries());
  }
}
