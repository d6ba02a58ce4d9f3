package org.postern.mail;

import java.io.IOException;
import java.nio.file.Path;

/** A machine with a real mail server, which speaks SMTP with its clients. */
final class MailLab extends MailMachine {
  /** A peer that the administrator of the server refuses, whatever we say. */
  static final String BANNED = "192.0.2.20";

  private static final String EXIM_STARTS =
      """
      starts() { grep -c 'daemon started' /var/log/exim4/mainlog; }
      before=$(starts)
      """;

  private final MailHost host;

  private MailLab(MailHost host, Path folder) throws IOException {
    super(host.system(), host.files(), host.program(), folder);
    this.host = host;
  }

  /**
   * A machine whose mail server takes connections.
   *
   * @param folder for what it needs of files outside
   */
  static MailLab start(MailHost host, Path folder) throws IOException {
    return new MailLab(host, folder);
  }

  MailHost host() {
    return host;
  }

  /** Has the server read its configuration, and waits until no process goes by an older one. */
  void restart() throws IOException, InterruptedException {
    sh(
        switch (host) {
          case POSTFIX ->
              """
              touch -d 2020-01-01 /etc/postfix/main.cf
              old=$(pgrep -x smtpd || true)
              postfix reload
              for process in $old; do while [ -e "/proc/$process" ]; do sleep 0.02; done; done
              """;
          case EXIM, EXIM_SPLIT, EXIM_UNSPLIT ->
              EXIM_STARTS
                  + """
                  kill -HUP "$(cat /run/exim4/exim.pid)"
                  while [ "$(starts)" = "$before" ]; do sleep 0.02; done
                  """;
          case OPENSMTPD -> "service opensmtpd restart";
        });
  }

  /** Runs the program with words by which it has Exim start again, and waits for that. */
  void restarting(String... words) throws IOException, InterruptedException {
    sh(
        EXIM_STARTS
            + String.join(" ", program(words))
            + "\nwhile [ \"$(starts)\" = \"$before\" ]; do sleep 0.02; done\n");
  }
}
