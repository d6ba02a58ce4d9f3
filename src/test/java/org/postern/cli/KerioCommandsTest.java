package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.pipeline.Lab;
import org.postern.target.api.kerio.KerioKind;
import org.postern.target.api.kerio.KerioServer;
import org.postern.target.api.kerio.StubKerio;

/** Kerio Connect, by the commands. */
@Timeout(120)
class KerioCommandsTest {
  private static final String LIST = "Postern|192.0.2.1|Postern kerio: accepted|enabled";

  private final Path folder;

  private final KerioServer server = new KerioServer();
  private final Lab lab;
  private Path secret = Path.of("unset");

  KerioCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).kind(new KerioKind());
    secret = Files.writeString(folder.resolve("kerio.secret"), StubKerio.PASSWORD + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    server.kerio().serviceGroups().put("SMTP", "Postern");
    policy("192.0.2.1, 198.51.100.0/28");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void policy(String sources) throws IOException {
    policy(sources, "spare: [], otherwise: defer", "");
  }

  private void policy(String sources, String words, String options) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [%s]}}
        rules: [{name: mta, hook: smtp, accept: [filter], %s}]
        targets:
          - kerio: {at: "%s", user: postern, secret: "file:%s", pin: "%s"%s}
        """
            .formatted(sources, words, server.at(), secret, server.pin(), options));
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), () -> String.join(" ", words) + ": " + seen);
    assertFalse(seen.toString().contains(StubKerio.PASSWORD), "told");
    return seen;
  }

  private String file() {
    return lab.file().toString();
  }

  @Test
  void allOfIt() throws IOException {
    type(0, "check", file());
    assertEquals(List.of(), server.kerio().calls());
    type(2, "plan", file());
    String calls = type(0, "compile", file(), "--target", "kerio").out();
    assertTrue(calls.contains("IpAddressGroups.create"), calls);
    type(0, "apply", file(), "--format", "json");
    assertTrue(server.kerio().contents().contains(LIST));
    type(0, "plan", file());
    type(0, "status");
    type(0, "status", "--format", "json");
    String why = type(0, "why", "198.51.100.3", "25", "--policy", file()).out();
    assertTrue(why.contains("is accepted"), why);
    policy("198.51.100.0/28, 203.0.113.9");
    type(2, "plan", file());
    type(0, "apply", file());
    assertFalse(server.kerio().contents().contains(LIST));
    type(0, "rollback");
    type(0, "restore");
    assertTrue(server.kerio().contents().contains(LIST));
    type(0, "remove");
    assertTrue(
        server
            .kerio()
            .contents()
            .contains("Postern|0.0.0.0/0|Postern kerio: no rule, open to all|enabled"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(one, StandardCharsets.ISO_8859_1);
        assertTrue(one.equals(secret) || !text.contains(StubKerio.PASSWORD), one::toString);
      }
    }
  }

  /** Before the network is up there is no way to it, and it has kept what it held. */
  @Test
  void aBootLeavesItAsItIs() {
    type(0, "apply", file());
    server.close();
    String boot = type(0, "restore", "--unless-paused").out();
    assertTrue(boot.contains("is held on other hosts, which keep it"), boot);
    type(69, "restore");
  }

  @Test
  void aServiceThatAsksNoGroupIsNoEffect() {
    server.kerio().serviceGroups().put("SMTP", "");
    Terminal.Seen seen = type(4, "apply", file());
    assertTrue(seen.toString().contains("service SMTP does not ask group Postern"), seen::toString);
    String lines = type(0, "hook", "kerio", "--state", lab.state().toString()).out();
    assertTrue(lines.contains("Allow access only from selected IP address group: Postern"), lines);
    server.kerio().serviceGroups().put("SMTP", "Postern");
    type(0, "apply", file());
    String again = type(0, "hook", "kerio", "--state", lab.state().toString()).out();
    assertTrue(again.contains("is there"), again);
  }

  @Test
  void whatAnswersNonsenseIsUnavailable() {
    type(0, "apply", file());
    server.kerio().answering(answer -> Map.of("jsonrpc", "2.0", "id", answer.get("id")));
    Terminal.Seen seen = type(69, "apply", file());
    assertTrue(seen.err().contains("makes no sense"), seen::toString);
    assertTrue(server.kerio().contents().contains(LIST));
    assertTrue(type(69, "status").err().contains("makes no sense"));
  }

  /** What a server repeats of what it was told is not told on. */
  @Test
  void aServerThatTellsThePasswordIsMasked() {
    server
        .kerio()
        .answering(
            answer -> {
              String words = "no user postern with " + StubKerio.PASSWORD;
              return Map.of("id", 1, "error", Map.of("code", 1000, "message", words));
            });
    for (String format : List.of("text", "json")) {
      Terminal.Seen seen = type(77, "apply", file(), "--format", format);
      assertTrue(seen.toString().contains("no user postern with (secret)"), seen::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1, \"2001:db8::1\" | spare: [], otherwise: defer | knows no IPv6",
        "192.0.2.1 | otherwise: defer | spare: []",
        "192.0.2.1 | spare: [], otherwise: reject | write otherwise: defer",
        "192.0.2.1 | spare: [], port: tcp/587, otherwise: defer | is not for port 25"
      })
  void whatAGroupCannotHoldIsRefusedWithAWayOut(String sources, String words, String told)
      throws IOException {
    policy(sources, words, "");
    Terminal.Seen seen = new Terminal(lab).type("apply", file());
    assertTrue(List.of(3, 65).contains(seen.exit()), seen::toString);
    assertTrue(seen.toString().contains(told), seen::toString);
    assertEquals(1, server.kerio().contents().size(), "nothing was changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at: https://mail.example.com/admin | P0317",
        "at: http://mail.example.com | P0317",
        "at: https://postern:hunter2@mail.example.com | P0330",
        "pin: sha256:abc | P0317",
        "ca: ca.pem | P0317",
        "secret: hunter2 | P0330",
        "grop: Postern | P0317"
      })
  void wrongOptionsAreMistakes(String option, String code) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules: [{name: mta, hook: smtp, accept: [filter], spare: [], otherwise: defer}]
        targets: [{kerio: {at: "https://a", user: u, secret: file:/s, %s}}]
        """
            .replace(option.substring(0, option.indexOf(':') + 1) + " ", "unset: ")
            .formatted(option));
    Terminal.Seen seen = type(65, "check", file());
    assertTrue(seen.err().contains(code), seen::toString);
    assertFalse(seen.toString().contains("hunter2"), seen::toString);
  }

  @Test
  void withoutAServerThereIsNoTarget() throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules: [{name: mta, hook: smtp, accept: [filter], spare: [], otherwise: defer}]
        targets: [kerio]
        """);
    String err = type(65, "check", file()).err();
    for (String option : List.of("at", "secret", "user")) {
      assertTrue(err.contains("kerio needs \"%s\"".formatted(option)), err);
    }
  }
}
