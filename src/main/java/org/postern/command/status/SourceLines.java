package org.postern.command.status;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.view.SourceWords;
import org.postern.daemon.SetStatus;
import org.postern.daemon.SourceStatus;
import org.postern.daemon.status.StatusDocument;
import org.postern.diagnostic.Counted;
import org.postern.plan.EntryState;

/** Writes the sources, sets and mail domains of a status as lines for people. */
final class SourceLines {
  private final StatusDocument status;
  private final Reply.Builder reply;

  /**
   * Creates the lines of one status.
   *
   * @param reply gets the lines
   */
  SourceLines(StatusDocument status, Reply.Builder reply) {
    this.status = status;
    this.reply = reply;
  }

  /** Adds all of them. */
  void add() {
    sources();
    status.learning().map(SourceWords::ofLearning).ifPresent(reply::line);
    sets();
    domains();
  }

  private void sources() {
    boolean degraded = false;
    for (SourceStatus source : status.sources()) {
      boolean fails = source.result().filter(SourceStatus.Result.NONE::equals).isPresent();
      degraded |= fails || source.stale();
      reply.line(
          fails ? Line.Style.CAUTION : Line.Style.PLAIN,
          "source %s of set %s (%s): %s%s"
              .formatted(
                  source.source(),
                  source.set(),
                  source.family().label(),
                  String.join(", ", said(source)),
                  source.why().isEmpty() ? "" : ": " + source.why()));
    }
    reply.put("degraded", degraded);
  }

  private List<String> said(SourceStatus source) {
    List<String> said = new ArrayList<>();
    said.add(source.result().map(SourceWords::of).orElse("not asked now"));
    source
        .lastSuccess()
        .map(
            at ->
                Counted.of(source.entries(), "entry")
                    + " "
                    + Ages.between(at, status.at())
                    + " ago")
        .ifPresent(said::add);
    source
        .validUntil()
        .filter(end -> end.isAfter(status.at()))
        .ifPresent(end -> said.add("good for " + Ages.between(status.at(), end)));
    if (source.failures() > 0) {
      said.add("failed " + Counted.of(source.failures(), "time"));
    }
    source.next().ifPresent(at -> said.add("asked in " + Ages.between(status.at(), at)));
    return said;
  }

  private void domains() {
    for (StatusDocument.Domains set : status.domains()) {
      StringBuilder parts = new StringBuilder();
      if (set.waiting() > 0) {
        parts.append(", %d waiting".formatted(set.waiting()));
      }
      if (set.leftOut() > 0) {
        parts.append(", %d not taken".formatted(set.leftOut()));
      }
      set.next().ifPresent(at -> parts.append(", next change at ").append(at));
      reply.line(
          "set of domains %s: %s%s"
              .formatted(set.set(), Counted.of(set.members(), "domain"), parts));
    }
  }

  private void sets() {
    for (SetStatus set : status.sets()) {
      if (set.entries() == 0 && set.prefixes() == 0) {
        continue;
      }
      StringBuilder parts = new StringBuilder();
      for (EntryState standing : List.of(EntryState.FADING, EntryState.STALE, EntryState.HELD)) {
        if (set.of(standing) > 0) {
          parts.append(", %s %s".formatted(Counted.of(set.of(standing), "entry"), standing.text()));
        }
      }
      reply.line(
          "set %s (%s): %s, in force as %s%s"
              .formatted(
                  set.set(),
                  set.family().label(),
                  Counted.of(set.entries(), "entry"),
                  Counted.of(set.prefixes(), "prefix"),
                  parts));
    }
  }
}
