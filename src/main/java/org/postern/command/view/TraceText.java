package org.postern.command.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.EntryState;
import org.postern.policy.FileSource;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryLines;
import org.postern.source.Resolution;
import org.postern.source.RetainedEntry;

/** Tells where addresses come from: the sets, the source, its answer, and the line of a list. */
public final class TraceText {
  private final Instant now;
  private final EntryLines lines = new EntryLines();

  public TraceText(Instant now) {
    this.now = now;
  }

  /** Returns where an address comes from, as a sentence. */
  public String sentence(Explainer.Trace trace) {
    StringBuilder text = new StringBuilder("Set ");
    text.append(String.join(" > ", trace.sets()));
    text.append(trace.block().map(TraceText::covering).orElse(" holds "));
    text.append(trace.entry().entry().interval());
    if (!trace.entry().entry().label().isEmpty()) {
      text.append(" \"").append(Visible.text(trace.entry().entry().label())).append('"');
    }
    text.append(" from ").append(trace.entry().key().source());
    trace.source().ifPresent(spec -> text.append(" (").append(place(trace, spec)).append(')'));
    trace.resolution().ifPresent(resolution -> text.append(answer(resolution)));
    text.append(", first seen ").append(trace.entry().entry().firstSeen());
    if (trace.entry().state() != EntryState.FRESH) {
      text.append(", ").append(trace.entry().state().text());
      trace.entry().until().ifPresent(until -> text.append(" until ").append(until));
    }
    return text.append('.').toString();
  }

  private static String covering(Explainer.Block block) {
    return ", widened, covers it by %s, which holds %s, beside "
        .formatted(block.interval(), Counted.grouped(block.members(), "entry"));
  }

  private String place(Explainer.Trace trace, SourceSpec source) {
    String position = source.span().position();
    OptionalInt line =
        source instanceof FileSource list
            ? lines.of(list, trace.entry().entry().interval())
            : OptionalInt.empty();
    return line.isPresent() ? position + ", its line " + line.getAsInt() : position;
  }

  private String answer(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Fresh fresh -> fresh(fresh);
      case Resolution.Stale stale ->
          ", last answered %s, no information since: %s"
              .formatted(stale.last().at(), stale.why().detail());
      case Resolution.Failed failed -> "";
    };
  }

  private String fresh(Resolution.Fresh fresh) {
    if (fresh.server().isEmpty()) {
      return "";
    }
    String via = fresh.via().isEmpty() ? "" : " by way of " + String.join(", ", fresh.via());
    Duration left = left(fresh);
    boolean over = fresh.server().equals("lockfile") || left.isNegative();
    String ttl = over ? "" : ", good for %ds more".formatted(left.toSeconds());
    return ", answered by " + fresh.server() + via + ttl;
  }

  /** Returns the same for programs. */
  WhyDocument.Trace document(Explainer.Trace trace) {
    RetainedEntry entry = trace.entry().entry();
    Optional<Resolution.Fresh> fresh =
        trace
            .resolution()
            .filter(Resolution.Fresh.class::isInstance)
            .map(Resolution.Fresh.class::cast);
    return new WhyDocument.Trace(
        trace.sets(),
        trace.entry().key().source(),
        trace.source().map(spec -> spec.span().position()),
        entry.interval().toString(),
        entry.label(),
        trace.widened(),
        trace.block().map(block -> block.interval().toString()),
        trace.entry().state(),
        entry.firstSeen(),
        entry.lastConfirmed(),
        trace.entry().until(),
        fresh.map(Resolution.Fresh::server),
        fresh.map(Resolution.Fresh::via),
        fresh.map(one -> left(one).toSeconds()));
  }

  private Duration left(Resolution.Fresh fresh) {
    return Duration.between(now, fresh.at().plus(fresh.ttl()));
  }
}
