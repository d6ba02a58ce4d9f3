package org.postern.command;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.outcome.SavedRulesReport;
import org.postern.command.view.Subjects;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Answers;
import org.postern.daemon.control.ControlClient;
import org.postern.daemon.control.Sockets;
import org.postern.diagnostic.Report;
import org.postern.host.InvokerConnections;
import org.postern.host.JsonTree;
import org.postern.host.RecordTree;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;

/**
 * Sends commands to the daemon that it is there for. Where none runs, the caller's process carries
 * them out itself.
 */
public final class Remote {
  /** The time to wait for a daemon: sources and a large ruleset may take long. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * The time to wait for a daemon in an emergency. One that is well has opened or removed what is
   * there by then.
   */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(20);

  /** How often a question is asked again when the daemon ends meanwhile. */
  private static final int QUESTIONS = 3;

  /**
   * The beginning of a name by which a dry run is asked for, so that a daemon of a version without
   * dry runs does not take it for a real one.
   */
  private static final String DRY_RUN = "dry-run ";

  private Remote() {}

  /** Returns the daemon's reply; empty when the command is not for a daemon, or none runs. */
  public static Optional<Reply> ask(Command command, Invocation invocation) throws IOException {
    return switch (command.reach()) {
      case HERE -> Optional.empty();
      case READS -> ask(command, invocation, Access.READ, Map.of());
      case READS_RUNNING ->
          invocation.has(Subjects.RUNNING.name())
              ? ask(command, invocation, Access.READ, Map.of())
              : Optional.empty();
      case CHANGES, CHANGES_ANYHOW -> ask(command, invocation, Access.CHANGE, Map.of());
      case CHANGES_POLICY -> {
        Optional<Map<String, Object>> sent = policy(invocation);
        Optional<Reply> reply =
            sent.isPresent()
                ? ask(command, invocation, Access.CHANGE, sent.get())
                : Optional.empty();
        // The daemon may not read the files that rules are saved in.
        yield reply.isPresent()
            ? Optional.of(SavedRulesReport.caution(Assembly.savedRules(), reply.get()))
            : reply;
      }
    };
  }

  private static Optional<Reply> ask(
      Command command, Invocation invocation, Access access, Map<String, Object> more)
      throws IOException {
    Map<String, Object> request = new LinkedHashMap<>(more);
    boolean dry = Requests.isDry(invocation);
    request.put("command", name(command, dry));
    request.putIfAbsent("words", invocation.words());
    request.put("options", invocation.options());
    request.put("came", came());
    Path socket = Sockets.of(Requests.state(invocation)).at(access);
    Optional<JsonTree> answer =
        switch (access) {
          case READ -> question(invocation, request);
          case CHANGE -> dry ? question(socket, request) : order(command, socket, request);
        };
    if (answer.isPresent() && answer.get().has("error")) {
      IOException said = new IOException("the daemon says: " + answer.get().string("error"));
      throw isUrgent(command) && answer.get().string("error").equals(Answers.BUSY)
          ? new LostAnswerException(said)
          : said;
    }
    return answer.isPresent() ? Optional.of(ReplyTree.read(answer.get())) : Optional.empty();
  }

  /** Returns the name by which a daemon is asked for the command. */
  static String name(Command command, boolean dry) {
    return (dry ? DRY_RUN : "") + command.name();
  }

  private static boolean isUrgent(Command command) {
    return command.reach() == Command.Reach.CHANGES_ANYHOW;
  }

  /**
   * Gives an order. An urgent one may be carried out twice: it is given again, once, when the
   * daemon ends meanwhile.
   *
   * @throws LostAnswerException when the order was given and there is no answer, also where no
   *     daemon runs any more
   */
  private static Optional<JsonTree> order(Command command, Path socket, Map<String, Object> request)
      throws IOException {
    if (!isUrgent(command)) {
      return exchange(socket, request, PATIENCE);
    }
    long end = System.nanoTime() + SHORT_PATIENCE.toNanos();
    try {
      return exchange(socket, request, SHORT_PATIENCE);
    } catch (LostAnswerException e) {
      Optional<JsonTree> next =
          e.getCause() instanceof SocketTimeoutException
              ? Optional.empty()
              : exchange(socket, request, Duration.ofNanos(end - System.nanoTime()));
      if (next.isEmpty()) {
        throw e;
      }
      return next;
    }
  }

  /**
   * Asks a question; administrators who may not use the socket for questions ask by the other one.
   */
  private static Optional<JsonTree> question(Invocation invocation, Map<String, Object> request)
      throws IOException {
    Sockets sockets = Sockets.of(Requests.state(invocation));
    try {
      return question(sockets.read(), request);
    } catch (AccessDeniedException e) {
      try {
        return question(sockets.change(), request);
      } catch (AccessDeniedException both) {
        return Optional.empty();
      }
    }
  }

  /** Asks a question, and asks again when the daemon ends meanwhile: the next one answers. */
  private static Optional<JsonTree> question(Path socket, Map<String, Object> request)
      throws IOException {
    if (Files.notExists(socket)) {
      return Optional.empty();
    }
    for (int again = QUESTIONS; ; again--) {
      try {
        return exchange(socket, request, PATIENCE);
      } catch (LostAnswerException e) {
        if (again == 0 || e.getCause() instanceof SocketTimeoutException) {
          throw e;
        }
      }
    }
  }

  private static Optional<JsonTree> exchange(
      Path socket, Map<String, Object> request, Duration patience) throws IOException {
    Optional<ControlClient> daemon = ControlClient.connect(socket);
    if (daemon.isEmpty()) {
      return Optional.empty();
    }
    try (ControlClient client = daemon.get()) {
      return Optional.of(new JsonTree(client.ask(request, patience)));
    } catch (IOException e) {
      throw new LostAnswerException(e);
    }
  }

  /**
   * Returns the policy with all that it includes, and its lockfile, because the daemon may not be
   * able to read them. Empty when they are faulty; the command then finds that out itself and says
   * it.
   */
  private static Optional<Map<String, Object>> policy(Invocation invocation) {
    Path path = Requests.policy(invocation, 0).toAbsolutePath().normalize();
    Path file = PolicyFiles.policyFile(path);
    Report report = new Report();
    PolicyFiles files = Assembly.policyFiles();
    Optional<Policy> policy = files.parse(file, report);
    Optional<Path> lock = Requests.lock(invocation).or(() -> PolicyFiles.lockOf(path));
    Optional<PolicyText> locked = lock.flatMap(one -> files.lockfile(one, report));
    if (policy.isEmpty() || report.hasErrors()) {
      return Optional.empty();
    }
    Map<String, Object> sent = new LinkedHashMap<>();
    sent.put("words", List.of(file.toString()));
    sent.put("texts", policy.get().texts().stream().map(Remote::tree).toList());
    locked.ifPresent(text -> sent.put("lock", tree(text)));
    return Optional.of(sent);
  }

  private static Map<String, Object> tree(PolicyText text) {
    String name =
        text.isShipped()
            ? text.name()
            : Path.of(text.name()).toAbsolutePath().normalize().toString();
    return Map.of("name", name, "text", text.text());
  }

  /** Returns the connections by which we came; the daemon cannot see them. */
  private static Map<String, Object> came() throws IOException {
    return RecordTree.write(InvokerConnections.ofSystem().find());
  }
}
