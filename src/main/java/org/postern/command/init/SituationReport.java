package org.postern.command.init;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.doctor.Situation;

/** The findings on a host, for people and for programs. */
final class SituationReport {
  private static final int SHOWN = 8;

  private final Situation situation;

  SituationReport(Situation situation) {
    this.situation = situation;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("firewall", situation.filters(), "none in use"));
    lines.add(
        line(
            "port 25",
            List.of(situation.isListening() ? "something listens here" : "nothing listens here"),
            ""));
    situation.sentOn().ifPresent(rule -> lines.add(line("sent on", List.of(rule), "")));
    lines.add(line("mail server", situation.mailServers(), "none that is known"));
    if (!situation.domains().isEmpty()) {
      lines.add(line("mail domains", shortened(situation.domains()), ""));
    }
    lines.add(line("containers", situation.containers(), "none"));
    lines.add(line("name servers", situation.resolvers(), "none"));
    lines.add(line("connected", peers(), "no peer at port 25"));
    situation.unseen().forEach(one -> lines.add(line("not seen", List.of(one), "")));
    return lines;
  }

  private List<String> peers() {
    List<String> texts =
        situation.peers().stream()
            .map(one -> one.address() + one.near().map(near -> " (" + near.word() + ")").orElse(""))
            .toList();
    return shortened(texts);
  }

  private static List<String> shortened(List<String> texts) {
    if (texts.size() <= SHOWN) {
      return texts;
    }
    List<String> some = new ArrayList<>(texts.subList(0, SHOWN));
    some.add("and %d more".formatted(texts.size() - SHOWN));
    return some;
  }

  private static String line(String what, List<String> found, String none) {
    return Visible.text(
        "  %-12s  %s".formatted(what, found.isEmpty() ? none : String.join(", ", found)));
  }

  /**
   * Adds the situation to a reply.
   *
   * @param shown whether people are to read it there
   */
  void add(Reply.Builder reply, boolean shown) {
    if (shown) {
      reply.line(Line.Style.HEADING, "found on this host");
      lines().forEach(reply::line);
    }
    reply.document(SituationDocument.of(situation));
  }
}
