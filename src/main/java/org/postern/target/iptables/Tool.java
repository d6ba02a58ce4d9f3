package org.postern.target.iptables;

import org.postern.address.Family;

/** What a step is fed to, by standard input. */
enum Tool {
  IPTABLES("iptables-restore --noflush -w 10"),
  IP6TABLES("ip6tables-restore --noflush -w 10"),
  IPSET("ipset restore");

  private final String command;

  Tool(String command) {
    this.command = command;
  }

  static Tool of(Family family) {
    return switch (family) {
      case IP -> IPTABLES;
      case IP6 -> IP6TABLES;
    };
  }

  /** As one would call it by hand, whichever the variant of this host is. */
  String command() {
    return command;
  }
}
