package org.postern.command.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.source.Resolution;

/** Shows the sources of a subject. */
final class SourcesReport {
  /** The most literals of a set that are listed; more are counted, and JSON lists all. */
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
    List<SourcesDocument.Source> sources = new ArrayList<>();
    for (SetDefinition set : subject.prepared().policy().sets()) {
      reply.line(Line.Style.HEADING, "set " + set.name());
      int literals = 0;
      for (SourceSpec source : set.sources()) {
        literals += source instanceof LiteralSource ? 1 : 0;
        SourcesDocument.Source document = document(set, source);
        if (!(source instanceof LiteralSource) || literals <= LITERALS) {
          Paragraph.of("  ", title(source) + " (" + place(source) + ")").forEach(reply::line);
        }
        document.halves().forEach(half -> text(half, reply));
        sources.add(document);
      }
      if (literals > LITERALS) {
        reply.line(
            Line.Style.ASIDE,
            "  and %s (--format json lists all)"
                .formatted(Counted.grouped(literals - LITERALS, "more literal")));
      }
    }
    if (sources.isEmpty()) {
      reply.line(Line.Style.ASIDE, "the policy has no source");
    }
    reply.document(new SourcesDocument(sources));
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

  private SourcesDocument.Source document(SetDefinition set, SourceSpec source) {
    Optional<LiteralSource> literal =
        source instanceof LiteralSource one ? Optional.of(one) : Optional.empty();
    Stream<Family> families =
        source.isLocked() ? source.families().stream().sorted() : Stream.empty();
    return new SourcesDocument.Source(
        set.name(),
        source.id(),
        source.kindWord(),
        source.span().position(),
        literal.map(LiteralSource::label),
        literal.flatMap(LiteralSource::until),
        families.map(family -> half(new LastGood.Key(set.name(), source.id(), family))).toList());
  }

  private SourcesDocument.Half half(LastGood.Key key) {
    Optional<Resolution> found = Optional.ofNullable(resolutions.get(key));
    Map<EntryState, Integer> counts = standings.getOrDefault(key, Map.of());
    Question question = new Question(key.source(), key.family());
    return new SourcesDocument.Half(
        key.family(),
        found.map(SourcesReport::result).orElse(SourcesDocument.Result.UNKNOWN),
        found.flatMap(SourcesReport::why),
        found.flatMap(this::answer),
        counts.getOrDefault(EntryState.FADING, 0),
        counts.getOrDefault(EntryState.HELD, 0),
        subject.status().map(status -> status.failures().getOrDefault(question, 0)),
        subject.status().flatMap(status -> Optional.ofNullable(status.turns().get(question))));
  }

  private static SourcesDocument.Result result(Resolution found) {
    return switch (found) {
      case Resolution.Fresh fresh ->
          fresh.entries().isEmpty() ? SourcesDocument.Result.ABSENT : SourcesDocument.Result.DATA;
      case Resolution.Stale _, Resolution.Failed _ -> SourcesDocument.Result.NONE;
    };
  }

  private static Optional<String> why(Resolution found) {
    return switch (found) {
      case Resolution.Fresh _ -> Optional.empty();
      case Resolution.Stale stale -> Optional.of(stale.why().detail());
      case Resolution.Failed failed -> Optional.of(failed.why().detail());
    };
  }

  private Optional<SourcesDocument.Answer> answer(Resolution found) {
    return switch (found) {
      case Resolution.Fresh fresh ->
          Optional.of(
              answer(fresh.entries().size(), fresh.at(), fresh.ttl(), fresh.server(), fresh.via()));
      case Resolution.Stale stale -> {
        LastGood last = stale.last();
        yield Optional.of(
            answer(last.entries().size(), last.at(), last.ttl(), last.server(), last.via()));
      }
      case Resolution.Failed _ -> Optional.empty();
    };
  }

  private SourcesDocument.Answer answer(
      int entries, Instant at, Duration ttl, String server, List<String> via) {
    Duration left = Duration.between(subject.now(), at.plus(ttl));
    return new SourcesDocument.Answer(
        entries,
        at,
        server,
        via,
        server.isEmpty() ? OptionalLong.empty() : OptionalLong.of(left.toSeconds()));
  }

  private void text(SourcesDocument.Half half, Reply.Builder reply) {
    List<String> said = new ArrayList<>();
    said.add(head(half));
    half.last().filter(answer -> !answer.server().isEmpty()).ifPresent(one -> answered(one, said));
    if (half.last().isPresent()) {
      half.why().ifPresent(said::add);
    }
    if (half.fading() > 0) {
      said.add(Counted.number(half.fading()) + " fading");
    }
    if (half.held() > 0) {
      said.add(Counted.number(half.held()) + " held");
    }
    half.failures()
        .filter(failures -> failures > 0)
        .ifPresent(failures -> said.add("failed " + Counted.of(failures, "time")));
    half.next().ifPresent(at -> said.add("asked in " + Ages.between(subject.now(), at)));
    Line.Style style =
        switch (half.result()) {
          case UNKNOWN, DATA, ABSENT -> Line.Style.PLAIN;
          case NONE -> half.last().isPresent() ? Line.Style.CAUTION : Line.Style.BAD;
        };
    Paragraph.of("    ", half.family().label() + " " + String.join(", ", said))
        .forEach(line -> reply.line(style, line));
  }

  private static String head(SourcesDocument.Half half) {
    int entries = half.last().map(SourcesDocument.Answer::entries).orElse(0);
    return switch (half.result()) {
      case UNKNOWN -> "not asked yet";
      case DATA -> Counted.of(entries, "entry");
      case ABSENT -> "no entry";
      case NONE ->
          half.last().isPresent()
              ? "stale: " + Counted.of(entries, "entry")
              : "never answered: " + half.why().orElse("");
    };
  }

  private void answered(SourcesDocument.Answer answer, List<String> said) {
    said.add(Ages.between(answer.at(), subject.now()) + " ago");
    long left = answer.ttlLeft().orElse(0);
    if (left > 0) {
      said.add("good for " + Ages.text(Duration.ofSeconds(left)));
    }
    said.add("by " + answer.server());
    if (!answer.via().isEmpty()) {
      said.add("by way of " + String.join(" ", answer.via()));
    }
  }
}
