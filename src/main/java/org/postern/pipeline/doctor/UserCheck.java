package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.diagnostic.Counted;
import org.postern.host.Connections;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;

/** Checks whether users still hand in their mail at port 25: a gate there shuts them out. */
final class UserCheck implements Check {
  /** Matches lines of smtpd(8) without a service name in between, which is that of port 25. */
  private static final Pattern POSTFIX =
      Pattern.compile(
          "postfix/smtpd\\[[0-9]+\\]: \\S+: client=\\S*\\[([0-9A-Fa-f.:]+)\\],"
              + ".* sasl_username=\\S.*");

  /** Matches lines of Exim, which tells the port where its log_selector has incoming_interface. */
  private static final Pattern EXIM =
      Pattern.compile(
          " <= \\S+ H=.*\\[([0-9A-Fa-f.:]+)\\](?::[0-9]+)? I=\\[[0-9A-Fa-f.:]+\\]:25 "
              + ".* A=\\S+.*");

  /** Matches lines of Exim without the port, log_selector in Exim's specification. */
  private static final Pattern EXIM_WITHOUT_PORT =
      Pattern.compile(
          " <= \\S+ H=.*\\[([0-9A-Fa-f.:]+)\\](?::[0-9]+)?(?: U=\\S+)? P=\\S+ (?:.* )?A=\\S+");

  /**
   * The further ports at which users hand in their mail: RFC 6409, RFC 8314, and a port that many
   * use so.
   */
  private static final Set<Integer> SUBMISSION = Set.of(587, 465, 2525);

  private static final int SHOWN = 3;

  @Override
  public String name() {
    return "users at port 25";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    List<Connections.Listener> listeners = host.connections().listeners();
    for (MailLogs.End log : MailLogs.of(host, found)) {
      List<String> users = new ArrayList<>(matching(log, UserCheck::matcher));
      List<String> untold = matching(log, EXIM_WITHOUT_PORT::matcher);
      if (isAlone(listeners)) {
        users.addAll(untold);
      } else if (!untold.isEmpty()) {
        untold(host, log, untold, found);
      }
      if (!users.isEmpty()) {
        told(host, log, users, found);
      }
    }
  }

  private static List<String> matching(MailLogs.End log, Function<String, Matcher> pattern) {
    return log.lines()
        .map(pattern)
        .filter(Matcher::find)
        .map(user -> String.valueOf(user.group(1)))
        .toList();
  }

  /** Tells whether users have no other port than 25. */
  private static boolean isAlone(List<Connections.Listener> listeners) {
    return listeners.stream().anyMatch(one -> one.port() == HostView.SMTP)
        && listeners.stream().noneMatch(one -> SUBMISSION.contains(one.port()));
  }

  private static Matcher matcher(String line) {
    Matcher postfix = POSTFIX.matcher(line);
    return line.contains("sasl_username=") ? postfix : EXIM.matcher(line);
  }

  private static void untold(HostView host, MailLogs.End log, List<String> all, Findings found) {
    if (!areSpared(host)) {
      found.unseen(
          "whether users log in at port 25",
          "%s: %s of users, without the port"
              .formatted(log.name(), Counted.of(all.size(), "message")),
          "log_selector = +incoming_interface in the configuration of Exim, and look again in a"
              + " week");
    }
  }

  private static boolean areSpared(HostView host) {
    return !host.mailRules().isEmpty() && host.mailRules().stream().allMatch(UserCheck::spares);
  }

  private static void told(HostView host, MailLogs.End log, List<String> all, Findings found) {
    if (areSpared(host)) {
      return;
    }
    boolean refuses =
        host.mailRules().stream()
            .anyMatch(rule -> rule.refusal() == Judgement.REFUSED && !spares(rule));
    TreeSet<String> users = new TreeSet<>(all);
    String shown = users.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String more = users.size() > SHOWN ? " and %d more".formatted(users.size() - SHOWN) : "";
    found.add(
        refuses ? Severity.MUST : Severity.SHOULD,
        "users log in at port 25, which a gate shuts for them",
        "%s: %s from %s%s".formatted(log.name(), Counted.of(all.size(), "message"), shown, more),
        "have them use port 587 or 465; until then judge mail and not packets: hook: smtp, spare:"
            + " [authenticated]");
  }

  /** Tells whether a rule spares users; a packet says nothing of a user who is to log in later. */
  private static boolean spares(AccessRule rule) {
    return rule.scope() instanceof Scope.Mail mail && mail.spareAuthenticated();
  }
}
