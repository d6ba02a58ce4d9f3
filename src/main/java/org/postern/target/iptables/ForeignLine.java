package org.postern.target.iptables;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.target.ForeignRule;
import org.postern.target.Match;
import org.postern.target.Opening;
import org.postern.target.PassingTargets;

/**
 * A rule of others in the words of iptables(8), as far as its conditions are understood.
 *
 * @param line the line of the rule
 * @param chains the chains of the table
 */
record ForeignLine(RuleLine line, Set<String> chains) implements ForeignRule {
  /**
   * The modules whose conditions stand in options of theirs, which are looked at each by itself.
   */
  private static final Set<String> WITH_OPTIONS =
      Set.of(
          "addrtype",
          "multiport",
          "state",
          "udp",
          "icmp",
          "icmp6",
          "mac",
          "owner",
          "recent",
          "hashlimit",
          "mark",
          "connmark",
          "pkttype",
          "connlimit",
          "iprange",
          "string",
          "statistic",
          "rt");

  ForeignLine {
    chains = Set.copyOf(chains);
  }

  @Override
  public Set<End> ends(Opening opening) {
    Match match = Match.YES;
    for (String condition : line.matches()) {
      match = match.and(match(condition, opening));
    }
    Set<End> ends = new LinkedHashSet<>();
    if (match != Match.NO) {
      ends.add(end());
    }
    if (match != Match.YES) {
      ends.add(new End.GoOn());
    }
    return ends;
  }

  private End end() {
    String[] words = line.target().split(" ", -1);
    String name = words.length > 1 ? words[1] : "";
    return switch (name) {
      case "" -> new End.GoOn();
      case "ACCEPT", "SNAT", "MASQUERADE" -> new End.Accept();
      case "DROP", "REJECT" -> new End.Drop();
      case "RETURN" -> new End.Return();
      case "DNAT", "REDIRECT", "NETMAP" -> new End.Translate();
      default -> end(words[0], name);
    };
  }

  /** A chain of ours ends like any that goes on: what we accept returns. */
  private End end(String way, String name) {
    if (PassingTargets.contain(name) || Saved.isOurs(name)) {
      return new End.GoOn();
    }
    if (!chains.contains(name)) {
      return new End.Unknown();
    }
    return way.equals("-g") ? new End.Goto(name) : new End.Jump(name);
  }

  private static Match match(String condition, Opening opening) {
    boolean inverted = condition.startsWith("! ");
    String text = inverted ? condition.substring(2) : condition;
    int space = text.indexOf(' ');
    String option = space < 0 ? text : text.substring(0, space);
    String value = space < 0 ? "" : text.substring(space + 1);
    return match(option, value, opening).inverted(inverted);
  }

  private static Match match(String option, String value, Opening opening) {
    return switch (option) {
      case "-p", "--ctproto" -> Match.of(Set.of("tcp", "6", "all", "0").contains(value));
      case "-m" -> WITH_OPTIONS.contains(value) ? Match.YES : Match.MAYBE;
      case "--comment" -> Match.YES;
      case "-i" -> opening.in(name(value), value.endsWith("+"));
      case "-o" -> opening.out(name(value), value.endsWith("+"));
      case "-s" -> addresses(value, opening::from);
      case "-d" -> addresses(value, opening::to);
      case "--ctorigdst" -> addresses(value, opening::toDialled);
      case "--dport", "--dports" -> ports(value, opening::toPort);
      case "--ctorigdstport" -> ports(value, opening::toDialledPort);
      case "--ctdir" -> Match.of(value.equals("ORIGINAL"));
      case "--ctstate", "--state" -> state(value, opening);
      case "--tcp-flags" -> flags(value);
      case "--dst-type" -> type(value, opening);
      // An opening has no routing header, which RFC 5095 has done away with.
      case "--rt-type" -> Match.NO;
      default -> Match.MAYBE;
    };
  }

  private static String name(String value) {
    return value.endsWith("+") ? value.substring(0, value.length() - 1) : value;
  }

  private interface Addresses {
    Match match(AddressSet set);
  }

  private static Match addresses(String value, Addresses where) {
    return AddressText.parse(value) instanceof AddressText.Ok ok
        ? where.match(AddressSet.of(ok.interval()))
        : Match.MAYBE;
  }

  private interface Ports {
    Match match(int first, int last);
  }

  /** Matches ports such as {@code 25}, {@code 20:30}, or several of these with commas between. */
  private static Match ports(String value, Ports where) {
    Match match = Match.NO;
    for (String part : value.split(",", -1)) {
      String[] ends = part.split(":", -1);
      if (!Arrays.stream(ends).allMatch(end -> end.matches("[0-9]{1,5}"))) {
        return Match.MAYBE;
      }
      int first = Integer.parseInt(ends[0]);
      match = match.or(where.match(first, Integer.parseInt(ends[ends.length - 1])));
    }
    return match;
  }

  /** An opening is new; to what was translated it may be more besides. */
  private static Match state(String value, Opening opening) {
    Set<String> states = Set.of(value.split(",", -1));
    if (states.contains("NEW")) {
      return Match.YES;
    }
    boolean ofTranslation = states.contains("DNAT") || states.contains("SNAT");
    return ofTranslation && opening.translated() ? Match.MAYBE : Match.NO;
  }

  /** An opening has SYN, and neither ACK nor RST nor FIN; of the other flags it is not known. */
  private static Match flags(String value) {
    String[] words = value.split(" ", -1);
    if (words.length != 2) {
      return Match.MAYBE;
    }
    Set<String> asked = Set.of(words[0].split(",", -1));
    Set<String> set = Set.of(words[1].split(",", -1));
    Match match = Match.YES;
    for (String flag : asked) {
      match =
          match.and(
              switch (flag) {
                case "SYN" -> Match.of(set.contains("SYN"));
                case "ACK", "RST", "FIN" -> Match.of(!set.contains(flag));
                default -> Match.MAYBE;
              });
    }
    return match;
  }

  /** A connection goes to this host or to one other, never to many. */
  private static Match type(String value, Opening opening) {
    Set<String> types = Set.of(value.split(",", -1));
    Match local = Match.of(types.contains("LOCAL")).and(opening.toThisHost());
    Match other = Match.of(types.contains("UNICAST")).and(opening.toThisHost().not());
    return types.containsAll(Set.of("LOCAL", "UNICAST")) ? Match.YES : local.or(other);
  }
}
