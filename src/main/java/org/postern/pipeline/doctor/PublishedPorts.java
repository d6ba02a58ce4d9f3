package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the rules of a host that send port 25 on to another address. */
final class PublishedPorts {
  private static final Pattern NFT =
      Pattern.compile("\\bdport (?:25|\\{[^}]*\\b25\\b[^}]*\\}).*\\bdnat\\b.*");
  private static final Pattern IPTABLES =
      Pattern.compile("-A .*--dports? (?:\\S*,)?25(?:,\\S*)? .*-j DNAT.*");

  private PublishedPorts() {}

  /**
   * Returns those rules; empty where rules cannot be seen. Tables of iptables are asked for only
   * where they are: to ask would make them.
   */
  static Optional<List<String>> of(HostView host) throws IOException {
    Optional<String> rules = host.told("nft", "-t", "list", "ruleset");
    return rules.isEmpty() ? Optional.empty() : Optional.of(lines(host, rules.get()));
  }

  private static List<String> lines(HostView host, String rules) throws IOException {
    List<String> nft = matching(rules, NFT);
    if (!nft.isEmpty()) {
      return nft;
    }
    if (rules.contains("table ip nat ")) {
      return matching(host.told("iptables-nft-save", "-t", "nat").orElse(""), IPTABLES);
    }
    boolean isLegacy =
        host.files().lines("proc/net/ip_tables_names").stream().anyMatch("nat"::equals);
    return isLegacy
        ? matching(host.told("iptables-legacy-save", "-t", "nat").orElse(""), IPTABLES)
        : List.of();
  }

  private static List<String> matching(String text, Pattern pattern) {
    return text.lines().map(String::strip).filter(line -> pattern.matcher(line).find()).toList();
  }
}
