package org.postern.mail;

import java.util.List;
import org.postern.target.nftables.Sizes;

/** A mail server as an administrator finds it, and what is known about it. */
enum MailHost {
  /** Its files alone, the line of ours in {@code smtpd_client_restrictions}. */
  POSTFIX("postfix", true),
  /** Its files alone, the lines of ours at the beginning of the ACL of recipients. */
  EXIM("exim", true),
  /** As Debian configures it, from many files. */
  EXIM_SPLIT("exim-split", false),
  /** As Debian configures it, from one file. */
  EXIM_UNSPLIT("exim-unsplit", false);

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
    return isPostfix() ? "postfix" : "exim";
  }

  /** By day one of each system, by night all. */
  static List<MailHost> few() {
    return Sizes.pick(List.of(POSTFIX, EXIM_SPLIT), List.of(values()));
  }

  /** The folder of its configuration. */
  String configuration() {
    return isPostfix() ? "/etc/postfix" : "/etc/exim4";
  }

  /** The target of a policy. */
  String target() {
    return switch (this) {
      case POSTFIX -> "{postfix: {}}";
      case EXIM -> "{exim: {layout: plain}}";
      case EXIM_SPLIT, EXIM_UNSPLIT -> "{exim: {layout: debian}}";
    };
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
