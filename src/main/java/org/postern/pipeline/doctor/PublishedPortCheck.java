package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.plan.AccessRule;
import org.postern.policy.Hook;

/**
 * Whether port 25 is sent on to a container or a host behind: such connections are forwarded, and a
 * rule on input never sees them.
 */
final class PublishedPortCheck implements Check {
  private static final Pattern NFT =
      Pattern.compile("\\bdport (?:25|\\{[^}]*\\b25\\b[^}]*\\}).*\\bdnat\\b.*");
  private static final Pattern IPTABLES =
      Pattern.compile("-A .*--dports? (?:\\S*,)?25(?:,\\S*)? .*-j DNAT.*");

  @Override
  public String name() {
    return "published ports";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    boolean forwards =
        host.mailRules().stream()
            .filter(AccessRule::judgesPackets)
            .anyMatch(rule -> rule.packets().hooks().contains(Hook.FORWARD));
    if (forwards || host.mailRules().isEmpty()) {
      return;
    }
    Optional<String> rules = host.told("nft", "-t", "list", "ruleset");
    if (rules.isEmpty()) {
      found.unseen(
          "whether port 25 is sent on to another host",
          "nft -t list ruleset tells nothing",
          "run postern doctor as root, where nft(8) is installed");
      return;
    }
    List<String> lines = lines(host, rules.get());
    if (!lines.isEmpty()) {
      found.must(
          "port 25 is sent on to another host, where no rule judges",
          lines.getFirst(),
          "add the hook to the rule for port 25: hook: [input, forward]");
    }
  }

  /** Tables of iptables are asked for only where they are: to ask would make them. */
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
