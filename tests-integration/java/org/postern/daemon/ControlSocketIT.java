package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Administrators;
import org.postern.daemon.control.ControlClient;
import org.postern.daemon.control.ControlServer;
import org.postern.host.ffm.UnixListener;

/** Control sockets between processes: other users, a service manager, no descriptors left. */
class ControlSocketIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final List<String> NOBODY_IN_A_GROUP =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--groups=65534,4242");
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final KeptJournal journal = new KeptJournal();
  private Path socket = Path.of("unset");

  @BeforeEach
  void openFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    socket = folder.resolve("control.sock");
  }

  private ControlServer serve(String mode) throws IOException {
    UnixListener listener = UnixListener.bind(socket, mode, Optional.empty());
    return ControlServer.start(
        listener,
        Access.READ,
        new Administrators(socket.resolveSibling("change.sock")),
        ControlServer.Limits.of(Access.READ),
        (request, caller) ->
            Map.of(
                "peer",
                "%d %d %d %s"
                    .formatted(
                        caller.peer().pid(),
                        caller.peer().uid(),
                        caller.peer().gid(),
                        caller.peer().groups())),
        journal);
  }

  /** Asks as a user; answers with the id of the process that asked, and what it was told. */
  private String[] ask(List<String> user) throws Exception {
    String file = "org/postern/daemon/AskMain.class";
    Path copy = folder.resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream in =
        Objects.requireNonNull(AskMain.class.getResourceAsStream("AskMain.class"))) {
      Files.write(copy, in.readAllBytes());
    }
    List<String> words = new ArrayList<>(user);
    words.addAll(List.of(JAVA, "-cp", folder.toString(), AskMain.class.getName()));
    words.add(socket.toString());
    Process process = start(words);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip().split(" ", 2);
  }

  private static Process start(List<String> words) {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(
          words.getFirst() + " is missing: apt-get install util-linux systemd", e);
    }
  }

  @Test
  void aForeignUserIsWhoTheKernelSays() throws Exception {
    ControlServer server = serve("rw-rw-rw-");
    String[] alone = ask(NOBODY);
    String[] inGroup = ask(NOBODY_IN_A_GROUP);
    server.close();

    assertEquals("{\"peer\":\"" + alone[0] + " 65534 65534 []\"}", alone[1]);
    assertEquals("{\"peer\":\"" + inGroup[0] + " 65534 65534 [4242, 65534]\"}", inGroup[1]);
    assertTrue(journal.entries().isEmpty());
  }

  @Test
  void theModeOfTheSocketKeepsOthersOut() throws Exception {
    ControlServer server = serve("rw-rw----");
    String[] denied = ask(NOBODY);
    String[] root = ask(List.of("env"));
    server.close();

    assertEquals("no way in", denied[1]);
    assertTrue(root[1].startsWith("{\"peer\":\"" + root[0] + " 0 0 "), root[1]);
  }

  private static List<String> serveMain(String... arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(JAVA, "--enable-native-access=ALL-UNNAMED", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), ServeMain.class.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  /** Waits for a listener, and asks it. */
  private Map<String, Object> askWhenThere() throws Exception {
    for (int i = 0; i < 600; i++) {
      Optional<ControlClient> client = ControlClient.connect(socket);
      if (client.isPresent()) {
        try (ControlClient asking = client.get()) {
          return asking.ask(Map.of(), LONG);
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no process listens");
  }

  private static String end(Process process) throws Exception {
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void theSocketOfAServiceManagerIsServed() throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("systemd-socket-activate", "--fdname=read", "-l", socket.toString()));
    words.addAll(serveMain());
    Process process = start(words);

    assertEquals(Map.of("server", (int) process.pid()), askWhenThere());
    assertEquals(Map.of("server", (int) process.pid()), askWhenThere());
    end(process);
    assertTrue(Files.exists(socket), "the file is the manager's");
  }

  @Test
  void aServerWithoutDescriptorsWaitsUntilThereAreSome() throws Exception {
    List<String> words = new ArrayList<>(List.of("prlimit", "--nofile=64"));
    words.addAll(serveMain(socket.toString()));
    Process process = start(words);
    askWhenThere();
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      idle.add(Clients.connect(socket));
    }
    try (ControlClient client = ControlClient.connect(socket).orElseThrow()) {
      assertThrows(SocketTimeoutException.class, () -> client.ask(Map.of(), Duration.ofSeconds(1)));
    }
    for (SocketChannel each : idle) {
      each.close();
    }

    assertEquals(Map.of("server", (int) process.pid()), askWhenThere());
    String output = end(process);
    List<String> reports =
        output.lines().filter(line -> line.contains("EMFILE (too many open files)")).toList();
    assertEquals(1, reports.size(), output);
  }
}
