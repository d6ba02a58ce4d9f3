package org.postern.pipeline.doctor;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;

/** Whether users still hand in their mail at port 25: a gate there shuts them out. */
final class UserCheck implements Check {
  /** smtpd(8) without a service name in between is that of port 25. */
  private static final Pattern POSTFIX =
      Pattern.compile(
          "postfix/smtpd\\[[0-9]+\\]: \\S+: client=\\S*\\[([0-9A-Fa-f.:]+)\\],"
              + ".* sasl_username=\\S.*");

  /** Exim tells the port where its log_selector has incoming_interface. */
  private static final Pattern EXIM =
      Pattern.compile(
          " <= \\S+ H=.*\\[([0-9A-Fa-f.:]+)\\](?::[0-9]+)? I=\\[[0-9A-Fa-f.:]+\\]:25 "
              + ".* A=\\S+.*");

  private static final int SHOWN = 3;

  @Override
  public String name() {
    return "users at port 25";
  }

  @Override
  public void look(HostView host, Findings found) {
    for (MailLogs.End log : MailLogs.of(host, found)) {
      List<String> users =
          log.lines()
              .map(UserCheck::matcher)
              .filter(Matcher::find)
              .map(user -> String.valueOf(user.group(1)))
              .toList();
      if (!users.isEmpty()) {
        told(host, log, users, found);
      }
    }
  }

  private static Matcher matcher(String line) {
    Matcher postfix = POSTFIX.matcher(line);
    return line.contains("sasl_username=") ? postfix : EXIM.matcher(line);
  }

  private static void told(HostView host, MailLogs.End log, List<String> all, Findings found) {
    boolean isJudged = !host.mailRules().isEmpty();
    if (isJudged && host.mailRules().stream().allMatch(UserCheck::spares)) {
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
        "%s: %s from %s%s"
            .formatted(HostFiles.shown(log.file()), Counted.of(all.size(), "message"), shown, more),
        "have them use port 587 or 465; until then judge mail and not packets: hook: smtp, spare:"
            + " [authenticated]");
  }

  /** A packet says nothing of who is to log in later. */
  private static boolean spares(AccessRule rule) {
    return rule.scope() instanceof Scope.Mail mail && mail.spareAuthenticated();
  }
}
