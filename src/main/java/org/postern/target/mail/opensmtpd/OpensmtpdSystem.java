package org.postern.target.mail.opensmtpd;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.policy.Refusal;
import org.postern.target.mail.FilesPerRule;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.WriteFile;

/**
 * The tables of OpenSMTPD: the peers of a rule, and its domains. A {@code match} of smtpd.conf(5)
 * can reject, for good and in words of its own; it can neither defer nor tell what it would do.
 */
public final class OpensmtpdSystem implements FilesPerRule {
  static final String NAME = "opensmtpd";

  /**
   * A table is searched from its begin to its end for each recipient: a million take about 0.4 s.
   */
  private static final int MAX_PREFIXES = 500_000;

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.allOf(Family.class),
          EnumSet.of(Refusal.REJECT),
          MAX_PREFIXES,
          MailAbilities.EACH_RECIPIENT,
          Ability.ATOMIC);

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Optional<String> rule(String file) {
    return TableFile.rule(file);
  }

  @Override
  public Map<String, String> write(AccessRule rule) {
    return RuleTables.write(rule);
  }

  @Override
  public Map<String, String> open(String rule) {
    return RuleTables.open(rule);
  }

  @Override
  public Optional<AccessRule> read(String rule, MailFiles files) {
    return RuleTables.read(rule, files);
  }

  @Override
  public Map<String, String> meant(String rule, Optional<AccessRule> read) {
    return FilesPerRule.super.meant(rule, read.filter(RuleTables::isWritable));
  }

  @Override
  public String withoutFile() {
    return "smtpd does not start without it";
  }

  @Override
  public Optional<List<WriteFile>> way(MailFiles held, MailFiles meant) {
    return Optional.of(new TableWrites(held, meant, rules(meant)).writes());
  }

  @Override
  public boolean isTakenEach() {
    return true;
  }
}
