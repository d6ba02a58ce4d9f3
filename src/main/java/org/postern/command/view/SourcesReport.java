package org.postern.command.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.daemon.Status;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.source.Resolution;

/** The sources of a subject. */
final class SourcesReport {
  /** More literals of a set than that are counted, not listed; JSON lists all. */
  private static final int LITERALS = 20;

  private final Subject subject;
  private final Map<LastGood.Key, Resolution> resolutions = new LinkedHashMap<>();
  private final Map<LastGood.Key, Map<EntryState, Integer>> standings = new LinkedHashMap<>();

  SourcesReport(Subject subject) {
    this.subject = subject;
    subject.prepared().resolved().resolutions().forEach(one -> resolutions.put(one.key(), one));
    for (EffectiveEntry one : subject.prepared().meaning().settled().rows()) {
      standings
          .computeIfAbsent(one.key(), key -> new LinkedHashMap<>())
          .merge(one.state(), 1, Integer::sum);
    }
  }

  void add(Reply.Builder reply) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (SetDefinition set : subject.prepared().policy().sets()) {
      reply.line(Line.Style.HEADING, "set " + set.name());
      int literals = 0;
      for (SourceSpec source : set.sources()) {
        literals += source instanceof LiteralSource ? 1 : 0;
        boolean shown = !(source instanceof LiteralSource) || literals <= LITERALS;
        trees.add(add(set, source, shown, reply));
      }
      if (literals > LITERALS) {
        reply.line(
            Line.Style.ASIDE,
            "  and %s (--format json lists all)"
                .formatted(Counted.grouped(literals - LITERALS, "more literal")));
      }
    }
    if (trees.isEmpty()) {
      reply.line(Line.Style.ASIDE, "the policy has no source");
    }
    reply.put("sources", trees);
  }

  private Map<String, Object> add(
      SetDefinition set, SourceSpec source, boolean shown, Reply.Builder reply) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", set.name());
    tree.put("source", source.id());
    tree.put("kind", source.kindWord());
    tree.put("line", source.span().position());
    if (source instanceof LiteralSource literal) {
      tree.put("label", literal.label());
      literal.until().ifPresent(day -> tree.put("until", day.toString()));
    }
    if (shown) {
      Paragraph.of("  ", title(source) + " (" + place(source) + ")").forEach(reply::line);
    }
    List<Map<String, Object>> halves = new ArrayList<>();
    if (source.isLocked()) {
      for (Family family : source.families().stream().sorted().toList()) {
        LastGood.Key key = new LastGood.Key(set.name(), source.id(), family);
        halves.add(half(key, reply));
      }
    }
    tree.put("halves", halves);
    return tree;
  }

  private static String title(SourceSpec source) {
    return source instanceof LiteralSource literal
        ? literal.text()
            + (literal.label().isEmpty() ? "" : " \"" + literal.label() + "\"")
            + literal.until().map(day -> " until " + day).orElse("")
        : source.id();
  }

  private String place(SourceSpec source) {
    boolean ofPolicy = source.span().file().equals(subject.prepared().policy().file());
    return ofPolicy
        ? "line " + source.span().line()
        : source.span().file() + ":" + source.span().line();
  }

  private Map<String, Object> half(LastGood.Key key, Reply.Builder reply) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("family", key.family().text());
    Optional<Resolution> found = Optional.ofNullable(resolutions.get(key));
    List<String> said = new ArrayList<>();
    Line.Style style = Line.Style.PLAIN;
    if (found.isEmpty()) {
      said.add("not asked yet");
      tree.put("result", "unknown");
    } else {
      style =
          switch (found.get()) {
            case Resolution.Fresh fresh -> fresh(fresh, said, tree);
            case Resolution.Stale stale -> stale(stale, said, tree);
            case Resolution.Failed failed -> failed(failed, said, tree);
          };
    }
    standing(key, said, tree);
    turn(key, said, tree);
    Line.Style shade = style;
    Paragraph.of("    ", key.family().label() + " " + String.join(", ", said))
        .forEach(line -> reply.line(shade, line));
    return tree;
  }

  private Line.Style fresh(Resolution.Fresh fresh, List<String> said, Map<String, Object> tree) {
    boolean data = !fresh.entries().isEmpty();
    tree.put("result", data ? "data" : "absent");
    said.add(data ? Counted.of(fresh.entries().size(), "entry") : "no entry");
    answered(
        fresh.entries().size(), fresh.at(), fresh.ttl(), fresh.server(), fresh.via(), said, tree);
    return Line.Style.PLAIN;
  }

  private Line.Style stale(Resolution.Stale stale, List<String> said, Map<String, Object> tree) {
    tree.put("result", "none");
    tree.put("why", stale.why().detail());
    LastGood last = stale.last();
    said.add("stale: " + Counted.of(last.entries().size(), "entry"));
    answered(last.entries().size(), last.at(), last.ttl(), last.server(), last.via(), said, tree);
    said.add(stale.why().detail());
    return Line.Style.CAUTION;
  }

  private static Line.Style failed(
      Resolution.Failed failed, List<String> said, Map<String, Object> tree) {
    tree.put("result", "none");
    tree.put("why", failed.why().detail());
    said.add("never answered: " + failed.why().detail());
    return Line.Style.BAD;
  }

  private void answered(
      int entries,
      Instant at,
      Duration ttl,
      String server,
      List<String> via,
      List<String> said,
      Map<String, Object> tree) {
    tree.put("entries", entries);
    tree.put("at", at.toString());
    tree.put("server", server);
    tree.put("via", via);
    if (server.isEmpty()) {
      return;
    }
    Duration left = Duration.between(subject.now(), at.plus(ttl));
    tree.put("ttlLeft", left.toSeconds());
    said.add(Ages.between(at, subject.now()) + " ago");
    if (left.isPositive()) {
      said.add("good for " + Ages.text(left));
    }
    said.add("by " + server);
    if (!via.isEmpty()) {
      said.add("by way of " + String.join(" ", via));
    }
  }

  private void standing(LastGood.Key key, List<String> said, Map<String, Object> tree) {
    Map<EntryState, Integer> counts = standings.getOrDefault(key, Map.of());
    for (EntryState standing : List.of(EntryState.FADING, EntryState.HELD)) {
      int count = counts.getOrDefault(standing, 0);
      tree.put(standing.text(), count);
      if (count > 0) {
        said.add(SetsReport.number(count) + " " + standing.text());
      }
    }
  }

  /** When a daemon asks again, and how often it has failed. */
  private void turn(LastGood.Key key, List<String> said, Map<String, Object> tree) {
    if (subject.status().isEmpty()) {
      return;
    }
    Status status = subject.status().get();
    Question question = new Question(key.source(), key.family());
    int failures = status.failures().getOrDefault(question, 0);
    tree.put("failures", failures);
    if (failures > 0) {
      said.add("failed " + Counted.of(failures, "time"));
    }
    Optional.ofNullable(status.turns().get(question))
        .ifPresent(
            next -> {
              tree.put("next", next.toString());
              said.add("asked in " + Ages.between(subject.now(), next));
            });
  }
}
