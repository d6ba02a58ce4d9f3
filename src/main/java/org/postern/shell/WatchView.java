package org.postern.shell;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;
import org.postern.shell.WatchTable.Column;

/**
 * What a live view shows, as sections of lines: from the trees of {@code status} and {@code
 * refused}, whichever process answered them, at a moment.
 *
 * @param status as it was told last
 * @param refused the same of peers; empty where that may not be known
 * @param now the moment
 */
record WatchView(JsonTree status, Optional<JsonTree> refused, Instant now) {
  /** For a pipe, which has no width. */
  static final int ANY_WIDTH = Integer.MAX_VALUE;

  /** More peers than that are for {@code refused}. */
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

  /** The one line that is always there. */
  Line head() throws IOException {
    boolean well = true;
    for (JsonTree alarm : status.objects("alarms")) {
      well &= !alarm.truth("wakes");
    }
    for (JsonTree target : status.objects("targets")) {
      well &= target.truth("inSync");
    }
    if (!status.has("generation")) {
      return Line.of(Line.Style.CAUTION, "enforces nothing until a policy is applied");
    }
    JsonTree generation = status.object("generation");
    String what =
        "generation %d (%s)".formatted(generation.number("number"), generation.string("digest"));
    if (!status.has("since")) {
      return Line.of(
          Line.Style.CAUTION, what + ", no daemon runs: nobody follows the sources or repairs");
    }
    return Line.of(
        well ? Line.Style.GOOD : Line.Style.BAD,
        what + (well ? ", all well" : ", somebody has to look"));
  }

  /**
   * All sections that have something to show, the most urgent first.
   *
   * @param width that no line exceeds
   */
  List<Section> sections(Optional<Peer> chosen, int width) throws IOException {
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

  private WatchTable alarms() throws IOException {
    WatchTable table = new WatchTable(Column.text(20, 0), Column.fixed(1));
    for (JsonTree alarm : status.objects("alarms")) {
      table.add(
          alarm.truth("wakes") ? Line.Style.BAD : Line.Style.CAUTION,
          visible(alarm, "message"),
          "(%s)".formatted(Ages.between(time(alarm, "since"), now)));
    }
    for (JsonTree target : status.objects("targets")) {
      if (!target.truth("inSync")) {
        table.add(
            Line.Style.BAD,
            visible(target, "target") + " does not hold it: " + visible(target, "why"),
            "");
      }
    }
    return table;
  }

  private WatchTable held() throws IOException {
    WatchTable table = new WatchTable(Column.name(12, 0), Column.text(20, 0));
    for (JsonTree held : status.objects("held")) {
      table.add(
          Line.Style.CAUTION,
          held.string("digest"),
          "%s of set %s (%s): %s"
              .formatted(
                  held.string("half"),
                  held.string("set"),
                  held.string("family"),
                  visible(held, "message")));
    }
    return table;
  }

  private WatchTable rules() throws IOException {
    Map<String, long[]> counted = new LinkedHashMap<>();
    for (JsonTree target : status.objects("targets")) {
      JsonTree counters = target.object("counters");
      for (String rule : counters.members().keySet()) {
        JsonTree one = counters.object(rule);
        long[] sum = counted.computeIfAbsent(rule, name -> new long[2]);
        sum[0] += one.has("accepted") ? one.number("accepted") : 0;
        sum[1] += one.number("refused");
      }
    }
    WatchTable table =
        new WatchTable(
            Column.name(8, 0),
            Column.fixed(2),
            Column.number(3),
            Column.number(1),
            Column.text(24, 0));
    for (JsonTree rule : status.objects("rules")) {
      add(rule, Optional.ofNullable(counted.get(rule.string("rule"))), table);
    }
    long fragments = 0;
    for (JsonTree target : status.objects("targets")) {
      fragments += target.has("fragments") ? target.number("fragments") : 0;
    }
    if (fragments > 0) {
      table.add(Line.Style.PLAIN, "(fragments)", "", "", "%,d refused".formatted(fragments), "");
    }
    return table;
  }

  private void add(JsonTree rule, Optional<long[]> counted, WatchTable table) throws IOException {
    String verdict = rule.has("otherwise") ? rule.string("otherwise") : "accepts any";
    boolean isOpen = rule.has("openUntil");
    table.add(
        isOpen ? Line.Style.CAUTION : Line.Style.PLAIN,
        visible(rule, "rule"),
        verdict,
        counted.map(one -> "%,d accepted".formatted(one[0])).orElse(""),
        counted.map(one -> "%,d %s".formatted(one[1], others(verdict))).orElse(""),
        isOpen ? "open for all for " + Ages.between(now, time(rule, "openUntil")) : "");
  }

  private static String others(String verdict) {
    return verdict.equals("observe") ? "observed" : "refused";
  }

  private WatchTable sources() throws IOException {
    WatchTable table =
        new WatchTable(
            Column.name(6, 3),
            Column.name(20, 0),
            Column.fixed(1),
            Column.number(4),
            Column.fixed(2),
            Column.fixed(5),
            Column.text(14, 0));
    for (JsonTree source : status.objects("sources")) {
      boolean fails = source.number("failures") > 0 || source.truth("stale");
      String why = source.string("why").isEmpty() ? "" : ": " + visible(source, "why");
      String trouble =
          fails
              ? "no answer %s%s".formatted(Counted.of(source.number("failures"), "time"), why)
              : "";
      table.add(
          fails ? Line.Style.BAD : Line.Style.PLAIN,
          visible(source, "set"),
          visible(source, "source"),
          source.string("family"),
          "%,d".formatted(source.number("entries")),
          left("good for ", "good no more", source, "validUntil"),
          left("asked in ", "asked now", source, "next"),
          trouble);
    }
    return table;
  }

  private String left(String before, String over, JsonTree tree, String member) throws IOException {
    if (!tree.has(member)) {
      return "";
    }
    Duration left = Duration.between(now, time(tree, member));
    return left.isPositive() ? before + clock(left) : over;
  }

  private static String clock(Duration left) {
    return left.toHours() > 0
        ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
        : "%d:%02d".formatted(left.toMinutesPart(), left.toSecondsPart());
  }

  private WatchTable sets() throws IOException {
    WatchTable table =
        new WatchTable(
            Column.name(8, 0),
            Column.fixed(1),
            Column.number(0),
            Column.number(3),
            Column.text(8, 2));
    for (JsonTree set : status.objects("sets")) {
      if (set.number("prefixes") > 0 || set.number("entries") > 0) {
        table.add(
            Line.Style.PLAIN,
            visible(set, "set"),
            set.string("family"),
            Counted.grouped(set.number("entries"), "entry"),
            Counted.grouped(set.number("prefixes"), "prefix"),
            (some(set, "fading") + some(set, "stale") + some(set, "held")).strip());
      }
    }
    return table;
  }

  private static String some(JsonTree set, String standing) throws IOException {
    long number = set.number(standing);
    return number == 0 ? "" : "  %,d %s".formatted(number, standing);
  }

  /** The peers, the latest first. */
  List<Peer> peers() throws IOException {
    List<Peer> all = new ArrayList<>();
    if (refused.isPresent()) {
      for (JsonTree rule : refused.get().objects("rules")) {
        add(rule, rule.string("rule"), all);
      }
      if (refused.get().has("fragments")) {
        add(refused.get().object("fragments"), "(fragments)", all);
      }
    }
    return all.stream()
        .sorted((one, other) -> other.last().compareTo(one.last()))
        .limit(PEERS)
        .toList();
  }

  private void add(JsonTree group, String rule, List<Peer> all) throws IOException {
    for (JsonTree peer : group.objects("peers")) {
      all.add(
          new Peer(
              peer.string("peer"),
              rule,
              peer.has("name") ? peer.string("name") : "",
              peer.number("count"),
              time(peer, "last")));
    }
  }

  private WatchTable peers(Optional<Peer> chosen) throws IOException {
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

  private WatchTable events() throws IOException {
    WatchTable table = new WatchTable(Column.number(1), Column.name(8, 2), Column.text(20, 0));
    for (JsonTree event : status.objects("latest").reversed()) {
      table.add(
          Line.Style.PLAIN,
          Ages.between(time(event, "at"), now) + " ago",
          visible(event, "event"),
          visible(event, "message"));
    }
    return table;
  }

  /** Outside text, by the places that it will take. */
  private static String visible(JsonTree tree, String member) throws IOException {
    return Visible.text(tree.string(member));
  }

  private static Instant time(JsonTree tree, String member) throws IOException {
    try {
      return Instant.parse(tree.string(member));
    } catch (DateTimeException e) {
      throw new IOException("member \"" + member + "\" is not a time", e);
    }
  }
}
