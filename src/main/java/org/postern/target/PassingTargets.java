package org.postern.target;

import java.util.Set;

/**
 * Targets of iptables, iptables-extensions(8), after which the next rule is looked at: they note or
 * change something of a packet and decide nothing. The rules of others name them, both where
 * iptables keeps them and where nftables shows those of iptables-nft.
 */
public final class PassingTargets {
  private static final Set<String> NAMES =
      Set.of(
          "LOG",
          "NFLOG",
          "MARK",
          "CONNMARK",
          "TCPMSS",
          "CT",
          "NOTRACK",
          "SET",
          "TRACE",
          "CLASSIFY",
          "CHECKSUM",
          "DSCP",
          "TOS",
          "SECMARK",
          "CONNSECMARK");

  private PassingTargets() {}

  /** Tells whether the next rule is looked at after that target. */
  public static boolean contain(String name) {
    return NAMES.contains(name);
  }
}
