package org.postern.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.command.status.ServiceCommands;
import org.postern.command.view.Subjects;
import org.postern.daemon.Daemon;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Caller;
import org.postern.daemon.control.ClientClass;
import org.postern.daemon.control.ControlServer;
import org.postern.daemon.control.ReaderWork;
import org.postern.daemon.follow.RememberedNames;
import org.postern.host.InvokerConnections;
import org.postern.host.JsonTree;
import org.postern.host.RecordTree;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.PolicyText;

/**
 * Does for clients of a daemon the commands that are for it, with its rights and in their names.
 */
public final class Served implements ControlServer.Handler {
  private final Pipeline pipeline;
  private final Daemon.Running running;
  private final ReaderWork work = new ReaderWork(System::nanoTime);
  private final RememberedNames names = new RememberedNames(System::nanoTime);

  public Served(Pipeline pipeline, Daemon.Running running) {
    this.pipeline = pipeline;
    this.running = running;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> request, Caller caller) {
    try {
      return ReplyTree.write(run(new JsonTree(request), caller));
    } catch (IOException e) {
      return Map.of("error", String.valueOf(e.getMessage()));
    }
  }

  private Reply run(JsonTree request, Caller caller) throws IOException {
    Pipeline asked = asked(request, caller);
    List<Command> commands = CommandTable.of(_ -> asked, Surroundings.inside(running));
    Invocation invocation = invocation(request);
    boolean dry = Requests.isDry(invocation);
    String name = request.string("command");
    Command command =
        commands.stream()
            .filter(one -> name.equals(Remote.name(one, dry)))
            .filter(one -> isAllowed(one.reach(), invocation, caller.access()))
            .findFirst()
            .orElseThrow(() -> new IOException("this socket is not for the command " + name));
    Reply reply = run(command, invocation, caller);
    if (changes(command.reach()) && !dry) {
      running.ordered();
    }
    return reply;
  }

  /**
   * Carries out a command, that of a reader in its turn. {@code status} is told from what the
   * daemon knows, so it takes no turn and waits for none.
   */
  private Reply run(Command command, Invocation invocation, Caller caller)
      throws InterruptedIOException {
    Runner runner = new Runner(command);
    if (caller.clientClass() != ClientClass.READER
        || command.name().equals(ServiceCommands.STATUS)) {
      return runner.runHere(invocation);
    }
    try {
      return work.run(caller.peer().uid(), () -> runner.runHere(invocation));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the daemon ends");
    }
  }

  private static boolean isAllowed(Command.Reach reach, Invocation invocation, Access access) {
    return switch (reach) {
      case HERE -> false;
      case READS -> true;
      case READS_RUNNING -> invocation.has(Subjects.RUNNING.name());
      case CHANGES, CHANGES_ANYHOW, CHANGES_POLICY -> access == Access.CHANGE;
    };
  }

  private static boolean changes(Command.Reach reach) {
    return switch (reach) {
      case HERE, READS, READS_RUNNING -> false;
      case CHANGES, CHANGES_ANYHOW, CHANGES_POLICY -> true;
    };
  }

  private Pipeline asked(JsonTree request, Caller caller) throws IOException {
    InvokerConnections.Found came =
        request.has("came")
            ? RecordTree.read(InvokerConnections.Found.class, request.object("came").members())
            : new InvokerConnections.Found(List.of(), List.of());
    List<PolicyText> texts = new ArrayList<>();
    for (JsonTree text : request.objects("texts")) {
      texts.add(text(text));
    }
    if (request.has("lock")) {
      texts.add(text(request.object("lock")));
    }
    PolicyFiles sent = pipeline.files().sent(texts);
    String who = "uid %d (process %d)".formatted(caller.peer().uid(), caller.peer().pid());
    return pipeline.forCaller(
        who, sent, () -> came, lookup -> names.of(caller.peer().uid(), lookup));
  }

  private static PolicyText text(JsonTree tree) throws IOException {
    return new PolicyText(tree.string("name"), tree.string("text"));
  }

  private static Invocation invocation(JsonTree request) throws IOException {
    Map<String, List<String>> options = new LinkedHashMap<>();
    if (request.has("options")) {
      JsonTree given = request.object("options");
      for (String option : given.members().keySet()) {
        options.put(option, given.strings(option));
      }
    }
    options.remove(Requests.STATE.name());
    if (request.has("lock")) {
      options.put(Requests.LOCK.name(), List.of(text(request.object("lock")).name()));
    }
    return new Invocation(request.strings("words"), options);
  }
}
