package org.postern.command.rehearse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.host.log.LogReader;
import org.postern.host.log.line.UnreadableLogException;

/** Reads logs one after the other, and says of each what it was and what was not understood. */
final class Rehearsal {
  private final LogReader reader;
  private final RehearsalTally all;
  private final Reply.Builder reply;
  private final List<LogsDocument.Log> files = new ArrayList<>();
  private long undecided;
  private Optional<String> example = Optional.empty();
  private long lines;

  /**
   * Creates a rehearsal into a tally.
   *
   * @param all the tally of all files
   */
  Rehearsal(LogReader reader, RehearsalTally all, Reply.Builder reply) {
    this.reader = reader;
    this.all = all;
    this.reply = reply;
  }

  RehearsalTally all() {
    return all;
  }

  /** Reads one file to its end. */
  void read(String file, InputStream in) throws IOException {
    RehearsalTally servers = all.another();
    RehearsalTally unknown = all.another();
    RehearsalTally others = all.another();
    LogReader.Summary summary;
    try {
      String name = String.valueOf(Path.of(file).getFileName());
      summary = reader.read(in, name, new LogReader.Takers(servers, unknown, others));
    } catch (UnreadableLogException e) {
      reply.error(Line.Style.BAD, file + " " + e.getMessage()).exit(ExitCode.WRONG_INPUT);
      files.add(
          new LogsDocument.Log(
              file, Optional.empty(), Optional.of(String.valueOf(e.getMessage()))));
      return;
    }
    long before = all.count();
    if (summary.counted().servers()) {
      all.add(servers);
    }
    if (summary.counted().unknown()) {
      all.add(unknown);
    }
    if (summary.counted().others()) {
      all.add(others);
    }
    long connections = all.count() - before;
    lines += summary.lines();
    told(file, summary, connections);
    undecided(file, summary);
    files.add(
        new LogsDocument.Log(
            file,
            Optional.of(
                new LogsDocument.Contents(
                    summary.undecided(),
                    summary.formats(),
                    summary.packing(),
                    summary.lines(),
                    connections,
                    summary.notes())),
            summary.damage()));
  }

  private void told(String file, LogReader.Summary summary, long connections) {
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
    if (!summary.counted().servers() && summary.lines() > 0 && connections == 0) {
      reply.error(Line.Style.BAD, file + ": there is no address in it").exit(ExitCode.WRONG_INPUT);
    }
  }

  /**
   * Reports lines in which a mail server said something of a peer that was not understood: they are
   * no reason to say all is well.
   */
  private void undecided(String file, LogReader.Summary summary) {
    undecided += summary.undecided();
    example = example.or(summary::example);
    if (summary.undecided() > 0) {
      reply
          .error(
              Line.Style.BAD,
              "%s: incomplete: %s that a mail server wrote about an address %s not"
                      .formatted(
                          file,
                          Counted.grouped(summary.undecided(), "line"),
                          Counted.one(summary.undecided(), "was", "were"))
                  + " understood, such as: "
                  + summary.example().orElse(""))
          .exit(ExitCode.NO);
    }
  }

  /** Says what holds of all files together. */
  void end() {
    reply.document(
        new LogsDocument(
            files,
            undecided == 0
                ? Optional.empty()
                : Optional.of(new LogsDocument.Incomplete(undecided, example.orElse("")))));
    if (lines > 0 && all.count() == 0) {
      reply
          .error(Line.Style.BAD, "no connection is told of, so nothing was judged")
          .exit(ExitCode.NO);
    }
  }
}
