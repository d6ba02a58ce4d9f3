package org.postern.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Administrators;
import org.postern.daemon.control.ControlServer;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.JournalEntry;
import org.postern.daemon.journal.Priority;
import org.postern.host.Activation;
import org.postern.host.ffm.UnixListener;

/** A daemon that answers until its standard input ends, and prints its journal. */
final class ServeMain {
  private static final String READY = "0123456789abcdef0123456789abcdef";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final ControlServer.Limits LIMITS =
      new ControlServer.Limits(1_000, 1_000, 1_000, LONG, LONG, LONG);

  private ServeMain() {}

  /** Serves at a path; or, without one, on the descriptor {@code read} of the service manager. */
  public static void main(String[] arguments) throws IOException {
    long pid = ProcessHandle.current().pid();
    try (PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        UnixListener listener = listener(arguments, pid)) {
      ControlServer.Handler handler = (request, caller) -> Map.of("server", pid);
      Journal journal = entry -> out.println(entry.message());
      ControlServer server =
          ControlServer.start(
              listener,
              Access.READ,
              new Administrators(Path.of("/nowhere")),
              LIMITS,
              handler,
              journal);
      journal.write(new JournalEntry(Priority.INFO, READY, "ready", Map.of()));
      System.in.transferTo(PrintStream.nullOutputStream());
      server.close();
    }
  }

  private static UnixListener listener(String[] arguments, long pid) throws IOException {
    if (arguments.length > 0) {
      return UnixListener.bind(Path.of(arguments[0]), "rw-------", Optional.empty());
    }
    Activation activation = Activation.of(System.getenv(), pid);
    return UnixListener.adopt(activation.descriptor("read").orElseThrow());
  }
}
