package org.postern.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.simulate.RefusedDocument;
import org.postern.daemon.SetStatus;
import org.postern.daemon.SourceStatus;
import org.postern.daemon.status.HeldDocument;
import org.postern.daemon.status.StatusDocument;
import org.postern.daemon.status.TargetDocument;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.plan.EntryState;
import org.postern.policy.Refusal;
import org.postern.shell.WatchTable.Column;

/**
 * A live view, as sections of lines: from the documents of {@code status} and {@code refused},
 * whichever process answered them, at a moment.
 *
 * @param status the status, as it was told last
 * @param refused the refused peers, as they were told last; empty where that may not be known
 * @param now the moment
 */
record WatchView(StatusDocument status, Optional<RefusedDocument> refused, Instant now) {
  /** The width for a pipe, which has none. */
  static final int ANY_WIDTH = Integer.MAX_VALUE;

  /** The most peers that are shown; more are for {@code refused}. */
  static final int PEERS = 50;

  /**
   * A part of the view.
   *
   * @param title over the lines
   */
  record Section(String title, List<Line> lines) {
    Section {
      lines = List.copyOf(lines);
    }
  }

  /** A peer that was refused or observed. */
  record Peer(String address, String rule, String name, long count, Instant last) {}

  /** Returns the one line that is always there. */
  Line head() {
    return status
        .generation()
        .map(this::head)
        .orElseGet(() -> Line.of(Line.Style.CAUTION, "enforces nothing until a policy is applied"));
  }

  private Line head(StatusDocument.InForce generation) {
    String what = "generation %d (%s)".formatted(generation.number(), generation.digest());
    if (!status.isOfDaemon()) {
      return Line.of(
          Line.Style.CAUTION,
          what + ", no daemon runs: no source is followed and nothing is repaired");
    }
    boolean well =
        status.alarms().stream().noneMatch(StatusDocument.Standing::wakes)
            && status.targets().stream().allMatch(TargetDocument::inSync);
    return Line.of(
        well ? Line.Style.GOOD : Line.Style.BAD,
        what + (well ? ", all well" : ", a person has to look"));
  }

  /**
   * Returns all sections that have something to show, the most urgent first.
   *
   * @param width the width that no line exceeds
   */
  List<Section> sections(Optional<Peer> chosen, int width) {
    List<Section> all = new ArrayList<>();
    add("alarms", alarms(), width, all);
    add("held changes", held(), width, all);
    add("rules", rules(), width, all);
    add("sources", sources(), width, all);
    add("refused or observed, the latest first", peers(chosen), width, all);
    add("sets", sets(), width, all);
    add("events, the latest first", events(), width, all);
    return all;
  }

  private static void add(String title, WatchTable table, int width, List<Section> all) {
    List<Line> lines = table.lines(width);
    if (!lines.isEmpty()) {
      all.add(new Section(title, lines));
    }
  }

  private WatchTable alarms() {
    WatchTable table = new WatchTable(Column.text(20, 0), Column.fixed(1));
    for (StatusDocument.Standing alarm : status.alarms()) {
      table.add(
          alarm.wakes() ? Line.Style.BAD : Line.Style.CAUTION,
          Visible.text(alarm.message()),
          "(%s)".formatted(Ages.between(alarm.since(), now)));
    }
    for (TargetDocument target : status.targets()) {
      if (!target.inSync()) {
        table.add(
            Line.Style.BAD,
            Visible.text(target.target()) + " does not hold it: " + Visible.text(target.why()),
            "");
      }
    }
    return table;
  }

  private WatchTable held() {
    WatchTable table = new WatchTable(Column.name(12, 0), Column.text(20, 0));
    for (HeldDocument held : status.held()) {
      table.add(
          Line.Style.CAUTION,
          held.digest(),
          "%s of set %s (%s): %s"
              .formatted(
                  held.half().text(),
                  held.set(),
                  held.family().text(),
                  Visible.text(held.message())));
    }
    return table;
  }

  private WatchTable rules() {
    WatchTable table =
        new WatchTable(
            Column.name(8, 0),
            Column.fixed(2),
            Column.number(3),
            Column.number(1),
            Column.text(24, 0));
    for (StatusDocument.Rule rule : status.rules()) {
      add(
          rule,
          status.targets().stream()
              .flatMap(target -> Optional.ofNullable(target.counters().get(rule.rule())).stream())
              .toList(),
          table);
    }
    long fragments = status.targets().stream().mapToLong(TargetDocument::fragments).sum();
    if (fragments > 0) {
      table.add(Line.Style.PLAIN, "(fragments)", "", "", "%,d refused".formatted(fragments), "");
    }
    return table;
  }

  private void add(
      StatusDocument.Rule rule, List<TargetDocument.Counters> counted, WatchTable table) {
    long accepted = counted.stream().mapToLong(one -> one.accepted().orElse(0)).sum();
    long refused = counted.stream().mapToLong(TargetDocument.Counters::refused).sum();
    table.add(
        rule.openUntil().isPresent() ? Line.Style.CAUTION : Line.Style.PLAIN,
        Visible.text(rule.rule()),
        rule.otherwise().map(Refusal::text).orElse("accepts any"),
        counted.isEmpty() ? "" : "%,d accepted".formatted(accepted),
        counted.isEmpty() ? "" : "%,d %s".formatted(refused, others(rule)),
        rule.openUntil().map(end -> "open for all for " + Ages.between(now, end)).orElse(""));
  }

  private static String others(StatusDocument.Rule rule) {
    return rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent() ? "observed" : "refused";
  }

  private WatchTable sources() {
    WatchTable table =
        new WatchTable(
            Column.name(6, 3),
            Column.name(20, 0),
            Column.fixed(1),
            Column.number(4),
            Column.fixed(2),
            Column.fixed(5),
            Column.text(14, 0));
    for (SourceStatus source : status.sources()) {
      boolean fails = source.failures() > 0 || source.stale();
      String why = source.why().isEmpty() ? "" : ": " + Visible.text(source.why());
      String trouble =
          fails ? "no answer %s%s".formatted(Counted.of(source.failures(), "time"), why) : "";
      table.add(
          fails ? Line.Style.BAD : Line.Style.PLAIN,
          Visible.text(source.set()),
          Visible.text(source.source()),
          source.family().text(),
          "%,d".formatted(source.entries()),
          source.validUntil().map(end -> left("good for ", "good no more", end)).orElse(""),
          source.next().map(at -> left("asked in ", "asked now", at)).orElse(""),
          trouble);
    }
    return table;
  }

  private String left(String before, String over, Instant end) {
    Duration left = Duration.between(now, end);
    return left.isPositive() ? before + clock(left) : over;
  }

  private static String clock(Duration left) {
    return left.toHours() > 0
        ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
        : "%d:%02d".formatted(left.toMinutesPart(), left.toSecondsPart());
  }

  private WatchTable sets() {
    WatchTable table =
        new WatchTable(
            Column.name(8, 0),
            Column.fixed(1),
            Column.number(0),
            Column.number(3),
            Column.text(8, 2));
    for (SetStatus set : status.sets()) {
      if (set.prefixes() > 0 || set.entries() > 0) {
        table.add(
            Line.Style.PLAIN,
            Visible.text(set.set()),
            set.family().text(),
            Counted.grouped(set.entries(), "entry"),
            Counted.grouped(set.prefixes(), "prefix"),
            Stream.of(EntryState.FADING, EntryState.STALE, EntryState.HELD)
                .filter(standing -> set.of(standing) > 0)
                .map(standing -> "%,d %s".formatted(set.of(standing), standing.text()))
                .collect(Collectors.joining("  ")));
      }
    }
    return table;
  }

  /** Returns the peers, the latest first. */
  List<Peer> peers() {
    List<Peer> all = new ArrayList<>();
    refused.ifPresent(
        told -> {
          told.rules().orElse(List.of()).forEach(rule -> add(rule.peers(), rule.rule(), all));
          told.fragments().ifPresent(one -> add(one.peers(), "(fragments)", all));
        });
    return all.stream()
        .sorted((one, other) -> other.last().compareTo(one.last()))
        .limit(PEERS)
        .toList();
  }

  private static void add(List<RefusedDocument.Peer> peers, String rule, List<Peer> all) {
    for (RefusedDocument.Peer peer : peers) {
      all.add(new Peer(peer.peer(), rule, peer.name().orElse(""), peer.count(), peer.last()));
    }
  }

  private WatchTable peers(Optional<Peer> chosen) {
    WatchTable table =
        new WatchTable(
            Column.name(40, 0),
            Column.name(6, 4),
            Column.number(2),
            Column.number(1),
            Column.name(12, 3));
    for (Peer peer : peers()) {
      boolean isChosen =
          chosen
              .filter(one -> one.address().equals(peer.address()) && one.rule().equals(peer.rule()))
              .isPresent();
      table.add(
          isChosen ? Line.Style.HEADING : Line.Style.PLAIN,
          (isChosen ? "> " : "  ") + peer.address(),
          Visible.text(peer.rule()),
          Counted.grouped(peer.count(), "time"),
          Ages.between(peer.last(), now) + " ago",
          Visible.text(peer.name()));
    }
    return table;
  }

  private WatchTable events() {
    WatchTable table = new WatchTable(Column.number(1), Column.name(8, 2), Column.text(20, 0));
    for (StatusDocument.Happened event : status.latest().orElse(List.of()).reversed()) {
      table.add(
          Line.Style.PLAIN,
          Ages.between(event.at(), now) + " ago",
          Visible.text(event.event()),
          Visible.text(event.message()));
    }
    return table;
  }
}
