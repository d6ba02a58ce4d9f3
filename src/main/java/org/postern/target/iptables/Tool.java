package org.postern.target.iptables;

import org.postern.address.Family;

/** A tool that reads the lines of a step from standard input. */
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

  /** Returns the command as typed by hand, whichever variant of iptables this host has. */
  String command() {
    return command;
  }
}
