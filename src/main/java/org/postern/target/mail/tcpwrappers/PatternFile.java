package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.target.mail.ConnectionRules;

/**
 * A rule as a file of patterns, and back. There are no comments in such a file: each word of it is
 * compared with the client's address and name. So what else is to be known is in words with an
 * equals sign, which no name of a host has.
 */
final class PatternFile {
  /** Matches every client: what follows is not looked at. */
  private static final String ALL = "ALL";

  private static final String RULE = "postern-rule=";
  private static final String OPEN = "postern-open-until=";
  private static final String ANY = "postern-accepts=any";

  /**
   * The beginning of a pattern for names that end with the rest, hosts_access(5); it matches a
   * client whose name leads back to its address.
   */
  private static final String BELOW = ".";

  /** The text of a rule that is gone. */
  static final String GONE = ALL + "\n";

  /** The patterns of loopback, which is never judged; in every file that refuses a client. */
  private static final List<String> LOOPBACK =
      List.of("127.0.0.0/255.0.0.0", "[%s]".formatted(loopback6()));

  private PatternFile() {}

  private static String loopback6() {
    return SpecialPurpose.LOOPBACK.only(Family.IP6).first().orElseThrow().toString();
  }

  static String write(AccessRule rule) {
    List<String> words = new ArrayList<>();
    switch (rule.peers()) {
      case Peers.Any _ -> words.addAll(List.of(ALL, ANY));
      case Peers.Only(AddressSet addresses) -> {
        rule.openUntil().ifPresent(time -> words.addAll(List.of(ALL, OPEN + time)));
        words.addAll(LOOPBACK);
        words.addAll(AddressPatterns.of(addresses));
        rule.names().forEach(name -> words.addAll(List.of(name, BELOW + name)));
      }
    }
    words.add(RULE + rule.name());
    return String.join("\n", words) + "\n";
  }

  /** Reads a text; empty when the rule is gone, or is not to be understood at all. */
  static Optional<AccessRule> read(String text) {
    List<String> words = words(text);
    Optional<String> name = value(words, RULE);
    if (name.isEmpty() || !TcpwrappersSystem.isRule(name.get())) {
      return Optional.empty();
    }
    if (words.contains(ANY)) {
      return Optional.of(ConnectionRules.rule(name.get(), new Peers.Any(), Optional.empty()));
    }
    AddressSet.Builder accepted = AddressSet.builder();
    List<String> patterns = new ArrayList<>(words);
    LOOPBACK.forEach(patterns::remove);
    patterns.forEach(word -> AddressPatterns.read(word).ifPresent(accepted::add));
    return Optional.of(
        ConnectionRules.rule(
                name.get(),
                new Peers.Only(accepted.build()),
                value(words, OPEN).flatMap(ConnectionRules::closingTime))
            .withNames(new TreeSet<>(values(words, BELOW).toList())));
  }

  private static Optional<String> value(List<String> words, String key) {
    return values(words, key).findFirst();
  }

  private static Stream<String> values(List<String> words, String key) {
    return words.stream()
        .filter(word -> word.startsWith(key))
        .map(word -> word.substring(key.length()));
  }

  /** Returns the words as libwrap reads a file: with any blanks between them. */
  static List<String> words(String text) {
    return Stream.of(text.split("[ \t\n\u000b\f\r]+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
