package org.postern.command.view;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.EntryState;
import org.postern.policy.FileSource;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryLines;
import org.postern.source.Resolution;

/** Tells where addresses come from: the sets, the source, its answer, and the line of a list. */
public final class TraceText {
  private final Instant now;
  private final EntryLines lines = new EntryLines();

  public TraceText(Instant now) {
    this.now = now;
  }

  /** Where an address comes from, as a sentence. */
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
    Duration left = Duration.between(now, fresh.at().plus(fresh.ttl()));
    boolean over = fresh.server().equals("lockfile") || left.isNegative();
    String ttl = over ? "" : ", good for %ds more".formatted(left.toSeconds());
    return ", answered by " + fresh.server() + via + ttl;
  }

  /** The same for programs. */
  Map<String, Object> tree(Explainer.Trace trace) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sets", trace.sets());
    tree.put("source", trace.entry().key().source());
    trace.source().ifPresent(spec -> tree.put("line", spec.span().position()));
    tree.put("net", trace.entry().entry().interval().toString());
    tree.put("label", trace.entry().entry().label());
    tree.put("widened", trace.widened());
    trace.block().ifPresent(block -> tree.put("block", block.interval().toString()));
    tree.put("standing", trace.entry().state().text());
    tree.put("firstSeen", trace.entry().entry().firstSeen().toString());
    tree.put("lastConfirmed", trace.entry().entry().lastConfirmed().toString());
    trace.entry().until().ifPresent(until -> tree.put("until", until.toString()));
    if (trace.resolution().orElse(null) instanceof Resolution.Fresh fresh) {
      tree.put("server", fresh.server());
      tree.put("via", fresh.via());
      tree.put("ttlLeft", Duration.between(now, fresh.at().plus(fresh.ttl())).toSeconds());
    }
    return tree;
  }
}
