package org.postern.target.mail.tcpserver;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.policy.Refusal;
import org.postern.target.mail.FilesPerRule;
import org.postern.target.mail.MailFiles;

/** Our files for tcpserver and their meaning. */
public final class TcpserverSystem implements FilesPerRule {
  static final String NAME = "tcpserver";

  /** The most prefixes; each is at most 255 records of the compiled file, which may have 4 GB. */
  private static final int MAX_PREFIXES = 100_000;

  private static final Pattern FILE = Pattern.compile("([a-z][a-z0-9-]{0,31})\\.tcprules");

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.of(Family.IP),
          EnumSet.of(Refusal.DEFER),
          MAX_PREFIXES,
          MailAbilities.WHOLE_PEERS,
          Ability.ATOMIC);

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Optional<String> rule(String file) {
    Matcher matcher = FILE.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String file(String rule) {
    return rule + ".tcprules";
  }

  @Override
  public Map<String, String> write(AccessRule rule) {
    return Map.of(file(rule.name()), RuleText.write(rule));
  }

  @Override
  public Map<String, String> open(String rule) {
    return Map.of(file(rule), RuleText.open(rule));
  }

  @Override
  public Optional<AccessRule> read(String rule, MailFiles files) {
    return files.text(file(rule)).flatMap(text -> RuleText.read(rule, text));
  }

  @Override
  public String withoutFile() {
    return "its peers are not among the compiled rules";
  }
}
