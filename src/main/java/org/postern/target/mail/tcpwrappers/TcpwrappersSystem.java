package org.postern.target.mail.tcpwrappers;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;

/**
 * Our file of patterns and its meaning. Its name is the same whatever the rule is called, so that
 * the lines which name it never change.
 */
public final class TcpwrappersSystem implements MailSystem {
  static final String NAME = "tcpwrappers";
  static final String FILE = "clients.patterns";

  /** The file is read from its begin at each connection. */
  private static final int MAX_PREFIXES = 100_000;

  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.allOf(Family.class),
          EnumSet.of(Refusal.DEFER),
          MAX_PREFIXES,
          MailAbilities.WHOLE_PEERS.withNames(MailAbilities.ClientNames.PUT_OFF_ON_FAILURE),
          Ability.ATOMIC);

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /** Tells whether a rule can be called so. */
  static boolean isRule(String name) {
    return RULE.matcher(name).matches();
  }

  @Override
  public boolean isOurs(String file) {
    return file.equals(FILE);
  }

  /**
   * Returns the file of a ruleset. Rules that judge all mail exclude each other: there is one at
   * most.
   */
  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    Optional<String> text = ruleset.rules().stream().map(PatternFile::write).findFirst();
    Optional<String> gone =
        present.names().contains(FILE) ? Optional.of(PatternFile.GONE) : Optional.empty();
    return text.or(() -> gone)
        .map(one -> MailFiles.of(Map.of(FILE, one)))
        .orElseGet(MailFiles::none);
  }

  @Override
  public Reading read(MailFiles files) {
    Optional<String> text = files.text(FILE);
    Optional<AccessRule> rule = text.flatMap(PatternFile::read);
    String meant = rule.map(PatternFile::write).orElse(PatternFile.GONE);
    return new Reading(
        new Ruleset(rule.stream().toList()),
        List.of(),
        text.filter(one -> !one.equals(meant)).isPresent() ? List.of(FILE) : List.of());
  }
}
