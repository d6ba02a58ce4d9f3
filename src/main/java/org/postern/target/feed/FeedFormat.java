package org.postern.target.feed;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.host.Json;
import org.postern.plan.AccessRule;

/** The formats of a list, each as its readers want it. */
enum FeedFormat {
  /** An address or prefix a line; a comment only where there is none. */
  PLAIN("plain", ".txt"),
  /**
   * External dynamic list of PAN-OS, of type IP: as plain, with the name of the rule behind a
   * blank.
   */
  EDL("edl", ".edl.txt"),
  /** External resource of FortiOS: an address or prefix a line, comments behind a number sign. */
  FORTINET("fortinet", ".fortinet.txt"),
  /** Alias of type URL table of pfSense and OPNsense. */
  ALIAS("alias", ".alias.txt"),
  /** A file of a table of pf, for pfctl -T replace -f. */
  PF("pf", ".pf.txt"),
  /** An object with the prefixes by family. */
  JSON("json", ".json");

  private final String word;
  private final String ending;

  FeedFormat(String word, String ending) {
    this.word = word;
    this.ending = ending;
  }

  /** Returns the word of the policy language. */
  String word() {
    return word;
  }

  /** Returns the name of the file for a rule. */
  String file(String rule) {
    return rule + ending;
  }

  /** Returns the words of all formats. */
  static List<String> words() {
    return Arrays.stream(values()).map(FeedFormat::word).toList();
  }

  /** Returns the format of a word. */
  static Optional<FeedFormat> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  /** Returns the list of a rule; ASCII, never empty. */
  String text(AccessRule rule) {
    AddressSet peers = rule.peers().asSet();
    return switch (this) {
      case PLAIN, ALIAS -> lines(peers, "");
      case EDL -> lines(peers, " " + rule.name());
      case FORTINET, PF -> head(rule) + lines(peers, "");
      case JSON -> json(rule, peers);
    };
  }

  private static String head(AccessRule rule) {
    return "# Peers that rule %s accepts%n".formatted(rule.name()).replace("\r", "");
  }

  private static String lines(AddressSet peers, String comment) {
    String text =
        peers.prefixes().stream()
            .map(prefix -> prefix.text() + comment + "\n")
            .collect(Collectors.joining());
    return text.isEmpty() ? "# no peer\n" : text;
  }

  private static String json(AccessRule rule, AddressSet peers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.put("rule", rule.name());
    for (Family family : Family.values()) {
      tree.put(family.text(), peers.prefixes(family).stream().map(Prefix::text).toList());
    }
    return Json.write(tree) + "\n";
  }
}
