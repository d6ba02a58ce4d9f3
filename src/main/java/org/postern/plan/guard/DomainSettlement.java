package org.postern.plan.guard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.DomainMemory;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.MxMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.DomainGuard;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.GuardSpec;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.MailRoute;

/**
 * Decides which domains of each set are in force. A domain that joins refuses more and one that
 * leaves opens, so both are guarded, each by itself.
 */
final class DomainSettlement {
  private final Policy policy;
  private final HeardDomains heard;
  private final GuardMemory memory;
  private final Approvals approvals;
  private final SizeHistory history;
  private final Instant now;
  private final DomainLists lists;
  private final SortedMap<String, MxMemory> watched = new TreeMap<>();
  private final List<DomainMemory.Members> members = new ArrayList<>();
  private final List<EffectiveDomains> effective = new ArrayList<>();
  private final List<PendingChange> held = new ArrayList<>();

  DomainSettlement(
      Policy policy,
      HeardDomains heard,
      GuardMemory memory,
      Approvals approvals,
      SizeHistory history,
      Instant now) {
    this.policy = policy;
    this.heard = heard;
    this.memory = memory;
    this.approvals = approvals;
    this.history = history;
    this.now = now;
    this.lists = new DomainLists(heard, memory.domains(), now);
  }

  /** Settles every set of domains of the policy. */
  DomainSettlement settle() {
    policy.domains().forEach(this::settle);
    return this;
  }

  /** Returns the domains in force of each set. */
  List<EffectiveDomains> effective() {
    return effective;
  }

  /** Returns the changes that wait for an approval. */
  List<PendingChange> held() {
    return held;
  }

  /** Returns the memory from which the next run goes on. */
  DomainMemory remembered() {
    return new DomainMemory(lists.remembered(), members, watched);
  }

  private void settle(DomainSetDefinition set) {
    DomainLists.Listed listed = lists.of(set);
    Selection selection = new Selection();
    if (set.filtered()) {
      select(set, listed, selection);
    } else {
      selection.wanted.addAll(listed.names());
    }
    List<EffectiveDomains.Failure> failures = new ArrayList<>(listed.failures());
    SortedMap<String, Instant> before = memory.domains().members(set.name());
    selection.failure(before.isEmpty()).ifPresent(failures::add);
    boolean unknown = failures.stream().anyMatch(one -> one.lastGood().isEmpty());
    SortedMap<String, Instant> after = unknown ? before : guarded(set, selection.wanted, before);
    if (!after.isEmpty()) {
      members.add(new DomainMemory.Members(set.name(), after));
    }
    selection.unseen.keySet().retainAll(after.keySet());
    SortedSet<String> unlisted = new TreeSet<>(after.keySet());
    unlisted.removeAll(selection.wanted);
    effective.add(
        new EffectiveDomains(
            set.name(),
            after,
            selection.unseen,
            selection.waiting,
            selection.leftOut,
            unknown ? new TreeSet<>() : unlisted,
            failures));
  }

  /** The choice among the domains that the sources name, by their MX records. */
  private static final class Selection {
    private final SortedSet<String> wanted = new TreeSet<>();
    private final SortedMap<String, Instant> unseen = new TreeMap<>();
    private final SortedMap<String, Instant> waiting = new TreeMap<>();
    private final SortedMap<String, String> leftOut = new TreeMap<>();
    private final SortedMap<String, String> unknown = new TreeMap<>();
    private int known;

    /**
     * Returns a failure while most domains' MX were never seen: then it is not known what the set
     * begins with.
     */
    private Optional<EffectiveDomains.Failure> failure(boolean begins) {
      return unknown.isEmpty() || unknown.size() <= known || (known > 0 && !begins)
          ? Optional.empty()
          : Optional.of(
              new EffectiveDomains.Failure(
                  "the MX of " + unknown.firstKey(),
                  Optional.empty(),
                  Answer.Cause.SERVFAIL,
                  unknown.firstEntry().getValue()));
    }
  }

  private void select(DomainSetDefinition set, DomainLists.Listed listed, Selection selection) {
    for (String domain : listed.names()) {
      Optional<HeardDomains.RouteLook> look = heard.route(domain);
      Optional<MxMemory> seen =
          Optional.ofNullable(watched.get(domain))
              .or(() -> Optional.ofNullable(memory.domains().watched().get(domain)));
      if (look.isPresent()) {
        seen = MxMemory.seen(seen, look.get().route(), look.get().at(), policy.protects());
      }
      if (seen.isEmpty()) {
        String why = look.map(DomainSettlement::silence).orElse("it was not asked for");
        selection.unknown.put(domain, why);
        selection.leftOut.put(domain, "its MX is not known: " + why);
      } else {
        watched.put(domain, seen.get());
        selection.known++;
        select(set, domain, seen.get(), selection);
      }
    }
  }

  private static String silence(HeardDomains.RouteLook look) {
    return look.route() instanceof MailRoute.NoInformation none ? none.detail() : "";
  }

  private void select(DomainSetDefinition set, String domain, MxMemory seen, Selection selection) {
    if (!seen.filtered()) {
      selection.leftOut.put(domain, seen.others());
    } else if (seen.until().filter(now::isBefore).isPresent()) {
      selection.waiting.put(domain, seen.until().get());
    } else {
      selection.wanted.add(domain);
      boolean isUnseen = seen.until().isEmpty() && now.isBefore(seen.unseenUntil());
      if (isUnseen && !set.guard().equals(DomainGuard.NONE) && !isClean(domain)) {
        selection.unseen.put(domain, seen.unseenUntil());
      }
    }
  }

  /**
   * Tells whether, as the administrator states, no cache leads mail of a protected domain past the
   * filter any more.
   */
  private boolean isClean(String domain) {
    return policy.protects().domains().contains(domain)
        && policy
            .protects()
            .cleanSince()
            .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
            .filter(since -> !now.isBefore(since.plus(MxMemory.LONGEST_CACHE)))
            .isPresent();
  }

  private SortedMap<String, Instant> guarded(
      DomainSetDefinition set, SortedSet<String> wanted, SortedMap<String, Instant> before) {
    SortedSet<String> joining = new TreeSet<>(wanted);
    joining.removeAll(before.keySet());
    SortedSet<String> leaving = new TreeSet<>(before.keySet());
    leaving.removeAll(wanted);
    Growth growth =
        Growth.of(
            history.narrowest(set.name(), MemberKind.DOMAIN).orElse(before.size()),
            history.grown(set.name(), MemberKind.DOMAIN).orElse(before.size()),
            wanted.size(),
            joining.size(),
            before.size());
    List<PendingChange> approved = new ArrayList<>();
    boolean holdsJoining =
        joining(set, joining, growth)
            .map(why -> holds(set, ChangeSide.ADDITIONS, why, joining, wanted, before, approved))
            .orElse(false);
    boolean holdsLeaving =
        leaving(set, leaving, holdsJoining ? before.size() - leaving.size() : wanted.size(), before)
            .map(why -> holds(set, ChangeSide.REMOVALS, why, leaving, wanted, before, approved))
            .orElse(false);
    SortedMap<String, Instant> after = new TreeMap<>(before);
    if (!holdsLeaving) {
      after.keySet().removeAll(leaving);
    }
    if (!holdsJoining) {
      joining.forEach(name -> after.put(name, now));
    }
    record(set, after.size(), growth, holdsJoining, approvals.use(approved));
    return after;
  }

  /** A set that never had a domain is not growing, it begins. */
  private static Optional<String> joining(
      DomainSetDefinition set, SortedSet<String> joining, Growth growth) {
    long most = growth.base() * (long) set.guard().grow() / 100 + GuardSpec.GROW_SLACK;
    return joining.isEmpty() || growth.narrowest() == 0 || growth.added() <= most
        ? Optional.empty()
        : Optional.of(
            "%s within %d days beside %s in force, %s may be new"
                .formatted(
                    Counted.of(growth.added(), "new domain"),
                    SizeHistory.WINDOW.toDays(),
                    growth.base(),
                    most));
  }

  /**
   * Returns why domains that leave are held; that none is left is held whatever the guard says.
   *
   * @param left how many domains are in force when those have left
   */
  private Optional<String> leaving(
      DomainSetDefinition set,
      SortedSet<String> leaving,
      int left,
      SortedMap<String, Instant> before) {
    int widest = history.widest(set.name(), MemberKind.DOMAIN).orElse(before.size());
    long least = (widest * (100L - set.guard().shrink()) + 99) / 100;
    return leaving.isEmpty() || (left > 0 && left >= least)
        ? Optional.empty()
        : Optional.of(
            "%s left, the set had %d; it may shrink by %d%%%s"
                .formatted(
                    left == 0
                        ? "no domain is"
                        : Counted.of(left, "domain") + Counted.one(left, " is", " are"),
                    widest,
                    set.guard().shrink(),
                    left == 0 ? ", and not to nothing" : ""));
  }

  private boolean holds(
      DomainSetDefinition set,
      ChangeSide side,
      String why,
      SortedSet<String> what,
      SortedSet<String> wanted,
      SortedMap<String, Instant> before,
      List<PendingChange> approved) {
    String digest = Objections.digest(set.name(), MemberKind.DOMAIN, side, List.copyOf(wanted));
    PendingChange change =
        new PendingChange(
            digest,
            set.name(),
            side,
            List.of(side == ChangeSide.ADDITIONS ? "grow" : "shrink"),
            why,
            new HeldMembers.Domains(what),
            new PendingChange.Sizes(wanted.size(), wanted.size(), before.size()),
            Objections.since(digest, memory, now),
            false);
    if (Objections.isApproved(change, memory)) {
      approved.add(change);
      return false;
    }
    held.add(change);
    return true;
  }

  /** An approved size is what later ones are held against; a held growth has not happened. */
  private void record(
      DomainSetDefinition set, int size, Growth growth, boolean holdsJoining, boolean news) {
    if (news) {
      history.forget(set.name(), MemberKind.DOMAIN);
    }
    int most = holdsJoining ? growth.before() : Math.max(growth.before(), growth.now());
    history.record(set.name(), MemberKind.DOMAIN, size, news ? size : Math.min(size, most));
  }
}
