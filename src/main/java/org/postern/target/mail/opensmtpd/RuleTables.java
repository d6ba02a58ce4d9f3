package org.postern.target.mail.opensmtpd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.target.mail.MailFiles;

/** The contents of the tables of a rule, and their meaning. */
final class RuleTables {
  private RuleTables() {}

  /** Tells whether there are tables that judge the recipients of a rule. */
  static boolean isWritable(AccessRule rule) {
    return DomainTables.of(rule.mail().recipients()).isPresent();
  }

  /** Returns the texts of a rule by the names of its tables. */
  static Map<String, String> write(AccessRule rule) {
    DomainTables domains =
        DomainTables.of(rule.mail().recipients())
            .orElseThrow(
                () ->
                    new IllegalStateException("no tables for " + rule.mail().recipients().text()));
    return texts(rule.name(), PeerTable.write(rule), domains);
  }

  /**
   * Returns the tables of a rule that is gone: no peer is refused by it, and no file is missing.
   */
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

  /** Returns the rule whose tables these are; empty when it is gone. */
  static Optional<AccessRule> read(String rule, MailFiles files) {
    return PeerTable.read(
        rule, files.text(TableFile.PEERS.of(rule)).orElse(""), domains(rule, files).recipients());
  }

  /** Returns the domains of a rule. */
  static DomainTables domains(String rule, MailFiles files) {
    return DomainTables.read(
        files.text(TableFile.DOMAINS.of(rule)).orElse(""),
        files.text(TableFile.EXCEPT.of(rule)).orElse(""));
  }
}
