package org.postern.target.mail.opensmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.mail.PrefixNames;

/** Finds statements of the administrator that refuse peers which a rule accepts. */
final class Refusing {
  private final MatchLines ours;
  private final SmtpdConf conf;
  private final Ruleset ruleset;
  private final List<Observation.Foreign> found = new ArrayList<>();

  Refusing(MatchLines ours, SmtpdConf conf, Ruleset ruleset) {
    this.ours = ours;
    this.conf = conf;
    this.ruleset = ruleset;
  }

  List<Observation.Foreign> find() {
    for (MatchRule match : conf.matches()) {
      if (match.rejects() && !isOurs(match)) {
        match
            .condition("from src")
            .filter(one -> one.name().equals("from src"))
            .flatMap(one -> addresses(one.negated(), Sources.of(one, conf)))
            .ifPresent(refused -> tell(match.statement(), refused));
      }
    }
    for (SmtpdConf.Statement one : conf.statements()) {
      if (one.is("filter")) {
        byFilter(one);
      }
    }
    return found;
  }

  private boolean isOurs(MatchRule match) {
    return ruleset.rules().stream().anyMatch(rule -> ours.isOf(rule, match, conf.tableFiles()));
  }

  private static Optional<AddressSet> addresses(boolean negated, Sources sources) {
    return sources.addresses().map(some -> negated ? AddressSet.all().subtract(some) : some);
  }

  /**
   * Finds refusals by a filter, as in {@code filter NAME phase connect match !src <TABLE> reject
   * "550 no"}.
   */
  private void byFilter(SmtpdConf.Statement filter) {
    List<Word> words = filter.words();
    boolean refuses = words.stream().anyMatch(word -> word.is("reject") || word.is("disconnect"));
    for (int at = 1; refuses && at + 3 < words.size(); at++) {
      if (words.get(at).is("src") && words.get(at + 1).is("<")) {
        Sources sources = Sources.ofTable(words.get(at + 2).text(), conf);
        addresses(words.get(at - 1).is("!"), sources).ifPresent(refused -> tell(filter, refused));
      }
    }
  }

  private void tell(SmtpdConf.Statement statement, AddressSet refused) {
    for (AccessRule rule : ruleset.rules()) {
      AddressSet both = rule.peers().asSet().intersect(refused);
      if (rule.otherwise().isPresent() && !both.isEmpty()) {
        found.add(
            new Observation.Foreign(
                statement.file().toString(),
                "refuses %s, which rule %s accepts, by \"%s\""
                    .formatted(PrefixNames.some(both), rule.name(), statement.text())));
      }
    }
  }
}
