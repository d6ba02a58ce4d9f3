package org.postern.target.mail.tcpserver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** What our files for tcpserver are and mean. */
public final class TcpserverSystem implements MailSystem {
  static final String NAME = "tcpserver";

  /** Each is at most 255 records of the compiled file, which may have 4 GB. */
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

  private final Optional<Consumer> consumer;
  private final Optional<Configuration> configuration;

  TcpserverSystem(Optional<Consumer> consumer, Optional<Configuration> configuration) {
    this.consumer = consumer;
    this.configuration = configuration;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  private static Optional<String> rule(String file) {
    Matcher matcher = FILE.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static String file(String rule) {
    return rule + ".tcprules";
  }

  @Override
  public boolean isOurs(String file) {
    return rule(file).isPresent();
  }

  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    Map<String, String> texts = new LinkedHashMap<>();
    ruleset.rules().forEach(rule -> texts.put(file(rule.name()), RuleText.write(rule)));
    for (String name : present.names()) {
      rule(name).ifPresent(rule -> texts.putIfAbsent(name, RuleText.open(rule)));
    }
    return MailFiles.of(texts);
  }

  @Override
  public Reading read(MailFiles files) {
    List<AccessRule> rules = new ArrayList<>();
    List<String> anomalies = new ArrayList<>();
    for (String name : files.names()) {
      String rule = rule(name).orElseThrow();
      String text = files.text(name).orElseThrow();
      Optional<AccessRule> read = RuleText.read(rule, text);
      read.ifPresent(rules::add);
      if (!text.equals(read.map(RuleText::write).orElseGet(() -> RuleText.open(rule)))) {
        anomalies.add(name + " is not as it was written");
      }
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
