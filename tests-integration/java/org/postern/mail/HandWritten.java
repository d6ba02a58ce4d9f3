package org.postern.mail;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;

/** The lists of a mail server as an expert would write them, by which the dialogues are tested. */
final class HandWritten {
  private static final String FOLDER = "/var/lib/postern-mail/";

  private static final String EXIM_LISTS =
      """
      domainlist postern_domains = /var/lib/postern-mail/exim.domains
      hostlist postern_hosts = /var/lib/postern-mail/exim.hosts
      """;

  private static final String EXIM_ACL =
      """
        defer
          domains = +postern_domains
          !hosts = : 127.0.0.0/8 : ::::1 : +postern_hosts
          !authenticated = *
          message = not our filter
      """;

  private static final String REFUSAL = " DEFER not our filter";

  private static final String KEPT = "permit_mynetworks, permit_sasl_authenticated, ";

  private static final String OURS = "check_client_access cidr:" + FOLDER + "postfix.cidr";

  private static final String POSTFIX_ALL =
      "'smtpd_client_restrictions = %s%s, $banned'".formatted(KEPT, OURS);

  private static final String POSTFIX_DOMAINS =
      "smtpd_restriction_classes=postern 'postern = %s' 'smtpd_recipient_restrictions = %s%s'"
          .formatted(OURS, KEPT, "check_recipient_access regexp:" + FOLDER + "postfix.domains");

  private final MailLab lab;
  private final UnaryOperator<String> defect;

  /**
   * Those of a server.
   *
   * @param defect what a mistake makes of a line of its configuration, or of a file
   */
  HandWritten(MailLab lab, UnaryOperator<String> defect) {
    this.lab = lab;
    this.defect = defect;
  }

  /** Has the configuration of the server name the files, instead of what it named before. */
  void hook(boolean perDomain) throws IOException, InterruptedException {
    if (lab.host().isPostfix()) {
      lab.sh("cp /mnt/main.cf /etc/postfix/main.cf");
      lab.sh("postconf -e " + defect.apply(perDomain ? POSTFIX_DOMAINS : POSTFIX_ALL));
    } else {
      lab.write("/mnt/lists", EXIM_LISTS);
      lab.write("/mnt/acl", defect.apply(EXIM_ACL));
      lab.sh(
          """
          sed -e '/^log_selector/r /mnt/lists' -e '/^rcpt:/r /mnt/acl' /mnt/exim4.conf \
            > /etc/exim4/exim4.conf
          """);
    }
    lab.restart();
  }

  /** Writes a ruleset of one rule that defers; the server may have to be told. */
  void write(Ruleset ruleset) throws IOException, InterruptedException {
    AccessRule rule = ruleset.rules().getFirst();
    List<String> peers = rule.peers().asSet().prefixes().stream().map(Prefix::text).toList();
    Set<String> named =
        switch (rule.scope()) {
          case Scope.Mail mail -> mail.recipients().named();
          case Scope.Packets _ -> throw new IllegalArgumentException();
        };
    if (lab.host().isPostfix()) {
      String map = lines(peers, " DUNNO") + lines(List.of("0.0.0.0/0", "::/0"), REFUSAL);
      lab.write(FOLDER + "postfix.cidr", defect.apply(map));
      List<String> patterns = named.stream().map(d -> "/@" + d.replace(".", "\\.")).toList();
      lab.write(FOLDER + "postfix.domains", defect.apply(lines(patterns, "$/ postern")));
    } else {
      lab.write(FOLDER + "exim.hosts", defect.apply(lines(peers, "")));
      Collection<String> domains = named.isEmpty() ? List.of("*") : named;
      lab.write(FOLDER + "exim.domains", defect.apply(lines(domains, "")));
    }
  }

  private static String lines(Collection<String> words, String end) {
    return words.stream().map(word -> word + end + "\n").collect(Collectors.joining());
  }
}
