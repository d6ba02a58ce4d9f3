package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.Main;

/** An administrator who came over the network, and what he may do to his own way. */
class LockOutIT {
  private static final int PORT = 2222;
  private static final int PATIENCE = 120_000;

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server = world.host("server");

  @TempDir private Path folder;

  private @Nullable Process logins;

  @BeforeEach
  void letThemLogIn() throws Exception {
    world.wire(client, "eth0", server, "eth0");
    client.ip("address add 198.51.100.1/24 dev eth0");
    client.ip("address add 2001:db8::1/64 dev eth0 nodad");
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8::10/64 dev eth0 nodad");
    Process started = server.run(this::startLogins);
    logins = started;
    assertEquals(LoginServer.READY, started.inputReader(StandardCharsets.UTF_8).readLine());
  }

  private Process startLogins() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            java(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LoginServer.class.getName(),
            String.valueOf(PORT));
    Map<String, String> environment = builder.environment();
    environment.put("JAVA", java());
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("MAIN", Main.class.getName());
    environment.put("INVOKER", InvokerMain.class.getName());
    environment.put("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    return builder
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @AfterEach
  void endOfTheWorld() {
    if (logins != null) {
      logins.destroyForcibly();
    }
    world.close();
  }

  /** The lines that a command prints to a user who logged in from the client. */
  private List<String> type(String address, String command) {
    return client.run(
        () -> {
          try (Socket login = new Socket()) {
            login.connect(new InetSocketAddress(address, PORT), PATIENCE);
            login.setSoTimeout(PATIENCE);
            login.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(
                    new InputStreamReader(login.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .toList();
          }
        });
  }

  private List<String> apply(String address, String options) {
    return type(
        address,
        "\"$JAVA\" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
            + " $MAIN apply policy.yaml --state s "
            + options);
  }

  private void policy(String accepted, String more) throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {admin: {sources: ["%s"]}}
        rules:
          - {name: login, in: [eth0], port: tcp/2222, accept: [admin], otherwise: reject%s}
        """
            .formatted(accepted, more));
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.10, 198.51.100.1, 198.51.100.2",
    "2001:db8::10,  2001:db8::1,  2001:db8::2"
  })
  void whoWouldNotGetInAgainIsAskedFirst(String here, String mine, String other) throws Exception {
    policy(other, "");
    List<String> lines = apply(here, "");
    assertEquals("exit 3", lines.getLast(), lines::toString);
    assertTrue(
        lines.contains(
            "locked out: rule login would refuse the connection from %s to %s port %d, by which you came"
                .formatted(mine, here, PORT)),
        lines::toString);
    assertEquals("", server.nft("list ruleset"));

    lines = apply(here, "--lock-me-out");
    assertEquals("exit 0", lines.getLast(), lines::toString);
    assertThrows(ConnectException.class, () -> reach(here));
  }

  private void reach(String here) throws IOException {
    Object refused =
        client.run(
            () -> {
              try (Socket login = new Socket()) {
                login.connect(new InetSocketAddress(here, PORT), PATIENCE);
                return "connected";
              } catch (IOException e) {
                return e;
              }
            });
    if (refused instanceof IOException e) {
      throw e;
    }
  }

  @Test
  void whoIsAcceptedIsNotAsked() throws Exception {
    policy("198.51.100.1", "");
    List<String> lines = apply("198.51.100.10", "");
    assertEquals("exit 0", lines.getLast(), lines::toString);
    reach("198.51.100.10");
  }

  @Test
  void theConnectionIsFoundThroughAnyNumberOfShells() {
    assertEquals(
        List.of("HERE 198.51.100.1 198.51.100.10 2222", "exit 0"),
        type(
            "198.51.100.10",
            "env -u SSH_CONNECTION setsid -w sh -c 'sh -c \"\\\"$JAVA\\\" -XX:TieredStopAtLevel=1"
                + " $INVOKER; true\"; true'"));
  }

  @Test
  void whoMayNotLookSaysSo() {
    List<String> lines =
        type(
            "198.51.100.10",
            "unshare --user --map-root-user \"$JAVA\" -XX:TieredStopAtLevel=1 $INVOKER; true");
    assertEquals("exit 0", lines.getLast(), lines::toString);
    assertTrue(
        lines.getFirst().matches("no right to see the connections of process \\d+ \\(sh\\), .*"),
        lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("HERE")), lines::toString);
  }
}
