package org.postern.command.rehearse;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.PolicyWords;
import org.postern.command.ReadingProgress;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.command.outcome.ObstacleReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.command.simulate.MailRules;
import org.postern.command.view.WhyCommand;
import org.postern.diagnostic.Report;
import org.postern.host.HostAddresses;
import org.postern.host.Progress;
import org.postern.host.log.LogReader;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;

/** Says whom a policy would have refused of those whom logs tell of: {@code rehearse LOGFILE}. */
public final class RehearseCommand {
  private static final Option PORT =
      Option.value("--port", "PORT", "the port dialled, where a log does not tell it; default 25");
  private static final Option TOP =
      Option.value("--top", "N", "list so many hosts, those first for which most speaks");
  private static final int SMTP = 25;

  private final Pipelines pipelines;
  private final Progress progress;
  private final Supplier<InputStream> input;

  public RehearseCommand(Pipelines pipelines, Progress progress) {
    this(pipelines, progress, () -> new FileInputStream(FileDescriptor.in));
  }

  /** Creates the command with another standard input. */
  public RehearseCommand(Pipelines pipelines, Progress progress, Supplier<InputStream> input) {
    this.pipelines = pipelines;
    this.progress = progress;
    this.input = input;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "rehearse",
            "read mail logs and say who would have been refused; no root, nothing installed",
            List.of(
                Parameter.several(
                    "LOGFILE",
                    "log of Postfix, Exim, Sendmail, Exchange or SmarterMail, journalctl's output,"
                        + " or any text; also gzip and xz; - is standard input")),
            Command.options(Requests.reading(), PolicyWords.OPTION, PORT, TOP),
            "postern rehearse /var/log/mail.log --policy policy.yaml",
            this::rehearse));
  }

  private Reply rehearse(Invocation invocation) throws IOException {
    Optional<Integer> port = invocation.value(PORT.name()).map(WhyCommand::port);
    Optional<Integer> top = invocation.value(TOP.name()).map(RehearseCommand::number);
    List<String> logs =
        invocation.words().stream().filter(word -> !PolicyWords.isPolicy(word)).toList();
    Optional<String> policy = policy(invocation, logs);
    for (String file : logs) {
      requireFile(file);
    }
    Reply.Builder reply = new Reply.Builder("rehearse");
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<Prepared> prepared = pipeline.prepare(Requests.of(invocation, policy), report);
    Diagnostics.add(report, reply);
    if (prepared.isEmpty()) {
      return reply.build();
    }
    PreparedReport.warn(prepared.get(), reply);
    ObstacleReport.add(prepared.get().meaning().obstacles(), Prepared.noPolicy(), reply);
    if (MailRules.leftOut(prepared.get().meaning().ruleset(), "rehearsed", reply)) {
      reply.exit(ExitCode.NO);
    }
    HostAddresses host = pipeline.surroundings().addresses();
    RehearsalJudge judge = new RehearsalJudge(prepared.get().meaning().ruleset(), host.read());
    LogReader reader = new LogReader(pipeline.actor().now(), ZoneId.systemDefault());
    Rehearsal rehearsal = new Rehearsal(reader, new RehearsalTally(judge, port), reply);
    for (String file : logs) {
      try (InputStream in = ReadingProgress.open(file, input, progress)) {
        rehearsal.read(file, in);
      }
    }
    rehearsal.end();
    return new RehearsalReport(prepared.get().policy(), host.vicinity(), top, reply)
        .add(rehearsal.all(), port.orElse(SMTP))
        .build();
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new UsageException(TOP.name() + " " + text + ": write a number above zero");
  }

  /** Returns the policy among the named files: no log is a YAML file or the folder of a policy. */
  private static Optional<String> policy(Invocation invocation, List<String> logs) {
    List<String> named = invocation.words().stream().filter(PolicyWords::isPolicy).toList();
    if (named.size() > 1) {
      throw new UsageException(
          "two policies are named, %s and %s: leave one out".formatted(named.get(0), named.get(1)));
    }
    if (logs.isEmpty()) {
      throw new UsageException("name a log, or - for standard input");
    }
    return PolicyWords.one(named.stream().findFirst(), invocation);
  }

  /** Checks that a file is there, before the first of many gigabytes is read. */
  private static void requireFile(String file) throws IOException {
    if (file.equals(ReadingProgress.STANDARD_INPUT)) {
      return;
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new UsageException(file + " is a folder; name the files in it");
    }
    if (Files.notExists(Path.of(file))) {
      throw new NoSuchFileException(file);
    }
  }
}
