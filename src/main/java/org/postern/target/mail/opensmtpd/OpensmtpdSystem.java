package org.postern.target.mail.opensmtpd;

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
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;

/**
 * The tables of OpenSMTPD: the peers of a rule, and its domains. A {@code match} of smtpd.conf(5)
 * can reject, for good and in words of its own; it can neither defer nor tell what it would do.
 */
public final class OpensmtpdSystem implements MailSystem {
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

  private final Optional<Consumer> consumer;
  private final Optional<Configuration> configuration;

  OpensmtpdSystem(Optional<Consumer> consumer, Optional<Configuration> configuration) {
    this.consumer = consumer;
    this.configuration = configuration;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public boolean isOurs(String file) {
    return TableFile.rule(file).isPresent();
  }

  /** Those of which there is a table. */
  static SortedSet<String> rules(MailFiles files) {
    SortedSet<String> rules = new TreeSet<>();
    files.names().forEach(name -> TableFile.rule(name).ifPresent(rules::add));
    return rules;
  }

  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    Map<String, String> texts = new LinkedHashMap<>();
    ruleset.rules().forEach(rule -> texts.putAll(write(rule)));
    for (String rule : rules(present)) {
      if (ruleset.rule(rule).isEmpty()) {
        texts.putAll(open(rule));
      }
    }
    return MailFiles.of(texts);
  }

  private static Map<String, String> write(AccessRule rule) {
    Scope.Mail mail = mail(rule);
    DomainTables domains =
        DomainTables.of(mail.recipients())
            .orElseThrow(
                () -> new IllegalStateException("no tables for " + mail.recipients().text()));
    return texts(rule.name(), PeerTable.write(rule), domains);
  }

  /** The tables of a rule that is gone: no peer is refused by it, and no file is missing. */
  static Map<String, String> open(String rule) {
    return texts(rule, PeerTable.open(rule), DomainTables.none());
  }

  private static Map<String, String> texts(String rule, String peers, DomainTables domains) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(TableFile.PEERS.of(rule), peers);
    texts.put(TableFile.EXCEPT.of(rule), domains.except(rule));
    texts.put(TableFile.DOMAINS.of(rule), domains.domains(rule));
    return texts;
  }

  private static Scope.Mail mail(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Mail mail -> mail;
      case Scope.Packets _ ->
          throw new IllegalStateException("rule " + rule.name() + " is of packets");
    };
  }

  @Override
  public Optional<List<Write>> way(MailFiles held, MailFiles meant) {
    return Optional.of(new TableWrites(held, meant).writes());
  }

  @Override
  public boolean isTakenEach() {
    return true;
  }

  /** The rule whose tables these are; empty when it is gone. */
  static Optional<AccessRule> rule(String rule, MailFiles files) {
    return PeerTable.read(
        rule, files.text(TableFile.PEERS.of(rule)).orElse(""), domains(rule, files).recipients());
  }

  /** Its domains. */
  static DomainTables domains(String rule, MailFiles files) {
    return DomainTables.read(
        files.text(TableFile.DOMAINS.of(rule)).orElse(""),
        files.text(TableFile.EXCEPT.of(rule)).orElse(""));
  }

  @Override
  public Reading read(MailFiles files) {
    List<AccessRule> rules = new ArrayList<>();
    List<String> anomalies = new ArrayList<>();
    for (String name : rules(files)) {
      Optional<AccessRule> rule = rule(name, files);
      rule.ifPresent(rules::add);
      Map<String, String> meant =
          rule.filter(one -> DomainTables.of(mail(one).recipients()).isPresent())
              .map(OpensmtpdSystem::write)
              .orElseGet(() -> open(name));
      meant.forEach(
          (file, text) -> {
            Optional<String> found = files.text(file);
            if (found.isEmpty()) {
              anomalies.add("%s is missing: smtpd does not start without it".formatted(file));
            } else if (!found.get().equals(text)) {
              anomalies.add("%s is not as it was written".formatted(file));
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
