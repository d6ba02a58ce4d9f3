package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.policy.MailDomain;

/**
 * Finds the mail domains that the mail server of a host takes mail for, as far as its configuration
 * spells them out: no table is looked up, no pattern expanded.
 */
final class MailDomains {
  /** The parameters that are lists of domains, postconf(5). */
  private static final List<String> POSTFIX =
      List.of("mydestination", "virtual_mailbox_domains", "virtual_alias_domains", "relay_domains");

  /**
   * The parameter with the host's own name, which is in mydestination of most hosts, and takes mail
   * of the system.
   */
  private static final String POSTFIX_HOST = "myhostname";

  private static final String KERNEL_HOST = "proc/sys/kernel/hostname";

  /**
   * Matches named lists of domains, Exim's specification, chapter 10. Blanks, macros and a
   * separator of another kind may follow the sign.
   */
  private static final Pattern EXIM =
      Pattern.compile("(?:hide\\s+)?domainlist\\s+[A-Za-z0-9_]+\\s*=\\s*(?:<(\\S)\\s*)?(.*)");

  /** The places of smtpd.conf(5) of OpenSMTPD, on Debian and elsewhere. */
  private static final List<String> OPENSMTPD = List.of("etc/smtpd.conf", "etc/mail/smtpd.conf");

  private static final String QMAIL = "var/qmail/control/rcpthosts";

  /** Matches a name with several labels; a last label of digits is that of an address. */
  private static final Pattern QUALIFIED = Pattern.compile(".+\\.[a-z][a-z0-9-]*");

  private static final Pattern LOCAL = Pattern.compile("localhost(?:\\..*)?|.*\\.localdomain");

  private MailDomains() {}

  /** Returns the domains of all mail servers of the host, without the names of the host itself. */
  static List<String> of(HostView host) throws IOException {
    List<String> words = new ArrayList<>();
    TreeSet<String> own = new TreeSet<>();
    names(host.files().lines(KERNEL_HOST).stream()).forEach(own::add);
    for (PostfixSettings postfix : PostfixSettings.all(host)) {
      POSTFIX.forEach(list -> words.addAll(postfix.words(list)));
      names(postfix.words(POSTFIX_HOST).stream()).forEach(own::add);
    }
    for (String line : EximText.lines(host)) {
      Matcher list = EXIM.matcher(line);
      if (list.matches()) {
        words.addAll(exim(Optional.ofNullable(list.group(1)).orElse(":"), list.group(2)));
      }
    }
    words.addAll(host.files().lines(QMAIL));
    for (String file : OPENSMTPD) {
      words.addAll(OpensmtpdDomains.in(host.files().text(file).orElse("")));
    }
    return names(words.stream())
        .filter(name -> QUALIFIED.matcher(name).matches() && !LOCAL.matcher(name).matches())
        .filter(name -> !own.contains(name))
        .distinct()
        .toList();
  }

  private static List<String> exim(String separator, String list) {
    return Arrays.stream(list.split(Pattern.quote(separator), -1)).map(String::strip).toList();
  }

  /** Returns the words that are names; a table, a file, a pattern or an exception is none. */
  private static Stream<String> names(Stream<String> words) {
    return words.flatMap(
        word ->
            switch (MailDomain.read(word)) {
              case MailDomain.Ok ok -> Stream.of(ok.name());
              case MailDomain.Wrong _ -> Stream.empty();
            });
  }
}
