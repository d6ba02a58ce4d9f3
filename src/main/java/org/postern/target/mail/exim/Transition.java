package org.postern.target.mail.exim;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.FileWrites;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.WriteFile;

/**
 * The order in which files are replaced, one at a time, so that at no moment a peer is refused
 * which was accepted before and is after, nor one let in which was not before and is not after.
 *
 * <p>Within a rule: domains leave its refusing lists before its peers change, and join them after.
 * Between rules: what moves from one to another joins there before it leaves here, so the rule that
 * it moves to is done first. Rules that exchange domains have no such order; each of these accepts
 * the peers of before and after until the domains have moved.
 *
 * <p>Exim reads one list after another. A recipient that it judges while two of them change may be
 * judged by the first of before and the second of after; no order of files prevents that.
 */
final class Transition {
  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  private final MailFiles present;
  private final MailFiles end;
  private final SortedSet<String> rules;
  private final FileWrites writes;

  /**
   * Creates the transition between two states.
   *
   * @param present the present files
   * @param end the files as they are to be in the end; all that are present are among them
   * @param rules the rules that have files in the end
   */
  Transition(MailFiles present, MailFiles end, SortedSet<String> rules) {
    this.present = present;
    this.end = end;
    this.rules = rules;
    this.writes = new FileWrites(present, end);
  }

  List<WriteFile> writes() {
    SortedSet<String> left = new TreeSet<>(rules);
    Map<String, SortedSet<String>> first = first(left);
    while (!left.isEmpty()) {
      Optional<String> next =
          left.stream()
              .filter(rule -> first.getOrDefault(rule, NONE).stream().noneMatch(left::contains))
              .findFirst();
      next.ifPresentOrElse(this::alone, () -> together(left));
      next.ifPresentOrElse(left::remove, left::clear);
    }
    return writes.all();
  }

  /**
   * Returns for each rule the other rules to which domains move from it, and which therefore come
   * first.
   */
  private Map<String, SortedSet<String>> first(SortedSet<String> rules) {
    Map<String, SortedSet<String>> first = new HashMap<>();
    for (String rule : rules) {
      DomainTree leaving = minus(refused(rule, present), refused(rule, end));
      SortedSet<String> others = new TreeSet<>();
      for (String other : leaving.isEmpty() ? List.<String>of() : List.copyOf(rules)) {
        if (!other.equals(rule) && leaving.intersects(refused(other, end))) {
          others.add(other);
        }
      }
      first.put(rule, others);
    }
    return first;
  }

  private static DomainTree minus(DomainTree one, DomainTree other) {
    return one.equals(other) ? DomainTree.none() : one;
  }

  private static DomainTree refused(String rule, MailFiles files) {
    DomainTree refused = DomainTree.none();
    for (RuleFile file : RuleFile.REFUSING) {
      DomainTree some = RuleFiles.list(rule, file, files).tree();
      refused = refused.isEmpty() ? some : refused.or(some);
    }
    return refused;
  }

  private void alone(String rule) {
    finish(rule, RuleFile.REPLY);
    boolean sparesMore = sparesMore(rule);
    if (sparesMore || !isDone(rule, RuleFile.HOSTS)) {
      RuleFile.REFUSING.forEach(file -> narrow(rule, file));
    }
    if (sparesMore) {
      finish(rule, RuleFile.SPARE);
    }
    finish(rule, RuleFile.HOSTS);
    finishLists(rule);
    finish(rule, RuleFile.SPARE);
  }

  /** Leaves in a list only what the rule refuses in the end too. */
  private void narrow(String rule, RuleFile file) {
    DomainTree domains = RuleFiles.list(rule, file, present).tree();
    DomainTree staying = domains.and(refused(rule, end));
    if (!staying.equals(domains)) {
      put(rule, file, staying.isEmpty() ? DomainList.unused() : DomainList.of(staying));
    }
  }

  private void together(SortedSet<String> rules) {
    for (String rule : rules) {
      finish(rule, RuleFile.REPLY);
      if (sparesMore(rule)) {
        finish(rule, RuleFile.SPARE);
      }
      if (!isDone(rule, RuleFile.HOSTS)) {
        writes.put(RuleFile.HOSTS.of(rule), HostLines.write(rule, acceptedByBoth(rule)));
      }
    }
    for (String rule : rules) {
      for (RuleFile file : RuleFile.REFUSING) {
        DomainTree before = RuleFiles.list(rule, file, present).tree();
        DomainTree both = before.or(RuleFiles.list(rule, file, end).tree());
        if (!both.isEmpty() && !both.equals(before)) {
          put(rule, file, DomainList.of(both));
        }
      }
    }
    rules.forEach(this::finishLists);
    for (String rule : rules) {
      finish(rule, RuleFile.HOSTS);
      finish(rule, RuleFile.SPARE);
    }
  }

  private HostLines.Accepted acceptedByBoth(String rule) {
    HostLines.Accepted before = HostLines.read(present.text(RuleFile.HOSTS.of(rule)).orElse(""));
    return before.or(HostLines.read(end.text(RuleFile.HOSTS.of(rule)).orElse("")));
  }

  /** Finishes the lists of a rule, those that hold domains before those that lose them. */
  private void finishLists(String rule) {
    for (boolean used : List.of(true, false)) {
      for (RuleFile file : RuleFile.LISTS) {
        if (RuleFiles.list(rule, file, end).domains().isPresent() == used) {
          finish(rule, file);
        }
      }
    }
  }

  private boolean sparesMore(String rule) {
    return !isDone(rule, RuleFile.SPARE)
        && end.text(RuleFile.SPARE.of(rule)).filter(RuleFiles.SPARED::equals).isPresent();
  }

  private boolean isDone(String rule, RuleFile file) {
    return writes.isDone(file.of(rule));
  }

  private void finish(String rule, RuleFile file) {
    writes.finish(file.of(rule));
  }

  private void put(String rule, RuleFile file, DomainList list) {
    writes.put(file.of(rule), list.write(rule, file));
  }
}
