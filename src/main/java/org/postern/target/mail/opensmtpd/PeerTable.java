package org.postern.target.mail.opensmtpd;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.AddressLines;
import org.postern.target.mail.ConnectionRules;

/**
 * The peers of a rule as a table of OpenSMTPD: an address or a network a line. Loopback and what is
 * handed in on this host, which smtpd calls {@code local}, are never refused; they come first, so
 * that the table is never empty and begins with a line without a colon, by which smtpd would take
 * it for a list of pairs. What no line of smtpd's says stands in comments.
 */
final class PeerTable {
  private static final String HEAD = "# Postern writes this file: ";
  private static final String SPARES = "# spares users who log in";
  private static final String JUDGES = "# judges users who log in, too";
  private static final String ANY = "# accepts any";
  private static final String REJECTS = "# rejects all others";
  private static final String GONE = "# gone";
  private static final String SPARED = "127.0.0.0/8\n::1\nlocal\n";
  private static final String OPEN = "0.0.0.0/0\n::/0\n";
  private static final String PEERS = "# peers\n";

  private static final Pattern UNTIL =
      Pattern.compile("# open until ([0-9TZ:.-]{1,40}), then rejects all others");

  private static final Pattern NETWORK = Pattern.compile("([0-9A-Fa-f:.]{2,45})/([0-9]{1,3})");

  private PeerTable() {}

  static String write(AccessRule rule) {
    boolean any = rule.peers() instanceof Peers.Any;
    String state =
        rule.openUntil()
            .map("# open until %s, then rejects all others"::formatted)
            .orElse(any ? ANY : REJECTS);
    StringBuilder text = new StringBuilder();
    text.append(HEAD).append("the peers that rule %s accepts.\n".formatted(rule.name()));
    text.append(spares(rule) ? SPARES : JUDGES).append('\n');
    text.append(state).append('\n');
    text.append(SPARED);
    if (any || rule.openUntil().isPresent()) {
      text.append(OPEN);
    }
    text.append(PEERS);
    switch (rule.peers()) {
      case Peers.Any _ -> {}
      case Peers.Only(AddressSet addresses) ->
          addresses.prefixes().forEach(prefix -> text.append(prefix.text()).append('\n'));
    }
    return text.toString();
  }

  private static boolean spares(AccessRule rule) {
    return rule.scope() instanceof Scope.Mail mail && mail.spareAuthenticated();
  }

  /** Returns the table of a rule that is gone. */
  static String open(String rule) {
    return HEAD
        + "rule %s is gone and refuses no peer.\n".formatted(rule)
        + (GONE + "\n")
        + SPARED
        + OPEN;
  }

  /**
   * Reads a table as smtpd does, which passes over lines that it does not understand.
   *
   * @return empty when the rule is gone
   */
  static Optional<AccessRule> read(String rule, String text, Recipients recipients) {
    int at = text.indexOf(PEERS);
    String head = at < 0 ? text : text.substring(0, at);
    List<String> lines = head.lines().toList();
    if (lines.contains(GONE)) {
      return Optional.empty();
    }
    boolean any = lines.contains(ANY);
    Scope.Mail scope = new Scope.Mail(recipients, Optional.empty(), lines.contains(SPARES), "");
    AddressSet addresses =
        at < 0
            ? addresses(text).subtract(SpecialPurpose.LOOPBACK)
            : addresses(text.substring(at + PEERS.length()));
    return Optional.of(
        new AccessRule(
            rule,
            scope,
            any ? new Peers.Any() : new Peers.Only(addresses),
            any ? Optional.empty() : Optional.of(Refusal.REJECT),
            Optional.empty(),
            any
                ? Optional.empty()
                : lines.stream().flatMap(one -> until(one).stream()).findFirst()));
  }

  private static AddressSet addresses(String text) {
    AddressSet.Builder masked = AddressSet.builder();
    AddressSet plain =
        AddressLines.read(
            text,
            line -> {
              masked(line).ifPresent(prefix -> masked.add(prefix.interval()));
              return true;
            });
    return plain.union(masked.build());
  }

  /** Reads an address with a length as its network, as smtpd does. */
  private static Optional<Prefix> masked(String line) {
    Matcher matcher = NETWORK.matcher(line);
    if (!matcher.matches() || !(AddressText.parse(matcher.group(1)) instanceof AddressText.Ok ok)) {
      return Optional.empty();
    }
    Address address = ok.interval().first();
    int length = Integer.parseInt(matcher.group(2));
    return length > address.family().bits()
        ? Optional.empty()
        : Optional.of(Prefix.containing(address, length));
  }

  private static Optional<Instant> until(String line) {
    Matcher matcher = UNTIL.matcher(line);
    return matcher.matches() ? ConnectionRules.closingTime(matcher.group(1)) : Optional.empty();
  }
}
