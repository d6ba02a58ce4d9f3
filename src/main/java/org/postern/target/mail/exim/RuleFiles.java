package org.postern.target.mail.exim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.MailFiles;

/** Converts a rule to the files that Exim reads, and back. */
final class RuleFiles {
  /** The list of {@code !authenticated} that holds every authenticator. */
  static final String SPARED = "*\n";

  static final String NOT_SPARED = "\n";

  private static final Pattern REPLY = Pattern.compile("[ -~]{1,500}");

  private RuleFiles() {}

  /** Returns the texts of a rule by the names of its files. */
  static Map<String, String> write(AccessRule rule) {
    Scope.Mail mail = rule.mail();
    DomainTree domains = DomainTree.of(mail.recipients());
    RuleFile used = list(rule);
    Optional<DomainList.Opening> opening =
        rule.openUntil()
            .map(until -> new DomainList.Opening(until, rule.otherwise().orElseThrow()));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(
        RuleFile.HOSTS.of(rule.name()),
        HostLines.write(rule.name(), new HostLines.Accepted(rule.peers(), rule.names())));
    texts.put(RuleFile.REPLY.of(rule.name()), mail.reply() + "\n");
    texts.put(RuleFile.SPARE.of(rule.name()), mail.spareAuthenticated() ? SPARED : NOT_SPARED);
    for (RuleFile file : RuleFile.LISTS) {
      DomainList list =
          file == used ? new DomainList(Optional.of(domains), opening) : DomainList.unused();
      texts.put(file.of(rule.name()), list.write(rule.name(), file));
    }
    return texts;
  }

  /**
   * Returns the list of domains that a rule uses. A rule that accepts every peer gets the list for
   * observing, which then has no effect.
   */
  static RuleFile list(AccessRule rule) {
    return rule.openUntil().isPresent()
        ? RuleFile.OBSERVE
        : rule.otherwise().map(RuleFile::of).orElse(RuleFile.OBSERVE);
  }

  /** Returns the texts of a rule that is gone: nothing is judged by it, and no file is missing. */
  static Map<String, String> open(String rule) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (RuleFile file : RuleFile.LISTS) {
      texts.put(file.of(rule), DomainList.unused().write(rule, file));
    }
    texts.put(RuleFile.HOSTS.of(rule), HostLines.open(rule));
    texts.put(RuleFile.REPLY.of(rule), "\n");
    texts.put(RuleFile.SPARE.of(rule), SPARED);
    return texts;
  }

  /** Returns what the files of a rule mean to Exim; empty when the rule is gone. */
  static Optional<AccessRule> read(String rule, MailFiles files) {
    DomainList observed = list(rule, RuleFile.OBSERVE, files);
    DomainList deferred = list(rule, RuleFile.DEFER, files);
    DomainList rejected = list(rule, RuleFile.REJECT, files);
    boolean refuses = deferred.domains().isPresent() || rejected.domains().isPresent();
    if (!refuses && observed.domains().isEmpty()) {
      return Optional.empty();
    }
    DomainTree domains = refuses ? deferred.tree().or(rejected.tree()) : observed.tree();
    Optional<DomainList.Opening> opening =
        observed.opening().filter(one -> !refuses && AccessRule.isClosingTime(one.until()));
    Refusal shown = rejected.domains().isPresent() ? Refusal.REJECT : Refusal.DEFER;
    Refusal verdict =
        refuses ? shown : opening.map(DomainList.Opening::then).orElse(Refusal.OBSERVE);
    HostLines.Accepted accepted =
        files.text(RuleFile.HOSTS.of(rule)).map(HostLines::read).orElse(HostLines.read(""));
    boolean any = accepted.peers() instanceof Peers.Any;
    return Optional.of(
        new AccessRule(
            rule,
            new Scope.Mail(
                domains.recipients(),
                Optional.empty(),
                spares(rule, files),
                reply(rule, files),
                accepted.names()),
            accepted.peers(),
            any ? Optional.empty() : Optional.of(verdict),
            Optional.empty(),
            any ? Optional.empty() : opening.map(DomainList.Opening::until)));
  }

  /** Returns what a list holds; an unused list where it cannot be understood. */
  static DomainList list(String rule, RuleFile file, MailFiles files) {
    return files.text(file.of(rule)).flatMap(DomainList::read).orElse(DomainList.unused());
  }

  private static boolean spares(String rule, MailFiles files) {
    return files.text(RuleFile.SPARE.of(rule)).filter(SPARED::equals).isPresent();
  }

  private static String reply(String rule, MailFiles files) {
    String text = files.text(RuleFile.REPLY.of(rule)).orElse("").replace("\n", "");
    return REPLY.matcher(text).matches() ? text : "";
  }
}
