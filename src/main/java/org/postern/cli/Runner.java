package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.state.StateException;
import org.postern.target.TargetException;

/** Runs a command's action; what the machine refuses becomes a reply with the right exit code. */
final class Runner {
  private final Command command;

  Runner(Command command) {
    this.command = command;
  }

  Reply run(Invocation invocation) {
    try {
      return command.action().run(invocation);
    } catch (UsageException e) {
      return failed(ExitCode.USAGE, e);
    } catch (TargetException e) {
      return failed(exit(e), e);
    } catch (StateException e) {
      return failed(exit(e), e);
    } catch (NoSuchFileException e) {
      return failed(ExitCode.MISSING_FILE, "there is no file or folder " + e.getFile());
    } catch (AccessDeniedException e) {
      return failed(ExitCode.PERMISSION, "no right to use " + e.getFile());
    } catch (IOException e) {
      return failed(ExitCode.UNAVAILABLE, e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return bug(e);
    }
  }

  private static ExitCode exit(TargetException e) {
    return switch (e.kind()) {
      case PERMISSION -> ExitCode.PERMISSION;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case TEMPORARY -> ExitCode.TEMPORARY;
    };
  }

  private static ExitCode exit(StateException e) {
    return switch (e.kind()) {
      case PERMISSION -> ExitCode.PERMISSION;
      case LOCKED -> ExitCode.TEMPORARY;
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

  private Reply bug(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    Reply.Builder reply =
        new Reply.Builder(command.name())
            .error(Line.Style.BAD, "postern " + command.name() + ": this is a bug of postern");
    trace.toString().lines().forEach(line -> reply.error(Line.Style.PLAIN, line));
    return reply.put("error", String.valueOf(e)).unknown("changed").exit(ExitCode.BUG).build();
  }
}
