package org.postern.mail;

import java.nio.file.Path;
import java.util.List;
import org.postern.Sizes;
import org.postern.policy.Refusal;

/** A mail server as an administrator finds it, and what is known about it. */
enum MailHost {
  /** Its files alone, the line of ours in {@code smtpd_client_restrictions}. */
  POSTFIX("postfix", true),
  /** Its files alone, the lines of ours at the beginning of the ACL of recipients. */
  EXIM("exim", true),
  /** As Debian configures it, from many files. */
  EXIM_SPLIT("exim-split", false),
  /** As Debian configures it, from one file. */
  EXIM_UNSPLIT("exim-unsplit", false),
  /** Its files alone, the lines of ours at the beginning of its configuration. */
  OPENSMTPD("opensmtpd", true);

  private final String system;
  private final boolean silent;

  MailHost(String system, boolean silent) {
    this.system = system;
    this.silent = silent;
  }

  /** The word by which the script of the lab knows it. */
  String system() {
    return system;
  }

  boolean isPostfix() {
    return this == POSTFIX;
  }

  /** The kind of target. */
  String kind() {
    return switch (this) {
      case POSTFIX -> "postfix";
      case EXIM, EXIM_SPLIT, EXIM_UNSPLIT -> "exim";
      case OPENSMTPD -> "opensmtpd";
    };
  }

  /** Of those that can observe by day one, by night all. */
  static List<MailHost> few() {
    return Sizes.pick(List.of(POSTFIX), List.of(POSTFIX, EXIM, EXIM_SPLIT, EXIM_UNSPLIT));
  }

  /** By day one of each system, by night all. */
  static List<MailHost> each() {
    return Sizes.pick(List.of(POSTFIX, EXIM_SPLIT, OPENSMTPD), List.of(values()));
  }

  /** The folder of its configuration. */
  String configuration() {
    return switch (this) {
      case POSTFIX -> "/etc/postfix";
      case EXIM, EXIM_SPLIT, EXIM_UNSPLIT -> "/etc/exim4";
      case OPENSMTPD -> "/etc/smtpd";
    };
  }

  /** The target of a policy. */
  String target() {
    return switch (this) {
      case POSTFIX -> "{postfix: {}}";
      case EXIM -> "{exim: {layout: plain}}";
      case EXIM_SPLIT, EXIM_UNSPLIT -> "{exim: {layout: debian}}";
      case OPENSMTPD -> "{opensmtpd: {config: /etc/smtpd/smtpd.conf}}";
    };
  }

  /** The folder of its packages. */
  Path files() {
    return Path.of("target", this == OPENSMTPD ? "opensmtpd-server" : "mail-servers");
  }

  /** A program that is among them. */
  String program() {
    return this == OPENSMTPD ? "usr/sbin/smtpctl" : "usr/sbin/saslpasswd2";
  }

  /** What it does to peers of whom a rule says that. */
  Refusal refusal(Refusal meant) {
    return this == OPENSMTPD ? Refusal.REJECT : meant;
  }

  /**
   * Whether a client can prove who it is. OpenSMTPD takes passwords within TLS alone, and that of
   * Debian 12 ends each TLS handshake with OpenSSL 3 by an internal error.
   */
  boolean takesPasswords() {
    return this != OPENSMTPD;
  }

  /** Whether it sees an IPv4 client as an IPv6 one anywhere. */
  boolean isMapping() {
    return this != OPENSMTPD;
  }

  /** Where it takes calls of clients whose IPv4 addresses it sees as IPv6 ones. */
  int mappedPort() {
    return isPostfix() ? 2525 : 2526;
  }

  /**
   * Whether a peer that is refused is told the same for recipients that exist and for others.
   * Debian's Exim verifies the recipient before it includes anything of ours.
   */
  boolean isSilent() {
    return silent;
  }
}
