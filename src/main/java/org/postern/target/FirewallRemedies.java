package org.postern.target;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.policy.Hook;
import org.postern.policy.Ports;

/**
 * Proposes lines that let openings through, in the words of the tools that keep a firewall. What
 * the tools do not say by port, such as from whom, is left to the reader.
 */
public final class FirewallRemedies {
  private FirewallRemedies() {}

  /** Tells whether a chain is one that ufw makes. */
  public static boolean isOfUfw(String chain) {
    return chain.matches("ufw6?-.*");
  }

  /** Returns the command of ufw(8) that lets the opening pass. */
  public static List<String> ufw(Opening opening) {
    String port = list(opening.ports());
    return List.of(
        switch (opening.hook()) {
          case INPUT -> "ufw allow " + port + "/tcp";
          case OUTPUT -> "ufw allow out " + port + "/tcp";
          case FORWARD -> "ufw route allow proto tcp to any port " + port;
        });
  }

  /**
   * Returns the command of firewall-cmd(1) that lets the opening pass. Incoming connections are let
   * in by zones, all others by policies.
   *
   * @param dropping the chain that drops it, in whose name the policy stands
   */
  public static List<String> firewalld(Opening opening, String dropping) {
    String port =
        opening.ports().ranges().stream()
            .map(range -> "--add-port=" + range.text() + "/tcp")
            .collect(Collectors.joining(" "));
    Optional<String> place =
        opening.hook() == Hook.INPUT
            ? zone(dropping).map(zone -> "--zone=" + zone + " ").or(() -> Optional.of(""))
            : policy(dropping).map(policy -> "--policy=" + policy + " ");
    return place.stream()
        .map(words -> "firewall-cmd --permanent " + words + port + " && firewall-cmd --reload")
        .toList();
  }

  /** Returns the ports as ufw and iptables write them. */
  private static String list(Ports ports) {
    return ports.numbers(",").replace('-', ':');
  }

  private static Optional<String> zone(String chain) {
    return behind(chain, "filter_IN_").filter(name -> !name.startsWith("policy_"));
  }

  private static Optional<String> policy(String chain) {
    return behind(chain, "filter_OUT_policy_").or(() -> behind(chain, "filter_FWD_policy_"));
  }

  private static Optional<String> behind(String chain, String begin) {
    return Optional.of(chain)
        .filter(name -> name.startsWith(begin))
        .map(name -> name.substring(begin.length()).replaceAll("_(pre|log|deny|allow|post)$", ""))
        .filter(name -> name.matches("[A-Za-z0-9_.-]+"));
  }

  /**
   * Returns the commands of iptables(8) that put a rule which lets the opening pass into a built-in
   * chain.
   *
   * @param program the tool of the family and variant
   * @param at the place of the rule in the chain, from 1
   */
  public static List<String> iptables(String program, int at, Opening opening) {
    String begin = program + " -I " + opening.hook().text().toUpperCase(Locale.ROOT) + place(at);
    String ports = list(opening.ports());
    String match = ports.contains(",") ? " -m multiport --dports " : " --dport ";
    String end = " -p tcp" + match + ports + " -j ACCEPT";
    return opening.interfaces().isEmpty() || opening.hook() == Hook.OUTPUT
        ? List.of(begin + end)
        : new TreeSet<>(opening.interfaces())
            .stream().map(name -> begin + " -i " + name + end).toList();
  }

  private static String place(int at) {
    return at == 1 ? "" : " " + at;
  }
}
