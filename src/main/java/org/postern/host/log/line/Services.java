package org.postern.host.log.line;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The TCP ports of mail servers' services, by the names of the services. */
public final class Services {
  public static final int SMTP = 25;
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  /** A word, also the second of its kind. */
  private static final Pattern TLS =
      Pattern.compile("465|(?:[a-z]*submissions|smtps|ssmtp)[0-9]*|[a-z]+465");

  private static final Pattern CLEAR =
      Pattern.compile("587|(?:[a-z]*submission|msa)[0-9]*|[a-z]+587");

  private Services() {}

  /**
   * Returns the port of a service of Postfix, by what its {@code syslog_name} adds: {@code
   * submission}, also with more words as in {@code submissions-proxyprotocol} and {@code
   * smtps-haproxy}; a number alone is a port. Anything else is reached by port 25.
   *
   * @param path the path of names, such as {@code postfix/submission}
   */
  public static int port(String path) {
    List<String> words = List.of(path.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1));
    if (words.stream().anyMatch(word -> TLS.matcher(word).matches())) {
      return SUBMISSIONS;
    }
    if (words.stream().anyMatch(word -> CLEAR.matcher(word).matches())) {
      return SUBMISSION;
    }
    String service = path.substring(path.lastIndexOf('/') + 1);
    return Addresses.digits(service, 0) == service.length()
        ? Addresses.port(service, 0).orElse(SMTP)
        : SMTP;
  }

  /** Returns the port of a daemon of Sendmail, by the name in its {@code DaemonPortOptions}. */
  public static int daemon(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean tls = upper.contains("TLS") || upper.contains("SSL") || upper.contains("SMTPS");
    if (tls || upper.contains("465")) {
      return SUBMISSIONS;
    }
    return upper.contains("MSA") || upper.contains("SUBMISSION") || upper.contains("587")
        ? SUBMISSION
        : SMTP;
  }
}
