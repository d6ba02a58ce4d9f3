package org.postern.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.host.log.LogReader;
import org.postern.host.log.UnreadableLogException;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;

/** Says whom a policy would have refused of those whom logs tell of: {@code rehearse LOGFILE}. */
final class RehearseCommand {
  private static final Option PORT =
      Option.value("--port", "PORT", "the port dialled, where a log does not tell it; default 25");
  private static final int SMTP = 25;

  private final Pipelines pipelines;
  private final Progress progress;
  private final Supplier<InputStream> input;

  RehearseCommand(Pipelines pipelines, Progress progress) {
    this(pipelines, progress, () -> new FileInputStream(FileDescriptor.in));
  }

  /** With something else as standard input. */
  RehearseCommand(Pipelines pipelines, Progress progress, Supplier<InputStream> input) {
    this.pipelines = pipelines;
    this.progress = progress;
    this.input = input;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "rehearse",
            "read mail logs and say who would have been refused; no root, nothing installed",
            List.of(
                Parameter.several(
                    "LOGFILE",
                    "log of Postfix, Exim, Exchange or SmarterMail, journalctl's output, or any"
                        + " text; also gzip and xz; - is standard input")),
            Command.options(Requests.reading(), PolicyWords.OPTION, PORT),
            "postern rehearse /var/log/mail.log --policy policy.yaml",
            this::rehearse));
  }

  private Reply rehearse(Invocation invocation) throws IOException {
    int port = invocation.value(PORT.name()).map(WhyCommand::port).orElse(SMTP);
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
    OutcomeReport.obstacles(prepared.get().meaning().obstacles(), reply);
    AddressSet own = pipeline.parts().surroundings().addresses().read();
    RehearsalJudge judge = new RehearsalJudge(prepared.get().meaning().ruleset(), own);
    LogReader reader = new LogReader(pipeline.parts().clock().instant(), ZoneId.systemDefault());
    RehearsalTally all = new RehearsalTally(judge, port);
    List<Map<String, Object>> files = new ArrayList<>();
    for (String file : logs) {
      files.add(read(file, reader, all, reply));
    }
    reply.put("files", files);
    return new RehearsalReport(prepared.get().policy(), reply).add(all, port).build();
  }

  /** No log is a YAML file or the folder of a policy, so one among them is the policy. */
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

  /** Before the first of many gigabytes is read. */
  private static void requireFile(String file) throws IOException {
    if (file.equals(ReadingProgress.STANDARD_INPUT)) {
      return;
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new UsageException(file + " is a folder; name the files in it");
    }
    if (!Files.exists(Path.of(file))) {
      throw new NoSuchFileException(file);
    }
  }

  private Map<String, Object> read(
      String file, LogReader reader, RehearsalTally all, Reply.Builder reply) throws IOException {
    RehearsalTally known = all.another();
    RehearsalTally mentioned = all.another();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", file);
    try (InputStream in = ReadingProgress.open(file, input, progress)) {
      LogReader.Summary summary =
          reader.read(in, String.valueOf(Path.of(file).getFileName()), known, mentioned);
      RehearsalTally counted = summary.known() ? known : mentioned;
      all.add(counted);
      told(file, summary, counted.count(), reply);
      tree.put("formats", summary.formats());
      tree.put("packing", summary.packing());
      tree.put("lines", summary.lines());
      tree.put("connections", counted.count());
      tree.put("notes", summary.notes());
      summary.damage().ifPresent(damage -> tree.put("damage", damage));
    } catch (UnreadableLogException e) {
      reply.error(Line.Style.BAD, file + " " + e.getMessage()).exit(ExitCode.WRONG_INPUT);
      tree.put("damage", String.valueOf(e.getMessage()));
    }
    return tree;
  }

  private static void told(
      String file, LogReader.Summary summary, long connections, Reply.Builder reply) {
    String packing = summary.packing().isEmpty() ? "" : " (" + summary.packing() + ")";
    reply.line(
        Line.Style.ASIDE,
        "%s: %s%s, %s, %s"
            .formatted(
                file,
                String.join(", ", summary.formats()),
                packing,
                Counted.grouped(summary.lines(), "line"),
                Counted.grouped(connections, "connection")));
    summary.notes().forEach(note -> reply.error(Line.Style.ASIDE, file + ": " + note));
    summary
        .damage()
        .ifPresent(
            damage ->
                reply
                    .error(Line.Style.BAD, file + ": " + damage + "; what was read counts")
                    .exit(ExitCode.WRONG_INPUT));
    if (!summary.known() && summary.lines() > 0 && connections == 0) {
      reply.error(Line.Style.BAD, file + ": there is no address in it").exit(ExitCode.WRONG_INPUT);
    }
  }
}
