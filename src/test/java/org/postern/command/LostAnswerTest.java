package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Assembly;

/** A daemon that takes a request and hangs up without an answer, at least the first times. */
class LostAnswerTest {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String answer = "{\"error\":\"a daemon that answers\"}\n";
  private volatile boolean ending;
  private volatile int hangingUp = Integer.MAX_VALUE;
  @TempDir private Path state;
  private ServerSocketChannel changes = unbound();
  private ServerSocketChannel reads = unbound();

  private static ServerSocketChannel unbound() {
    try {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    changes.bind(UnixDomainSocketAddress.of(state.resolve("change.sock")));
    reads.bind(UnixDomainSocketAddress.of(state.resolve("read.sock")));
    Thread.ofVirtual().start(() -> hangUp(changes));
    Thread.ofVirtual().start(() -> hangUp(reads));
  }

  @AfterEach
  void close() throws IOException {
    changes.close();
    reads.close();
  }

  private void hangUp(ServerSocketChannel server) {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          client.read(ByteBuffer.allocate(1 << 16));
          if (ending) {
            asked.incrementAndGet();
            server.close();
            return;
          }
          if (server.equals(changes) && asked.incrementAndGet() > hangingUp) {
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
          }
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  private Reply run(String name, Map<String, List<String>> options) {
    return run(name, List.of(), options);
  }

  private Reply run(String name, List<String> words, Map<String, List<String>> options) {
    Command command =
        CommandTable.of(Assembly::pipeline, Surroundings.none()).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, List<String>> all = new HashMap<>(options);
    all.put("--state", List.of(state.toString()));
    return new Runner(command).run(new Invocation(words, all));
  }

  @Test
  void whatWasToBeChangedMayBeChanged() {
    Reply reply = run("pause", Map.of());
    assertEquals(ExitCode.PARTIAL, reply.exit());
    assertFalse(Boolean.FALSE.equals(reply.tree().get("changed")), reply.tree()::toString);
  }

  @Test
  void whatMayBeDoneTwiceIsAskedAgain() {
    hangingUp = 1;
    Reply reply = run("open", Map.of("--for", List.of("1h")));
    assertTrue(text(reply).contains("a daemon that answers"), text(reply));
    assertEquals(2, asked.get());
  }

  @Test
  void whatMayBeDoneOnceIsAskedOnce() {
    hangingUp = 1;
    assertEquals(ExitCode.PARTIAL, run("pause", Map.of()).exit());
    assertEquals(1, asked.get());
  }

  @Test
  void anEmergencyDoesNotNeedTheDaemonAndSaysSo() {
    Reply reply = run("remove", Map.of());
    assertEquals(2, asked.get());
    assertEquals(ExitCode.DONE, reply.exit(), () -> text(reply));
    assertEquals(
        "postern remove: the daemon was asked, but the daemon hung up without an answer;"
            + " done without it",
        reply.errors().getFirst().text());
  }

  @Test
  void whatCannotBeDoneWithoutItEitherMayBeDone() {
    Reply reply = run("open", Map.of("--for", List.of("1h")));
    assertEquals(ExitCode.PARTIAL, reply.exit(), "nothing is enforced here");
    assertFalse(reply.tree().containsKey("changed"), reply.tree()::toString);
    assertTrue(text(reply).contains("it may be done or not"), text(reply));
    assertEquals("no rule refuses anybody", reply.errors().getLast().text());
  }

  @Test
  void anEmergencyDoesNotWaitForAPlace() {
    hangingUp = 0;
    answer = "{\"error\":\"busy\"}\n";
    Reply reply = run("remove", Map.of());
    assertEquals(ExitCode.DONE, reply.exit(), () -> text(reply));
    assertTrue(text(reply).contains("busy; done without it"), text(reply));
    assertEquals(ExitCode.UNAVAILABLE, run("pause", Map.of()).exit());
  }

  private static String text(Reply reply) {
    return reply.errors().stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  @Test
  void aDryRunHasChangedNothingEvenSo() throws IOException {
    Path policy =
        Files.writeString(
            state.resolve("policy.yaml"),
            """
            sets: {own: {sources: [192.0.2.1]}}
            rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
            """);
    Reply reply = run("apply", List.of(policy.toString()), Map.of("--dry-run", List.of("true")));
    assertEquals(ExitCode.UNAVAILABLE, reply.exit());
    assertEquals(false, reply.tree().get("changed"), reply.tree()::toString);
  }

  /** Without systemd nothing listens any more. */
  @Test
  void whereTheDaemonHasEndedAQuestionIsAnsweredWithoutIt() {
    ending = true;
    Reply reply = run("status", Map.of());
    assertFalse(text(reply).contains("hung up"), text(reply));
    assertEquals(ExitCode.DONE, reply.exit(), () -> text(reply));
  }

  @Test
  void whereTheDaemonHasEndedAnOrderIsDoneWithoutItAndThatIsSaid() {
    ending = true;
    Reply reply = run("remove", Map.of());
    assertEquals(ExitCode.DONE, reply.exit(), () -> text(reply));
    assertTrue(text(reply).contains("done without it"), text(reply));
    assertEquals(1, asked.get());
  }

  @Test
  void monitoringGetsALine() {
    Reply reply = run("status", Map.of("--nagios", List.of("true")));
    assertEquals(3, reply.exit().number());
    assertEquals(1, reply.lines().size());
    assertEquals(true, reply.lines().getFirst().text().startsWith("POSTERN UNKNOWN"));
  }
}
