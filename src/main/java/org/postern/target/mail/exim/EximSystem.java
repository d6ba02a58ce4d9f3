package org.postern.target.mail.exim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;

/**
 * The files that Exim reads for each recipient. The verdict, the domains, the reply and whether
 * authenticated clients are spared are data, as the peers are: the configuration of Exim changes
 * only when rules come and go.
 *
 * @see <a
 *     href="https://www.exim.org/exim-html-current/doc/html/spec_html/ch-domain_host_address_and_local_part_lists.html">Exim,
 *     chapter 10: domain, host, address, and local part lists</a>
 */
public final class EximSystem implements MailSystem {
  static final String NAME = "exim";

  /** A list is searched from its begin to its end for each recipient. */
  private static final int MAX_PREFIXES = 500_000;

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.allOf(Family.class),
          Refusal.ofMail(),
          MAX_PREFIXES,
          MailAbilities.EACH_RECIPIENT.withNames(MailAbilities.ClientNames.REFUSED_ON_FAILURE),
          Ability.ATOMIC,
          Ability.REMEMBERS);

  private final Optional<Consumer> consumer;
  private final Optional<Configuration> configuration;

  EximSystem(Optional<Consumer> consumer, Optional<Configuration> configuration) {
    this.consumer = consumer;
    this.configuration = configuration;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public boolean isOurs(String file) {
    return RuleFile.rule(file).isPresent();
  }

  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> rules = new LinkedHashMap<>();
    ruleset.rules().forEach(rule -> rules.putAll(RuleFiles.write(rule)));
    for (RuleFile file : RuleFile.values()) {
      ruleset
          .rules()
          .forEach(rule -> texts.put(file.of(rule.name()), rules.get(file.of(rule.name()))));
    }
    for (String rule : rules(present)) {
      if (ruleset.rule(rule).isEmpty()) {
        texts.putAll(RuleFiles.open(rule));
      }
    }
    return MailFiles.of(texts);
  }

  @Override
  public Optional<List<Write>> way(MailFiles held, MailFiles meant) {
    return Optional.of(new Transition(held, meant).writes());
  }

  /** Those of which there is a file. */
  static SortedSet<String> rules(MailFiles files) {
    SortedSet<String> rules = new TreeSet<>();
    files.names().forEach(name -> RuleFile.rule(name).ifPresent(rules::add));
    return rules;
  }

  @Override
  public Reading read(MailFiles files) {
    List<AccessRule> rules = new ArrayList<>();
    List<String> anomalies = new ArrayList<>();
    for (String name : rules(files)) {
      Optional<AccessRule> rule = RuleFiles.read(name, files);
      rule.ifPresent(rules::add);
      Map<String, String> meant = rule.map(RuleFiles::write).orElseGet(() -> RuleFiles.open(name));
      meant.forEach(
          (file, text) -> {
            Optional<String> found = files.text(file);
            if (found.isEmpty()) {
              anomalies.add("%s is missing: Exim refuses mail without it".formatted(file));
            } else if (!found.get().equals(text)) {
              anomalies.add("%s is not as the lists of its rule are written".formatted(file));
            }
          });
    }
    return new Reading(new Ruleset(rules), anomalies);
  }

  @Override
  public Optional<Consumer> consumer() {
    return consumer;
  }

  @Override
  public Optional<Configuration> configuration() {
    return configuration;
  }
}
