package org.postern.target.mail.opensmtpd;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.FileWrites;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.WriteFile;

/**
 * The order in which tables are replaced, one at a time, so that at no moment a peer is refused
 * which was accepted before and is after, nor one let in which was not before and is not after.
 *
 * <p>One rule is done after the other: where its domains change, it first accepts the peers of
 * before and after, then judges the domains of after, and last lets go of peers. A rule to which
 * domains move is done before the one that they leave. Of rules that exchange domains one is done
 * first all the same: a peer that the other accepts may be let in until that is done too.
 */
final class TableWrites {
  private final MailFiles present;
  private final MailFiles end;
  private final SortedSet<String> rules;
  private final FileWrites writes;

  /**
   * Creates the writes between two states.
   *
   * @param present the present tables
   * @param end the tables as they are to be in the end; all that are present are among them
   * @param rules the rules that have tables in the end
   */
  TableWrites(MailFiles present, MailFiles end, SortedSet<String> rules) {
    this.present = present;
    this.end = end;
    this.rules = rules;
    this.writes = new FileWrites(present, end);
  }

  List<WriteFile> writes() {
    SortedSet<String> left = new TreeSet<>(rules);
    while (!left.isEmpty()) {
      String next =
          left.stream().filter(rule -> isNext(rule, left)).findFirst().orElseGet(left::first);
      finish(next);
      left.remove(next);
    }
    return writes.all();
  }

  private boolean movesDomains(String rule) {
    return !isDone(TableFile.DOMAINS, rule) || !isDone(TableFile.EXCEPT, rule);
  }

  private boolean isDone(TableFile file, String rule) {
    return writes.isDone(file.of(rule));
  }

  private static DomainTree tree(String rule, MailFiles files) {
    return DomainTree.of(RuleTables.domains(rule, files).recipients());
  }

  /** Tells whether no domain moves from it to one that is left. */
  private boolean isNext(String rule, SortedSet<String> left) {
    DomainTree before = tree(rule, present);
    return before.equals(tree(rule, end))
        || left.stream()
            .filter(other -> !other.equals(rule))
            .noneMatch(other -> before.intersects(tree(other, end)));
  }

  /** A rule without domains yet takes the peers of after at once. */
  private void acceptBoth(String rule) {
    Optional<AccessRule> before = RuleTables.read(rule, present);
    Optional<AccessRule> after = RuleTables.read(rule, end);
    if (before.isEmpty() || present.text(TableFile.PEERS.of(rule)).isEmpty()) {
      put(TableFile.PEERS, rule);
    } else if (!isOpen(rule, present) && !isOpen(rule, end)) {
      AddressSet both = before.get().peers().asSet().union(after.orElseThrow().peers().asSet());
      writes.put(
          TableFile.PEERS.of(rule), PeerTable.write(after.get().withPeers(new Peers.Only(both))));
    }
  }

  /** Tells whether a rule refuses no peer, or is gone. */
  private static boolean isOpen(String rule, MailFiles files) {
    return RuleTables.read(rule, files)
        .filter(one -> one.openUntil().isEmpty() && one.peers() instanceof Peers.Only)
        .isEmpty();
  }

  /**
   * Finishes the tables of a rule. One that is to accept all peers does so before it judges more
   * domains.
   */
  private void finish(String rule) {
    if (movesDomains(rule)) {
      acceptBoth(rule);
      if (isOpen(rule, end)) {
        DomainTree both = tree(rule, present).and(tree(rule, end));
        move(rule, DomainTables.of(both).orElse(DomainTables.none()));
        put(TableFile.PEERS, rule);
      }
      move(rule, RuleTables.domains(rule, end));
    }
    put(TableFile.PEERS, rule);
  }

  /**
   * Moves both tables to what they are to be. What either of the two takes out stays out until both
   * are so.
   */
  private void move(String rule, DomainTables to) {
    DomainTables from =
        DomainTables.read(
            writes.now(TableFile.DOMAINS.of(rule)).orElse(""),
            writes.now(TableFile.EXCEPT.of(rule)).orElse(""));
    if (!from.equals(to)) {
      writes.put(TableFile.EXCEPT.of(rule), to.takingOut(from).except(rule));
    }
    writes.put(TableFile.DOMAINS.of(rule), to.domains(rule));
    writes.put(TableFile.EXCEPT.of(rule), to.except(rule));
  }

  private void put(TableFile file, String rule) {
    writes.finish(file.of(rule));
  }
}
