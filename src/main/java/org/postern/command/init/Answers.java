package org.postern.command.init;

import java.util.List;
import org.postern.pipeline.ShippedRuleset;

/**
 * The answers that a first policy is made of.
 *
 * @param providers the providers whose nodes deliver
 * @param role the role that the host has for the mail server
 * @param published whether connections that the host takes are sent on to a container
 * @param servers the addresses that clients dial; none means every one of the host
 * @param own the hosts that may connect besides, each with what it is
 * @param domains the mail domains behind the filter; none where they are not named
 * @param target the kind of system that holds it, {@code auto} for the host's packet filter
 * @param mailServer the mail server whose configuration is on the host; empty where there is none
 */
record Answers(
    List<ShippedRuleset> providers,
    Role role,
    boolean published,
    List<String> servers,
    List<Own> own,
    List<String> domains,
    String target,
    String mailServer) {
  /** The host's packet filter, whichever it is. */
  static final String AUTO = "auto";

  /** The kind of Windows Firewall, which judges what comes in and nothing else. */
  static final String WINDOWS = "windows";

  Answers {
    providers = List.copyOf(providers);
    servers = List.copyOf(servers);
    own = List.copyOf(own);
    domains = List.copyOf(domains);
  }

  /**
   * A network or an address of the user.
   *
   * @param net the address or network, as a policy has it
   * @param label the label, which says what it is
   */
  record Own(String net, String label) {}

  /** Returns the sets of the providers, in their order. */
  List<String> sets() {
    return providers.stream().flatMap(one -> one.sets().stream()).distinct().toList();
  }

  /**
   * Returns the names in the MX records of domains behind the providers, as far as they are known.
   */
  List<String> exchangers() {
    return providers.stream().flatMap(one -> one.exchangers().stream()).distinct().toList();
  }
}
