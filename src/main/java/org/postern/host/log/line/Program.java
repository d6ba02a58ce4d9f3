package org.postern.host.log.line;

import java.util.Locale;
import java.util.Set;

/**
 * A program by its name in a log. The names in a log are few, so each is looked at once ({@link
 * Programs}).
 *
 * @param name without the process, such as {@code postfix/submission/smtpd}
 * @param kind the kind of program
 * @param component the last part of its name, {@code smtpd}
 * @param instance the first part, by which the services of one Postfix have a name in common
 * @param port the port that its clients dial
 */
public record Program(String name, Kind kind, String component, String instance, int port) {
  public static final Program NONE = new Program("", Kind.UNKNOWN, "", "", Services.SMTP);

  /** The daemons of Postfix, as master(5) starts them: the last part of a name with a slash. */
  private static final Set<String> POSTFIX =
      Set.of(
          "anvil",
          "bounce",
          "cleanup",
          "dnsblog",
          "lmtp",
          "nqmgr",
          "oqmgr",
          "pickup",
          "policyd-spf",
          "policy-spf",
          "postalias",
          "postconf",
          "postdrop",
          "postfix-script",
          "postlog",
          "postlogd",
          "postmap",
          "postmulti",
          "postqueue",
          "postscreen",
          "postsuper",
          "proxymap",
          "proxywrite",
          "qmgr",
          "qmqpd",
          "scache",
          "sendmail",
          "smtp",
          "smtpd",
          "tlsmgr",
          "tlsproxy",
          "trivial-rewrite");

  /**
   * The names that programs of others could have too: they are Postfix's where its name comes
   * first.
   */
  private static final Set<String> COMMON =
      Set.of(
          "discard",
          "error",
          "flush",
          "local",
          "master",
          "pipe",
          "relay",
          "retry",
          "set-permissions",
          "showq",
          "spawn",
          "trace",
          "verify",
          "virtual");

  /**
   * Programs that take no mail from other hosts by SMTP, and that are found in logs of mail
   * servers. Where a mail server is known in a log, addresses in their lines are of no account.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "amavis",
          "amavisd",
          "anacron",
          "apache2",
          "audit",
          "auditd",
          "authdaemond",
          "authpsa",
          "avahi-daemon",
          "certbot",
          "chronyd",
          "clamav-milter",
          "clamd",
          "clamsmtpd",
          "cbpolicyd",
          "containerd",
          "courieresmtp",
          "cron",
          "crond",
          "cyrus",
          "dbus-daemon",
          "dhclient",
          "dhcpcd",
          "dhcpd",
          "dnsmasq",
          "dockerd",
          "dovecot",
          "fail2ban",
          "fetchmail",
          "firewalld",
          "freshclam",
          "httpd",
          "imap",
          "imapd",
          "imapd-ssl",
          "imaps",
          "kernel",
          "kubelet",
          "lmtpunix",
          "logger",
          "mariadbd",
          "mailscanner",
          "milter-greylist",
          "mimedefang",
          "mysqld",
          "named",
          "networkmanager",
          "nginx",
          "nslcd",
          "ntpd",
          "opendkim",
          "opendmarc",
          "openvpn",
          "php",
          "php-fpm",
          "policyd",
          "policyd-spf",
          "policyd-weight",
          "postfix-policyd-spf-perl",
          "pop3",
          "pop3d",
          "pop3d-ssl",
          "pop3s",
          "postern",
          "postfwd",
          "postgres",
          "postgrey",
          "postsrsd",
          "redis-server",
          "rspamd",
          "rsyslogd",
          "saslauthd",
          "smartd",
          "snmpd",
          "spamd",
          "spampd",
          "spamass-milter",
          "sshd",
          "sshd-session",
          "stunnel",
          "su",
          "sudo",
          "syslog-ng",
          "systemd",
          "systemd-logind",
          "systemd-networkd",
          "systemd-resolved",
          "timesyncd",
          "ufw",
          "unbound",
          "wireguard");

  /** The kind of a program. */
  public enum Kind {
    POSTFIX,
    EXIM,
    SENDMAIL,
    /** The program is no mail server, and known. */
    OTHER,
    UNKNOWN
  }

  static Program of(String name) {
    int slash = name.lastIndexOf('/');
    return new Program(
        name,
        kind(name),
        name.substring(slash + 1),
        slash < 0 ? "" : name.substring(0, name.indexOf('/')),
        slash < 0 ? Services.SMTP : Services.port(name.substring(0, slash)));
  }

  /** Tells whether it is a mail server that is looked for. */
  boolean isMail() {
    return kind != Kind.OTHER && kind != Kind.UNKNOWN;
  }

  /** Tells whether it is known what it writes. */
  public boolean isKnown() {
    return kind != Kind.UNKNOWN;
  }

  /** Tells whether no program is told. */
  public boolean isNone() {
    return name.isEmpty();
  }

  private static Kind kind(String name) {
    int slash = name.lastIndexOf('/');
    String component = name.substring(slash + 1);
    boolean postfix =
        POSTFIX.contains(component) || (COMMON.contains(component) && name.startsWith("postfix"));
    if (slash >= 0 && postfix) {
      return Kind.POSTFIX;
    }
    if (name.startsWith("exim")) {
      return Kind.EXIM;
    }
    if (name.startsWith("sm-") || name.equals("sendmail") || name.equals("sendmail-mta")) {
      return Kind.SENDMAIL;
    }
    return isOther(name) ? Kind.OTHER : Kind.UNKNOWN;
  }

  /** A name like {@code dovecot/imap-login}, {@code fail2ban.actions} or {@code CRON} too. */
  private static boolean isOther(String name) {
    int end = 0;
    while (end < name.length() && "/.:(".indexOf(name.charAt(end)) < 0) {
      end++;
    }
    return OTHERS.contains(name.substring(0, end).toLowerCase(Locale.ROOT));
  }
}
