package org.postern.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Visible;

/**
 * The TCP connections by which the user who runs a process came to this host: those that the
 * process and its ancestors hold, such as the sshd of a login. They are found by the sockets in
 * {@code /proc/PID/fd} (proc_pid_fd(5)), never by the environment, which sudo clears and anybody
 * can set. What is translated on its way is seen as it arrives here.
 */
public final class InvokerConnections {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]{1,18})]");

  /**
   * The words that follow the name in /proc/PID/stat: the state, and the parent (proc_pid_stat(5)).
   */
  private static final Pattern PARENT = Pattern.compile("\\) \\S ([0-9]{1,10}) ");

  /** Servers of terminals that outlive a login: their parent is not who sits before them. */
  private static final Pattern MULTIPLEXER = Pattern.compile("(tmux|screen|dtach|abduco|zellij).*");

  /** The first process of all, which hands connections on and keeps none. */
  private static final long INIT = 1;

  private final Path proc;
  private final long pid;

  /** The source of such connections. */
  public interface Finder {
    Found find() throws IOException;
  }

  /**
   * The connections that were found.
   *
   * @param connections the connections, as the kernel has them in this network namespace
   * @param unseen the reasons why there may be more, in words
   */
  public record Found(List<Connection> connections, List<String> unseen) {
    public Found {
      connections = List.copyOf(connections);
      unseen = List.copyOf(unseen);
    }
  }

  /**
   * Finds the connections of the invoker of one process.
   *
   * @param proc the folder where the kernel shows processes: {@code /proc}
   * @param pid the process at the end of the line
   */
  public InvokerConnections(Path proc, long pid) {
    this.proc = proc;
    this.pid = pid;
  }

  /** Finds the connections of the invoker of this process. */
  public static InvokerConnections ofSystem() {
    return new InvokerConnections(Path.of("/proc"), ProcessHandle.current().pid());
  }

  /** Looks at the process and all its ancestors. */
  public Found find() throws IOException {
    Set<Long> sockets = new HashSet<>();
    List<String> unseen = new ArrayList<>();
    Set<Long> passed = new HashSet<>();
    for (long next = pid; next > 0 && passed.add(next); ) {
      Optional<Ancestor> ancestor = ancestor(next);
      if (ancestor.isEmpty()) {
        unseen.add("process %d, from which this one descends, cannot be seen".formatted(next));
        break;
      }
      look(ancestor.get(), sockets, unseen);
      next = ancestor.get().parent();
    }
    return new Found(new Connections(proc.resolve("net")).ofSockets(sockets), unseen);
  }

  private record Ancestor(long pid, String name, long parent) {}

  private Optional<Ancestor> ancestor(long number) throws IOException {
    try {
      Path file = proc.resolve(number + "/stat");
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf(')');
      Matcher parent = PARENT.matcher(text);
      return end > 0 && parent.find(end)
          ? Optional.of(new Ancestor(number, name(text, end), Long.parseLong(parent.group(1))))
          : Optional.empty();
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    }
  }

  /** Returns the process chose it, so it may hold anything, brackets too. */
  private static String name(String stat, int end) {
    return Visible.text(stat.substring(Math.min(stat.indexOf('(') + 1, end), end));
  }

  private void look(Ancestor process, Set<Long> sockets, List<String> unseen) throws IOException {
    if (MULTIPLEXER.matcher(process.name()).matches()) {
      unseen.add(
          "this terminal lives in %s (process %d): who is attached to it cannot be seen"
              .formatted(process.name(), process.pid()));
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(proc.resolve(process.pid() + "/fd"))) {
      for (Path file : files) {
        socket(file).ifPresent(sockets::add);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (AccessDeniedException e) {
      forbidden(process, unseen);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void forbidden(Ancestor process, List<String> unseen) {
    if (process.pid() != INIT) {
      unseen.add(
          "no right to see the connections of process %d (%s), from which this one descends"
              .formatted(process.pid(), process.name()));
    }
  }

  /** A file that was closed meanwhile is none. */
  private static Optional<Long> socket(Path file) throws IOException {
    try {
      Matcher matcher = SOCKET.matcher(Files.readSymbolicLink(file).toString());
      return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
