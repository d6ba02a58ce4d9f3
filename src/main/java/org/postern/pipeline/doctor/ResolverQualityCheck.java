package org.postern.pipeline.doctor;

import java.net.InetSocketAddress;
import org.postern.source.NameServerExam.Answered;
import org.postern.source.NameServerExam.Transport;

/**
 * Checks how good name servers are: whether they validate, say more than they are asked for, and
 * tell what their cache should have forgotten. One that does not answer is told by another check.
 */
final class ResolverQualityCheck implements Check {
  @Override
  public String name() {
    return "resolver quality";
  }

  @Override
  public void look(HostView host, Findings found) {
    for (InetSocketAddress server : host.resolvers()) {
      String label = Questions.label(server);
      if (Questions.root().ask(host.exam(), server, Transport.UDP) instanceof Answered answer) {
        validation(label, answer, found);
      }
      for (Questions.One one : Questions.of(host)) {
        if (one.ask(host.exam(), server, Transport.UDP) instanceof Answered answer) {
          quality(label, one, answer, found);
        }
      }
    }
  }

  private static void validation(String label, Answered answer, Findings found) {
    if (answer.code() != 0) {
      found.unseen(
          "whether name server %s validates".formatted(label),
          "it does not tell of the root: code %d".formatted(answer.code()),
          "");
    } else if (!answer.validated()) {
      found.note(
          "name server %s does not validate".formatted(label),
          "the root is signed, and its answer comes without AD",
          "switch DNSSEC on: in unbound.conf auto-trust-anchor-file:, in resolved.conf DNSSEC=yes");
    }
  }

  private static void quality(String label, Questions.One one, Answered answer, Findings found) {
    if (answer.stale()) {
      found.should(
          "name server %s answers past the lifetime".formatted(label),
          one.text() + " is marked as stale (RFC 8914): nodes that are gone stay accepted",
          "in unbound.conf serve-expired: no, in named.conf stale-answer-enable no;");
    }
    if (answer.more() > 0) {
      found.note(
          "name server %s answers more than it is asked".formatted(label),
          "%s: %d records beside the answer, which is cut sooner"
              .formatted(one.text(), answer.more()),
          "in unbound.conf minimal-responses: yes, in named.conf minimal-responses yes;");
    }
  }
}
