package org.postern.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.status.ServiceCommands;
import org.postern.command.status.StatusPlugin;
import org.postern.host.Progress;
import org.postern.state.StateException;
import org.postern.target.TargetException;

/** Runs a command, and turns each exception into a reply with its exit code. */
public final class Runner {
  private static final String DONE_OR_NOT = "it may be done or not: see postern status";

  private final Command command;
  private final Progress progress;

  public Runner(Command command) {
    this(command, Progress.SILENT);
  }

  /** Creates a runner that shows progress. */
  public Runner(Command command, Progress progress) {
    this.command = command;
    this.progress = progress;
  }

  /**
   * Runs the command: in a daemon, if one runs that carries out such commands, else in this
   * process.
   */
  public Reply run(Invocation invocation) {
    return run(
        invocation,
        (one, called) -> {
          if (one.reach() == Command.Reach.HERE) {
            return Optional.empty();
          }
          try (Progress.Work _ = progress.begin(Progress.Task.whole("waiting for the daemon"))) {
            return Remote.ask(one, called);
          }
        });
  }

  /** Runs the command in this process. */
  Reply runHere(Invocation invocation) {
    return run(invocation, (one, called) -> Optional.empty());
  }

  private interface Elsewhere {
    Optional<Reply> ask(Command command, Invocation invocation) throws IOException;
  }

  private Reply run(Invocation called, Elsewhere elsewhere) {
    try {
      Invocation invocation = PolicyWords.merged(command, called);
      Optional<Reply> served = elsewhere.ask(command, invocation);
      return served.isPresent() ? served.get() : command.action().run(invocation);
    } catch (UsageException e) {
      return failed(ExitCode.USAGE, e);
    } catch (TargetException e) {
      return failed(exit(e), e.sentence());
    } catch (StateException e) {
      return failed(exit(e), e);
    } catch (NoSuchFileException e) {
      return failed(ExitCode.MISSING_FILE, "there is no file or folder " + e.getFile());
    } catch (AccessDeniedException e) {
      String remedy = e.getReason() == null ? "" : "; " + e.getReason();
      return failed(ExitCode.PERMISSION, "no right to use " + e.getFile() + remedy);
    } catch (LostAnswerException e) {
      return command.reach() == Command.Reach.CHANGES_ANYHOW
          ? withoutDaemon(called, e)
          : lost(called, e);
    } catch (OutputFile.UnwritableException e) {
      return failed(ExitCode.OUTPUT, e);
    } catch (IOException e) {
      return failed(ExitCode.UNAVAILABLE, e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return bug(e);
    }
  }

  /** Returns the exit code of a command that failed because of a target. */
  public static ExitCode exit(TargetException e) {
    return exit(e.kind());
  }

  /** Returns the exit code of a command that failed because of a target, by the kind of failure. */
  public static ExitCode exit(TargetException.Kind kind) {
    return switch (kind) {
      case UNKNOWN -> ExitCode.USAGE;
      case PERMISSION -> ExitCode.PERMISSION;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case TEMPORARY -> ExitCode.TEMPORARY;
    };
  }

  private static ExitCode exit(StateException e) {
    return switch (e.kind()) {
      case PERMISSION -> ExitCode.PERMISSION;
      case LOCKED, UNWRITABLE -> ExitCode.TEMPORARY;
      case CORRUPT, NEWER -> ExitCode.UNAVAILABLE;
    };
  }

  private Reply failed(ExitCode exit, Exception e) {
    return failed(exit, String.valueOf(e.getMessage()));
  }

  private Reply failed(ExitCode exit, String message) {
    return new Reply.Builder(command.name())
        .error(Line.Style.BAD, "postern " + command.name() + ": " + message)
        .put("error", message)
        .put("changed", false)
        .exit(exit)
        .build();
  }

  /**
   * Returns the reply when the answer of the daemon was lost: a command that only reads has failed,
   * one that changes something may have been carried out.
   */
  private Reply lost(Invocation invocation, LostAnswerException e) {
    String message = String.valueOf(e.getMessage());
    boolean reads =
        switch (command.reach()) {
          case READS, READS_RUNNING, HERE -> true;
          case CHANGES, CHANGES_ANYHOW, CHANGES_POLICY -> Requests.isDry(invocation);
        };
    if (reads) {
      return invocation.has(ServiceCommands.NAGIOS.name())
          ? StatusPlugin.unknown(message)
          : failed(ExitCode.UNAVAILABLE, e);
    }
    return new Reply.Builder(command.name())
        .error(Line.Style.BAD, "postern " + command.name() + ": " + message)
        .error(Line.Style.CAUTION, DONE_OR_NOT)
        .put("error", message)
        .unknown("changed")
        .exit(ExitCode.PARTIAL)
        .build();
  }

  /** Carries out an order that cannot wait for a daemon which does not answer. */
  private Reply withoutDaemon(Invocation invocation, LostAnswerException e) {
    String lost = "postern " + command.name() + ": " + e.getMessage();
    Reply reply = runHere(invocation);
    if (reply.exit() == ExitCode.DONE || reply.exit() == ExitCode.PARTIAL) {
      List<Line> errors = new ArrayList<>(reply.errors());
      errors.addFirst(new Line(Line.Style.CAUTION, lost + "; done without it"));
      return reply.withErrors(errors);
    }
    Reply.Builder both =
        new Reply.Builder(command.name())
            .error(Line.Style.BAD, lost)
            .error(Line.Style.CAUTION, DONE_OR_NOT + "; without it:");
    reply.errors().forEach(line -> both.error(line.style(), line.text()));
    return both.put("error", lost).unknown("changed").exit(ExitCode.PARTIAL).build();
  }

  /** Returns the reply for an unexpected exception, with its stack trace. */
  public Reply bug(Throwable e) {
    Reply.Builder reply =
        new Reply.Builder(command.name())
            .error(Line.Style.BAD, "postern " + command.name() + ": this is a bug of postern");
    for (Throwable one = e; one != null; one = one.getCause()) {
      reply.error(Line.Style.PLAIN, String.valueOf(one));
      for (StackTraceElement frame : one.getStackTrace()) {
        reply.error(Line.Style.PLAIN, "    at " + frame);
      }
    }
    return reply.put("error", String.valueOf(e)).unknown("changed").exit(ExitCode.BUG).build();
  }
}
