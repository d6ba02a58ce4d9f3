package org.postern.target.mail.postfix;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.target.mail.AnswerTally;
import org.postern.target.mail.Edges;
import org.postern.target.mail.Replies;

/** Asks the running smtpd(8) for edges of rules, where main.cf lets this host speak for others. */
final class Dialogues {
  /** The most intervals whose edges are tried, with one connection for each address. */
  private static final int INTERVALS = 50;

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:^|[\\s,])127\\.0\\.0\\.(?:1|0/8)(?:/32)?(?:$|[\\s,])");

  private static final Pattern PORT = Pattern.compile("(?:.*:)?([0-9]{1,5})");

  /**
   * The reply about relaying, which Postfix looks at after clients: a client that hears of it was
   * not refused.
   */
  private static final String LATER = "Relay access denied";

  private static final int SMTP = 25;

  private final PostfixCommands commands;

  Dialogues(PostfixCommands commands) {
    this.commands = commands;
  }

  /**
   * Asks for edges of every rule; for none where this host may not speak for others.
   *
   * @param tally the tally of the answers
   */
  void ask(Ruleset ruleset, AnswerTally tally) throws IOException {
    if (!LOOPBACK.matcher(value("smtpd_authorized_xclient_hosts")).find()) {
      return;
    }
    int port = port();
    String own = "postmaster@" + value("myhostname");
    for (AccessRule rule : ruleset.rules()) {
      Edges edges = Edges.of(rule.peers(), INTERVALS);
      List<Address> all = new ArrayList<>(edges.inside());
      all.addAll(edges.outside());
      for (Address client : all) {
        try (Xclient dialogue = Xclient.begin(port)) {
          tally.note(wrong(rule, client, dialogue.answer(client, recipient(rule, own))));
        } catch (ConnectException e) {
          // It does not run; when it starts, it reads what postmap(1) was asked for.
          return;
        }
      }
    }
  }

  private static Optional<String> wrong(AccessRule rule, Address client, String said) {
    return isWrong(rule, client, said)
        ? Optional.of("smtpd says \"%s\" to %s, by rule %s".formatted(said, client, rule.name()))
        : Optional.empty();
  }

  private int port() throws IOException {
    for (Settings.Service service : Settings.services(commands)) {
      Matcher port = PORT.matcher(service.name());
      if (service.isForServers() && port.matches()) {
        return Integer.parseInt(port.group(1));
      }
    }
    return SMTP;
  }

  private String value(String parameter) throws IOException {
    return commands.parameters(parameter).getOrDefault(parameter, "");
  }

  /**
   * Returns the recipient for a rule: not a bare postmaster, for whom smtpd(8) takes mail whatever
   * the restrictions say.
   */
  private static String recipient(AccessRule rule, String own) {
    return rule.scope() instanceof Scope.Mail mail && !(mail.recipients() instanceof Recipients.All)
        ? mail.recipients().judged().stream()
            .filter(mail.recipients()::contains)
            .findFirst()
            .map("postmaster@"::concat)
            .orElse(own)
        : own;
  }

  /**
   * Tells whether the answer contradicts the rule. A client that is accepted here may still be
   * refused by others for reasons of their own.
   */
  private static boolean isWrong(AccessRule rule, Address client, String said) {
    boolean refused = rule.refusal() == Judgement.REFUSED && rule.openUntil().isEmpty();
    if (rule.scope() instanceof Scope.Mail mail && (rule.peers().contains(client) || !refused)) {
      return !said.startsWith("250") && said.contains(Replies.of(mail));
    }
    return said.startsWith("250") || said.contains(LATER);
  }
}
