package org.postern.target;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;

/**
 * A rule of mail as one line of the mail server of the tests: {@code NAME for=… at=… spare=…
 * accept=… else=… reply=…}; one that is open has {@code else=observe-open-defer-until-TIME}.
 */
final class MailServerLine {
  private static final String OPEN = "-open-";
  private static final String UNTIL = "-until-";

  private MailServerLine() {}

  static String write(AccessRule rule) {
    Scope.Mail mail = (Scope.Mail) rule.scope();
    String peers =
        rule.peers() instanceof Peers.Only only
            ? String.join(",", only.addresses().prefixes().stream().map(Prefix::text).toList())
            : "any";
    return String.join(
        " ",
        rule.name(),
        "for=" + recipients(mail.recipients()),
        "at=" + mail.listener().map(ports -> String.join(",", ranges(ports))).orElse("any"),
        "spare=" + (mail.spareAuthenticated() ? "authenticated" : "none"),
        "accept=" + peers,
        "else=" + otherwise(rule),
        "reply=" + mail.reply());
  }

  /** As a server that cannot close by itself has it: it observes until it is told to refuse. */
  private static String otherwise(AccessRule rule) {
    String otherwise = rule.otherwise().map(Refusal::text).orElse("none");
    return rule.openUntil()
        .map(time -> "observe%s%s%s%s".formatted(OPEN, otherwise, UNTIL, time))
        .orElse(otherwise);
  }

  private static List<String> ranges(Ports ports) {
    return ports.ranges().stream().map(one -> one.first() + "-" + one.last()).toList();
  }

  private static String recipients(Recipients recipients) {
    return switch (recipients) {
      case Recipients.All _ -> "all";
      case Recipients.Domains domains -> domains(domains);
      case Recipients.Union union ->
          String.join(";", union.parts().stream().map(MailServerLine::domains).toList());
    };
  }

  private static String domains(Recipients.Domains domains) {
    return "%s/%s/%s"
        .formatted(
            String.join(",", domains.names()),
            domains.withSubdomains() ? "below" : "exact",
            String.join(",", domains.except()));
  }

  /** Empty when it is no line of ours. */
  static Optional<AccessRule> read(String line) {
    String[] words = line.split(" ", 7);
    if (words.length < 7
        || !line.matches("[a-z0-9-]+ for=.* at=.* spare=.* accept=.* else=.* reply=.*")) {
      return Optional.empty();
    }
    try {
      String accept = value(words[4]);
      String judged = value(words[5]);
      int open = judged.indexOf(OPEN);
      int until = judged.indexOf(UNTIL);
      String otherwise = open < 0 ? judged : judged.substring(open + OPEN.length(), until);
      return Optional.of(
          new AccessRule(
              words[0],
              new Scope.Mail(
                  recipients(value(words[1])),
                  ports(value(words[2])),
                  value(words[3]).equals("authenticated"),
                  value(words[6])),
              accept.equals("any") ? new Peers.Any() : new Peers.Only(addresses(accept)),
              otherwise.equals("none")
                  ? Optional.empty()
                  : Optional.of(Refusal.valueOf(otherwise.toUpperCase(Locale.ROOT))),
              Optional.empty(),
              open < 0
                  ? Optional.empty()
                  : Optional.of(Instant.parse(judged.substring(until + UNTIL.length())))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String value(String word) {
    return word.substring(word.indexOf('=') + 1);
  }

  private static Optional<Ports> ports(String text) {
    if (text.equals("any")) {
      return Optional.empty();
    }
    List<Ports.Range> ranges = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.split("-", 2);
      ranges.add(new Ports.Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
    }
    return Optional.of(Ports.of(ranges));
  }

  private static Recipients recipients(String text) {
    if (text.equals("all")) {
      return new Recipients.All();
    }
    List<Recipients.Domains> parts = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String[] fields = part.split("/", -1);
      parts.add(
          new Recipients.Domains(names(fields[0]), fields[1].equals("below"), names(fields[2])));
    }
    return parts.size() == 1 ? parts.getFirst() : new Recipients.Union(parts);
  }

  private static SortedSet<String> names(String text) {
    return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(text.split(",", -1)));
  }

  private static AddressSet addresses(String text) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String prefix : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (!(AddressText.parse(prefix) instanceof AddressText.Ok ok)) {
        throw new IllegalArgumentException(prefix);
      }
      builder.add(ok.interval());
    }
    return builder.build();
  }
}
