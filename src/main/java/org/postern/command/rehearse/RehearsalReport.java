package org.postern.command.rehearse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.Nearness;
import org.postern.diagnostic.Counted;
import org.postern.host.MappedList;
import org.postern.host.Vicinity;
import org.postern.plan.Bypass;
import org.postern.policy.Policy;

/** The hosts in logs that a policy would refuse, and the lines to write to let them in. */
final class RehearsalReport {
  /** The most hosts that are listed; more are counted, and JSON lists all. */
  private static final int LISTED = 50;

  private final Policy policy;
  private final Vicinity vicinity;
  private final Optional<Integer> top;
  private final Reply.Builder reply;

  /**
   * Creates the report of a policy.
   *
   * @param top the most hosts that are listed, where the user named a number
   */
  RehearsalReport(Policy policy, Vicinity vicinity, Optional<Integer> top, Reply.Builder reply) {
    this.policy = policy;
    this.vicinity = vicinity;
    this.top = top;
    this.reply = reply;
  }

  Reply.Builder add(RehearsalTally tally, int port) {
    reply.line(Line.Style.HEADING, summary(tally));
    Optional<Bypass> past = past(tally);
    List<RehearsalHost> hosts = new ArrayList<>();
    List<RehearsalDocument.Addition> additions = new ArrayList<>();
    for (Fate fate : List.of(Fate.REFUSED, Fate.OBSERVED)) {
      List<RehearsalHost> found = tally.hosts(fate);
      if (!found.isEmpty()) {
        reply.exit(ExitCode.NO);
        List<RehearsalHost> listed = found.subList(0, Math.min(top.orElse(LISTED), found.size()));
        hosts(fate, found, listed, tally.count(fate));
        hosts.addAll(top.isPresent() ? listed : found);
        additions.addAll(new RehearsalProposal(policy, reply).add(listed));
        strangers(found);
      }
    }
    aside(tally, port);
    return reply.document(
        new RehearsalDocument(
            past.map(RehearsalDocument.Past::of),
            tally.first(),
            tally.last(),
            RehearsalDocument.Connections.of(tally),
            tally.submissions(),
            new MappedList<>(hosts, host -> RehearsalDocument.Host.of(host, vicinity)),
            tally.unlisted(),
            additions));
  }

  private static String summary(RehearsalTally tally) {
    String span =
        tally.first().isPresent() && tally.last().isPresent()
            ? "in %s, from %s to %s, "
                .formatted(
                    length(tally.first().get(), tally.last().get()),
                    tally.first().get(),
                    tally.last().get())
            : "";
    return "%s%s came from accepted hosts".formatted(span, connections(tally.count(Fate.ACCEPTED)));
  }

  private static String length(Instant first, Instant last) {
    Duration time = Duration.between(first, last);
    return time.toHours() < 48 ? time.toHours() + 1 + " h" : time.toDays() + 1 + " days";
  }

  /** Returns how much mail comes past the filter, which is what a policy is to end. */
  private Optional<Bypass> past(RehearsalTally tally) {
    Bypass past =
        new Bypass(tally.mail(Fate.ACCEPTED), tally.mail(Fate.REFUSED) + tally.mail(Fate.OBSERVED));
    if (!past.isKnown()) {
      return Optional.empty();
    }
    String span =
        tally.first().isPresent() && tally.last().isPresent()
            ? " in " + length(tally.first().get(), tally.last().get())
            : "";
    reply.line(Line.Style.HEADING, past.text() + " of connections" + span);
    return Optional.of(past);
  }

  static String connections(long number) {
    return Counted.grouped(number, "connection");
  }

  private void hosts(
      Fate fate, List<RehearsalHost> found, List<RehearsalHost> listed, long connections) {
    String what =
        fate == Fate.REFUSED
            ? "would have been refused"
            : "would be refused if the rule did not only observe";
    reply.line(
        Line.Style.BAD,
        "%s, %s, %s:".formatted(theseHosts(found.size()), connections(connections), what));
    int width = listed.stream().mapToInt(host -> host.peer().toString().length()).max().orElse(0);
    for (RehearsalHost host : listed) {
      String peer = padded(host.peer().toString(), Math.min(width, 39));
      reply.line(Line.Style.CAUTION, "  %s  %s".formatted(peer, words(host)));
    }
    if (found.size() > listed.size()) {
      reply.line(
          Line.Style.ASIDE,
          "  and %s (%s)"
              .formatted(
                  Counted.grouped(found.size() - listed.size(), "more host"),
                  top.isPresent() ? "--top lists more" : "--format json lists all"));
    }
  }

  private String words(RehearsalHost host) {
    List<String> words = new ArrayList<>();
    String days = host.days() > 1 ? " on " + Counted.of(host.days(), "day") : "";
    words.add(connections(host.count()) + days);
    if (!host.name().isEmpty()) {
      words.add("named " + host.name());
    }
    if (host.messages() > 0) {
      words.add(Counted.grouped(host.messages(), "message") + " accepted");
    }
    host.first().ifPresent(first -> words.add("first " + first));
    host.last().ifPresent(last -> words.add("last " + last));
    words.add("rule " + host.finding().rule());
    return String.join(", ", words) + Nearness.text(vicinity, host.peer());
  }

  private static String theseHosts(int number) {
    return number == 1 ? "this host" : "these %,d hosts".formatted(number);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void strangers(List<RehearsalHost> found) {
    long strangers = found.stream().filter(host -> !RehearsalProposal.isSpokenFor(host)).count();
    if (strangers > 0) {
      reply.line(
          Line.Style.ASIDE,
          "%,d host%s not proposed: nothing speaks for %s (no name that leads back, no accepted mail,"
                  .formatted(
                      strangers, strangers == 1 ? " is" : "s are", strangers == 1 ? "it" : "them")
              + " one day only)");
    }
  }

  private void aside(RehearsalTally tally, int port) {
    aside(
        tally.count(Fate.INTERNAL),
        "came over the loopback or from this host: no rule judges them");
    aside(
        tally.count(Fate.UNJUDGED) - tally.submissions(),
        "came to a port that no rule is over (where a log tells none, %d)".formatted(port));
    aside(
        tally.submissions(),
        "came from clients that authenticated, and the log does not tell the port: they were not"
            + " judged (--port says it)");
    aside(tally.unlisted(), "more came from hosts that were too many to be told apart");
  }

  private void aside(long number, String what) {
    if (number > 0) {
      reply.line(Line.Style.ASIDE, connections(number) + " " + what);
    }
  }
}
