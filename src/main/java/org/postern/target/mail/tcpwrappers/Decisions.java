package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.target.mail.tcpwrappers.Options.Verdict;

/**
 * The decisions on the clients of a daemon: the first line that matches decides, those of
 * /etc/hosts.allow before those of /etc/hosts.deny.
 *
 * @param all the decisions of the lines for the daemon, in that order
 * @param rest clients on which perhaps none of them decides, and which are let in then
 */
record Decisions(List<Decision> all, AddressSet rest) {
  Decisions {
    all = List.copyOf(all);
  }

  /**
   * The decision of a line.
   *
   * @param line the line
   * @param allowing whether it is one of /etc/hosts.allow
   * @param verdict the verdict on the clients
   * @param matched the clients that it is for
   * @param clients the clients of these on which it decides, since no line before does
   * @param isLast whether no client is left behind it
   */
  record Decision(
      AccessLine line,
      boolean allowing,
      Verdict verdict,
      Matched matched,
      Matched clients,
      boolean isLast) {}

  /**
   * Follows the lines of both files.
   *
   * @param daemon the daemon as inetd calls it
   */
  static Decisions of(HostsFile allow, HostsFile deny, String daemon, Patterns patterns) {
    Walk walk = new Walk(daemon, patterns);
    walk.follow(allow, true);
    walk.follow(deny, false);
    return new Decisions(walk.all, walk.left.possible());
  }

  /** A walk from line to line of both files. */
  private static final class Walk {
    private final String daemon;
    private final Patterns patterns;
    private final List<Decision> all = new ArrayList<>();
    private Matched left = Matched.ALL;

    Walk(String daemon, Patterns patterns) {
      this.daemon = daemon;
      this.patterns = patterns;
    }

    void follow(HostsFile file, boolean allowing) {
      Verdict usual = allowing ? Verdict.ALLOWS : Verdict.DENIES;
      for (AccessLine line : AccessLine.of(file)) {
        Matched daemons = Matched.list(line.daemons(), one -> Patterns.daemon(one, daemon));
        if (!daemons.possible().isEmpty()) {
          Matched matched = daemons.and(Matched.list(line.clients(), patterns::client));
          Matched clients = left.and(matched);
          left = left.except(matched);
          boolean isLast = left.possible().isEmpty();
          Verdict verdict = Options.verdict(line.options(), usual);
          all.add(new Decision(line, allowing, verdict, matched, clients, isLast));
        }
      }
      file.unread()
          .filter(unread -> !allowing || unread.fault() == HostsFile.Fault.ZERO)
          .ifPresent(unread -> stop(unread, allowing));
    }

    /**
     * Ends the walk at a line that is not read as it is meant: what comes of it differs among
     * libwraps.
     */
    private void stop(HostsFile.Unread unread, boolean allowing) {
      Matched clients = left.and(Matched.UNTOLD);
      left = left.except(Matched.UNTOLD);
      AccessLine line = AccessLine.of(unread);
      all.add(new Decision(line, allowing, Verdict.DENIES, Matched.UNTOLD, clients, false));
    }
  }

  /** Tells whether a client is let in; empty where that cannot be told. */
  Optional<Boolean> accepts(Address client) {
    for (Decision decision : all) {
      if (decision.clients().sure().contains(client)) {
        return switch (decision.verdict()) {
          case ALLOWS -> Optional.of(true);
          case DENIES -> Optional.of(false);
          case UNTOLD -> Optional.empty();
        };
      }
      if (decision.clients().possible().contains(client)) {
        return Optional.empty();
      }
    }
    return Optional.of(true);
  }
}
