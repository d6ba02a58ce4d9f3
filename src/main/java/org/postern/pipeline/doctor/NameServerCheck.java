package org.postern.pipeline.doctor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.postern.source.NameServerExam;
import org.postern.source.NameServerExam.Answered;
import org.postern.source.NameServerExam.Result;
import org.postern.source.NameServerExam.Transport;
import org.postern.source.NameServerExam.Unanswered;

/**
 * Checks whether each name server answers over TCP too: the list of a filter's nodes does not fit
 * into a datagram, and a client that cannot go on over TCP gets none or half of it.
 */
final class NameServerCheck implements Check {
  @Override
  public String name() {
    return "name servers";
  }

  @Override
  public void look(HostView host, Findings found) {
    List<Questions.One> questions = Questions.of(host);
    for (InetSocketAddress server : host.resolvers()) {
      look(host, server, questions, found);
    }
  }

  private static void look(
      HostView host, InetSocketAddress server, List<Questions.One> questions, Findings found) {
    NameServerExam exam = host.exam();
    Questions.One first = questions.getFirst();
    String label = Questions.label(server);
    Result udp = first.ask(exam, server, Transport.UDP);
    Result tcp = first.ask(exam, server, Transport.TCP);
    if (tcp instanceof Unanswered overTcp) {
      if (udp instanceof Unanswered overUdp) {
        found.must(
            "name server %s does not answer".formatted(label),
            "UDP: %s; TCP: %s".formatted(overUdp.why(), overTcp.why()),
            "take it out of %s, or let this host reach it".formatted(place(host)));
        return;
      }
      blocked(label, cut(exam, server, questions), overTcp.why(), found);
      return;
    }
    List<String> cut = cut(exam, server, questions);
    if (!cut.isEmpty()) {
      found.note(
          "answers of %s are too large for UDP".formatted(label),
          "%s, answered over TCP".formatted(String.join(", ", cut)),
          "leave %d/TCP to it open".formatted(server.getPort()));
    }
  }

  /** Returns where the name servers that are asked are written. */
  private static String place(HostView host) {
    return host.examined()
        .policy()
        .filter(policy -> !policy.resolve().servers().isEmpty())
        .map(policy -> "\"resolve: {servers: ...}\" of " + policy.file())
        .orElse("/etc/resolv.conf");
  }

  private static void blocked(String label, List<String> cut, String why, Findings found) {
    int colon = label.lastIndexOf(':');
    String port = label.substring(colon + 1);
    String address = label.substring(0, colon).replace("[", "").replace("]", "");
    String remedy =
        ("let this host connect to %s/TCP of %s, here and on the way there; it is done when this"
                + " tells something: dig +tcp -p %s @%s . SOA")
            .formatted(port, address, port, address);
    found.must(
        "name server %s does not answer over TCP".formatted(label),
        cut.isEmpty()
            ? "TCP: %s; UDP works, until an answer does not fit any more".formatted(why)
            : "TCP: %s; over UDP the answer is cut for %s".formatted(why, String.join(", ", cut)),
        remedy);
  }

  private static List<String> cut(
      NameServerExam exam, InetSocketAddress server, List<Questions.One> questions) {
    List<String> cut = new ArrayList<>();
    for (Questions.One one : questions) {
      if (one.ask(exam, server, Transport.UDP) instanceof Answered answer && answer.truncated()) {
        cut.add(one.text());
      }
    }
    return cut;
  }
}
