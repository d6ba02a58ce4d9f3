package org.postern.target.mail.exim;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.mail.FilesPerRule;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.WriteFile;

/**
 * The files that Exim reads for each recipient. The verdict, the domains, the reply and whether
 * authenticated clients are spared are data, as the peers are: the configuration of Exim changes
 * only when rules come and go.
 *
 * @see <a
 *     href="https://www.exim.org/exim-html-current/doc/html/spec_html/ch-domain_host_address_and_local_part_lists.html">Exim,
 *     chapter 10: domain, host, address, and local part lists</a>
 */
public final class EximSystem implements FilesPerRule {
  static final String NAME = "exim";

  /** The most prefixes of a list, because Exim searches it linearly for each recipient. */
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

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Optional<String> rule(String file) {
    return RuleFile.rule(file);
  }

  @Override
  public Map<String, String> write(AccessRule rule) {
    return RuleFiles.write(rule);
  }

  @Override
  public Map<String, String> open(String rule) {
    return RuleFiles.open(rule);
  }

  @Override
  public Optional<AccessRule> read(String rule, MailFiles files) {
    return RuleFiles.read(rule, files);
  }

  @Override
  public String withoutFile() {
    return "Exim refuses mail without it";
  }

  /**
   * Returns the files of a ruleset, the peers of all rules before the lists by which any of them
   * judges.
   */
  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    MailFiles byRule = FilesPerRule.super.files(ruleset, present);
    Map<String, String> texts = new LinkedHashMap<>();
    for (RuleFile file : RuleFile.values()) {
      for (AccessRule rule : ruleset.rules()) {
        String name = file.of(rule.name());
        texts.put(name, byRule.text(name).orElseThrow());
      }
    }
    byRule.names().forEach(name -> texts.putIfAbsent(name, byRule.text(name).orElseThrow()));
    return MailFiles.of(texts);
  }

  @Override
  public Optional<List<WriteFile>> way(MailFiles held, MailFiles meant) {
    return Optional.of(new Transition(held, meant, rules(meant)).writes());
  }
}
