package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Assembly;

/** A daemon that takes a request and hangs up without an answer. */
class LostAnswerTest {
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

  private static void hangUp(ServerSocketChannel server) {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          client.read(ByteBuffer.allocate(1 << 16));
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

  @Test
  void monitoringGetsALine() {
    Reply reply = run("status", Map.of("--nagios", List.of("true")));
    assertEquals(3, reply.exit().number());
    assertEquals(1, reply.lines().size());
    assertEquals(true, reply.lines().getFirst().text().startsWith("POSTERN UNKNOWN"));
  }
}
