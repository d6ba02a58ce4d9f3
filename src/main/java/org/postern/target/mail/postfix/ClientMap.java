package org.postern.target.mail.postfix;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.Replies;

/**
 * The map of clients of one rule, a {@code cidr:} table: loopback and accepted peers have the
 * action DUNNO, so that later restrictions still count, and the last lines say what happens to all
 * others. Both families have such a line always: a table without {@code ::/0} lets in all of IPv6.
 *
 * @param name the name of the rule
 * @param all whether it judges all mail, and not that to the domains of the map of recipients
 * @param spareAuthenticated whether main.cf has to let authenticated users past
 * @param peers the peers that it accepts
 * @param otherwise what happens to the rest; empty when it accepts any
 * @param openUntil until when it lets the rest through
 * @param reply the reply as the policy has it, which may be empty
 */
record ClientMap(
    String name,
    boolean all,
    boolean spareAuthenticated,
    Peers peers,
    Optional<Refusal> otherwise,
    Optional<Instant> openUntil,
    String reply) {
  static final String WRITTEN = "# Written by Postern, which takes back what others change here.\n";

  /** The whole table of a rule that is gone: it refuses nothing. */
  static final String OPEN = WRITTEN + "# no rule\n0.0.0.0/0 DUNNO\n::/0 DUNNO\n";

  private static final String LOOPBACK = "127.0.0.0/8 DUNNO\n::1/128 DUNNO\n";

  /** The action by which later restrictions still count. */
  static final String PASSES = "DUNNO";

  private static final String ACCEPTED = " " + PASSES;

  private static final Pattern HEAD =
      Pattern.compile(
          "# rule ([a-z][a-z0-9-]{0,31}): (drop|reject|defer|observe|accept)( for some domains)?(,"
              + " spares authenticated)?(, open until ([0-9TZ:-]{20,30}))?(, reply (.{1,200}))?");

  /** Returns the map of a rule of mail. */
  static ClientMap of(AccessRule rule, Scope.Mail scope) {
    return new ClientMap(
        rule.name(),
        scope.recipients() instanceof Recipients.All,
        scope.spareAuthenticated(),
        rule.peers(),
        rule.otherwise(),
        rule.openUntil(),
        scope.reply());
  }

  /** Returns the rule that it is of, for these recipients unless it is for all. */
  AccessRule rule(Recipients recipients) {
    return new AccessRule(
        name,
        new Scope.Mail(
            all ? new Recipients.All() : recipients, Optional.empty(), spareAuthenticated, reply),
        peers,
        otherwise,
        Optional.empty(),
        openUntil);
  }

  /** Returns the text of the whole table. */
  String text() {
    StringBuilder text = new StringBuilder(WRITTEN).append(head()).append('\n').append(LOOPBACK);
    if (peers instanceof Peers.Only only) {
      for (Family family : Family.values()) {
        only.addresses()
            .forEachPrefix(
                family,
                (high, low, length) ->
                    line(text, new Prefix(new Address(family, high, low), length)));
      }
    }
    return text.append("0.0.0.0/0 ")
        .append(action())
        .append("\n::/0 ")
        .append(action())
        .append('\n')
        .toString();
  }

  private static void line(StringBuilder text, Prefix prefix) {
    text.append(prefix.text()).append(ACCEPTED).append('\n');
  }

  private String head() {
    return "# rule %s: %s%s%s%s%s"
        .formatted(
            name,
            otherwise.map(Refusal::text).orElse("accept"),
            all ? "" : " for some domains",
            spareAuthenticated ? ", spares authenticated" : "",
            openUntil.map(time -> ", open until " + time).orElse(""),
            reply.isEmpty() ? "" : ", reply " + reply);
  }

  /** Returns what Postfix does to a client that is not accepted: an action of access(5). */
  String action() {
    if (otherwise.isEmpty()) {
      return PASSES;
    }
    String words = reply.isEmpty() ? Replies.DEFAULT : reply;
    return switch (openUntil.isPresent() ? Refusal.OBSERVE : otherwise.get()) {
      case DEFER -> "DEFER 4.7.1 " + words;
      case REJECT -> "REJECT 5.7.1 " + words;
      case OBSERVE -> "WARN " + Replies.observed(name);
      case DROP -> throw new IllegalStateException("a mail server drops nothing");
    };
  }

  /**
   * Reads a table; the caller compares the result with the text that it would be written as.
   *
   * @return empty when it is no table of ours, or that of no rule
   */
  static Optional<ClientMap> read(String text) {
    List<String> lines = text.lines().toList();
    Matcher head = HEAD.matcher(lines.size() > 1 ? lines.get(1) : "");
    if (!head.matches()) {
      return Optional.empty();
    }
    try {
      Optional<Refusal> otherwise = refusal(String.valueOf(head.group(2)));
      ClientMap map =
          new ClientMap(
              String.valueOf(head.group(1)),
              head.group(3) == null,
              head.group(4) != null,
              otherwise.isEmpty() ? new Peers.Any() : new Peers.Only(accepted(lines)),
              otherwise,
              Optional.ofNullable(head.group(6)).map(Instant::parse),
              Optional.ofNullable(head.group(8)).orElse(""));
      return Optional.of(map).filter(ClientMap::makesSense);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean makesSense(ClientMap map) {
    try {
      return map.rule(new Recipients.All()).name().equals(map.name());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<Refusal> refusal(String word) {
    return Refusal.ofMail().stream().filter(one -> one.text().equals(word)).findFirst();
  }

  /**
   * Returns the clients that the lines accept: Postfix takes the first line that matches, and
   * loopback is never judged.
   */
  private static AddressSet accepted(List<String> lines) {
    AddressSet.Builder accepted = AddressSet.builder();
    for (String line : lines.subList(Math.min(4, lines.size()), lines.size())) {
      if (line.endsWith(ACCEPTED)
          && AddressText.parse(line.substring(0, line.length() - ACCEPTED.length()))
              instanceof AddressText.Ok ok) {
        accepted.add(ok.interval());
      }
    }
    return accepted.build();
  }
}
