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
import org.postern.diagnostic.Count;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;

/**
 * What a live view shows, as sections of lines: from the trees of {@code status} and {@code
 * refused}, whoever answered them, at a moment.
 *
 * @param status as it was told last
 * @param refused the same of peers; empty where that may not be known
 * @param now the moment
 */
record WatchView(JsonTree status, Optional<JsonTree> refused, Instant now) {
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

  /** All sections that have something to show, the most urgent first. */
  List<Section> sections(Optional<Peer> chosen) throws IOException {
    List<Section> all = new ArrayList<>();
    add("alarms", alarms(), all);
    add("held changes", held(), all);
    add("rules", rules(), all);
    add("sources", sources(), all);
    add("refused or observed, the latest first", peers(chosen), all);
    add("sets", sets(), all);
    add("events, the latest first", events(), all);
    return all;
  }

  private static void add(String title, List<Line> lines, List<Section> all) {
    if (!lines.isEmpty()) {
      all.add(new Section(title, lines));
    }
  }

  private List<Line> alarms() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (JsonTree alarm : status.objects("alarms")) {
      lines.add(
          Line.of(
              alarm.truth("wakes") ? Line.Style.BAD : Line.Style.CAUTION,
              "%s (%s)"
                  .formatted(alarm.string("message"), Ages.between(time(alarm, "since"), now))));
    }
    for (JsonTree target : status.objects("targets")) {
      if (!target.truth("inSync")) {
        lines.add(
            Line.of(
                Line.Style.BAD,
                target.string("target") + " does not hold it: " + target.string("why")));
      }
    }
    return lines;
  }

  private List<Line> held() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (JsonTree held : status.objects("held")) {
      lines.add(
          Line.of(
              Line.Style.CAUTION,
              "%s  %s of set %s (%s): %s"
                  .formatted(
                      held.string("digest"),
                      held.string("half"),
                      held.string("set"),
                      held.string("family"),
                      held.string("message"))));
    }
    return lines;
  }

  private List<Line> rules() throws IOException {
    Map<String, long[]> counted = new LinkedHashMap<>();
    for (JsonTree target : status.objects("targets")) {
      JsonTree counters = target.object("counters");
      for (String rule : counters.members().keySet()) {
        JsonTree one = counters.object(rule);
        long[] sum = counted.computeIfAbsent(rule, name -> new long[2]);
        sum[0] += one.number("accepted");
        sum[1] += one.number("refused");
      }
    }
    List<Line> lines = new ArrayList<>();
    for (JsonTree rule : status.objects("rules")) {
      lines.add(rule(rule, Optional.ofNullable(counted.get(rule.string("rule")))));
    }
    return lines;
  }

  private Line rule(JsonTree rule, Optional<long[]> counted) throws IOException {
    String verdict = rule.has("otherwise") ? rule.string("otherwise") : "accepts any";
    String counts =
        counted
            .map(one -> "%,14d accepted %,12d %s".formatted(one[0], one[1], others(verdict)))
            .orElse("");
    String text = "%-16s %-8s%s".formatted(rule.string("rule"), verdict, counts);
    return rule.has("openUntil")
        ? Line.of(
            Line.Style.CAUTION,
            "%s, open for all for %s".formatted(text, Ages.between(now, time(rule, "openUntil"))))
        : Line.plain(text);
  }

  private static String others(String verdict) {
    return verdict.equals("observe") ? "observed" : "refused";
  }

  private List<Line> sources() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (JsonTree source : status.objects("sources")) {
      boolean fails = source.number("failures") > 0 || source.truth("stale");
      String why = source.string("why").isEmpty() ? "" : ": " + source.string("why");
      String trouble =
          fails ? "  no answer %d times%s".formatted(source.number("failures"), why) : "";
      lines.add(
          Line.of(
              fails ? Line.Style.BAD : Line.Style.PLAIN,
              "%-10s %-40s %-4s %5d  %s%s%s"
                  .formatted(
                      source.string("set"),
                      source.string("source"),
                      source.string("family"),
                      source.number("entries"),
                      left("good for ", "good no more", source, "validUntil"),
                      left("  asked in ", "  asked now", source, "next"),
                      trouble)));
    }
    return lines;
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

  private List<Line> sets() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (JsonTree set : status.objects("sets")) {
      if (set.number("prefixes") > 0 || set.number("entries") > 0) {
        lines.add(
            Line.plain(
                "%-16s %-4s %,7d %-7s  %,7d %-8s%s%s%s"
                    .formatted(
                        set.string("set"),
                        set.string("family"),
                        set.number("entries"),
                        Count.noun(set.number("entries"), "entry"),
                        set.number("prefixes"),
                        Count.noun(set.number("prefixes"), "prefix"),
                        some(set, "fading"),
                        some(set, "stale"),
                        some(set, "held"))));
      }
    }
    return lines;
  }

  private static String some(JsonTree set, String standing) throws IOException {
    long number = set.number(standing);
    return number == 0 ? "" : "  %d %s".formatted(number, standing);
  }

  /** The peers, the latest first. */
  List<Peer> peers() throws IOException {
    List<Peer> all = new ArrayList<>();
    if (refused.isPresent()) {
      for (JsonTree rule : refused.get().objects("rules")) {
        for (JsonTree peer : rule.objects("peers")) {
          all.add(
              new Peer(
                  peer.string("peer"),
                  rule.string("rule"),
                  peer.has("name") ? peer.string("name") : "",
                  peer.number("count"),
                  time(peer, "last")));
        }
      }
    }
    return all.stream()
        .sorted((one, other) -> other.last().compareTo(one.last()))
        .limit(PEERS)
        .toList();
  }

  private List<Line> peers(Optional<Peer> chosen) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Peer peer : peers()) {
      boolean isChosen =
          chosen
              .filter(one -> one.address().equals(peer.address()) && one.rule().equals(peer.rule()))
              .isPresent();
      lines.add(
          Line.of(
              isChosen ? Line.Style.HEADING : Line.Style.PLAIN,
              "%s%-39s %-10s %,7d times, %s ago  %s"
                  .formatted(
                      isChosen ? "> " : "  ",
                      peer.address(),
                      peer.rule(),
                      peer.count(),
                      Ages.between(peer.last(), now),
                      Visible.text(peer.name()))));
    }
    return lines;
  }

  private List<Line> events() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (JsonTree event : status.objects("latest").reversed()) {
      lines.add(
          Line.plain(
              "%s ago  %s  %s"
                  .formatted(
                      Ages.between(time(event, "at"), now),
                      event.string("event"),
                      Visible.text(event.string("message")))));
    }
    return lines;
  }

  private static Instant time(JsonTree tree, String member) throws IOException {
    try {
      return Instant.parse(tree.string(member));
    } catch (DateTimeException e) {
      throw new IOException("member \"" + member + "\" is not a time", e);
    }
  }
}
