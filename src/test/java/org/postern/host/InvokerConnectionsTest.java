package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.ToyWorld;

/** Trees of processes as proc(5) shows them. */
class InvokerConnectionsTest {
  private static final Connection SSH =
      new Connection(
          Connection.Place.HERE,
          ToyWorld.address("192.0.2.7"),
          ToyWorld.address("198.51.100.10"),
          22);

  @TempDir private Path proc;

  @BeforeEach
  void thereAreTwoLogins() throws IOException {
    new ProcNet(proc.resolve("net"))
        .listening(22)
        .established("198.51.100.10", 22, "192.0.2.7", 50_000, 20)
        .established("198.51.100.10", 22, "192.0.2.8", 50_000, 21)
        .established("198.51.100.10", 40_000, "192.0.2.53", 53, 22)
        .established("2001:db8::10", 22, "2001:db8::7", 50_000, 23);
    process(1, "systemd", 0, "pipe:[5]");
    process(100, "sshd", 1, "socket:[9]");
    process(200, "sshd", 100, "pipe:[5]", "socket:[20]", "socket:[77]", "pipe:[5]");
    process(201, "sshd", 100, "socket:[21]");
    process(300, "bash", 200, "pipe:[70]");
    process(400, "java", 300, "pipe:[70]");
  }

  private void process(long pid, String name, long parent, String... files) throws IOException {
    Path folder = proc.resolve(String.valueOf(pid));
    Files.createDirectories(folder.resolve("fd"));
    Files.write(
        folder.resolve("stat"),
        "%d (%s) S %d 1 1 0 -1 0 0\n"
            .formatted(pid, name, parent)
            .getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < files.length; i++) {
      Files.deleteIfExists(folder.resolve("fd/" + i));
      Files.createSymbolicLink(folder.resolve("fd/" + i), Path.of(files[i]));
    }
  }

  private InvokerConnections.Found found(long pid) throws IOException {
    return new InvokerConnections(proc, pid).find();
  }

  @Test
  void theConnectionOfTheAncestorIsFoundAndNoOther() throws IOException {
    assertEquals(new InvokerConnections.Found(List.of(SSH), List.of()), found(400));
  }

  @Test
  void aConnectionOfTheProcessItselfIsFound() throws IOException {
    process(500, "java", 1, "socket:[20]");
    assertEquals(List.of(SSH), found(500).connections());
  }

  @Test
  void oneOverIpv6IsFound() throws IOException {
    process(500, "java", 1, "socket:[23]");
    assertEquals(
        List.of(
            new Connection(
                Connection.Place.HERE,
                ToyWorld.address("2001:db8::7"),
                ToyWorld.address("2001:db8::10"),
                22)),
        found(500).connections());
  }

  @Test
  void oneThatLeadsOutIsFound() throws IOException {
    process(500, "agent", 1, "socket:[22]");
    assertEquals(
        List.of(
            new Connection(
                Connection.Place.FROM_HERE,
                ToyWorld.address("198.51.100.10"),
                ToyWorld.address("192.0.2.53"),
                53)),
        found(500).connections());
  }

  @Test
  void aLocalTerminalHasNone() throws IOException {
    process(500, "login", 1, "pipe:[6]");
    process(501, "bash", 500, "pipe:[6]");
    assertEquals(new InvokerConnections.Found(List.of(), List.of()), found(501));
  }

  @Test
  void theNameOfAProcessMayBeAnything() throws IOException {
    process(350, ") S 201 (", 300, "pipe:[5]");
    process(360, "x) Z 1 1 1\n350 (y", 350, "pipe:[5]");
    assertEquals(List.of(SSH), found(360).connections());
  }

  @Test
  void aProcessThatIsItsOwnAncestorEndsTheWalk() throws IOException {
    process(500, "strange", 501, "socket:[20]");
    process(501, "strange", 500, "pipe:[5]");
    assertEquals(List.of(SSH), found(500).connections());
  }

  @Test
  void anAncestorThatIsHiddenIsSaid() throws IOException {
    process(500, "bash", 499, "socket:[20]");
    assertEquals(
        new InvokerConnections.Found(
            List.of(SSH), List.of("process 499, from which this one descends, cannot be seen")),
        found(500));
  }

  @Test
  void aStatThatMakesNoSenseIsAHiddenProcess() throws IOException {
    Files.writeString(proc.resolve("300/stat"), "300 (bash S 200");
    assertEquals(1, found(400).unseen().size());
    assertEquals(List.of(), found(400).connections());
  }

  @Test
  void whoIsAttachedToAMultiplexerCannotBeSeen() throws IOException {
    process(500, "tmux: server", 1, "pipe:[5]");
    process(501, "bash", 500, "pipe:[71]");
    assertEquals(
        List.of(
            "this terminal lives in tmux: server (process 500): who is attached to it cannot be"
                + " seen"),
        found(501).unseen());
  }

  @Test
  void thisProcessHoldsWhatItConnected() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket listener = new ServerSocket(0, 1, loopback);
        Socket near = new Socket(loopback, listener.getLocalPort());
        Socket far = listener.accept()) {
      List<Connection> found = InvokerConnections.ofSystem().find().connections();
      assertTrue(
          found.contains(
              new Connection(
                  Connection.Place.HERE,
                  ToyWorld.address("127.0.0.1"),
                  ToyWorld.address("127.0.0.1"),
                  far.getLocalPort())),
          found::toString);
      assertEquals(far.getLocalPort(), near.getPort());
    }
  }

  @Test
  void whatWasFoundIsADocument() throws IOException {
    InvokerConnections.Found found =
        new InvokerConnections.Found(
            List.of(
                SSH,
                new Connection(
                    Connection.Place.FROM_HERE,
                    ToyWorld.address("2001:db8::7"),
                    ToyWorld.address("2001:db8::10"),
                    65_535)),
            List.of("why there may be more"));
    JsonTree sent = Json.read(Json.write(RecordTree.write(found)));
    assertEquals("from_here", sent.objects("connections").getLast().string("place"));
    assertEquals(found, RecordTree.read(InvokerConnections.Found.class, sent.members()));
  }
}
