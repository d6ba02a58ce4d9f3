package org.postern.target.mail.opensmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Judgement;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.target.mail.PrefixNames;

/** Finds what other lines of smtpd.conf(5) take from the effect of one rule. */
final class OpensmtpdEffects {
  /** The ports at which users submit mail (RFC 8314 3.3). */
  private static final Set<String> OF_USERS =
      Set.of("587", "465", "submission", "submissions", "smtps");

  private static final Set<String> INSIDE = Set.of("from local", "from socket");

  private final OpensmtpdOptions options;
  private final SmtpdConf conf;
  private final AccessRule rule;
  private final List<Effect> found = new ArrayList<>();

  OpensmtpdEffects(OpensmtpdOptions options, SmtpdConf conf, AccessRule rule) {
    this.options = options;
    this.conf = conf;
    this.rule = rule;
  }

  List<Effect> find() {
    List<MatchRule> all = conf.matches();
    MatchLines lines = new MatchLines(options);
    for (MatchRule match : all) {
      if (lines.isOf(rule, match, conf.tableFiles())) {
        portsOfUsers();
        return found;
      }
      before(match);
    }
    found.clear();
    missing(all);
    return found;
  }

  private void missing(List<MatchRule> all) {
    String peers = options.path(TableFile.PEERS, rule.name()).toString();
    Optional<MatchRule> other =
        all.stream()
            .filter(
                match ->
                    match
                        .condition("from src")
                        .filter(MatchRule.Condition::table)
                        .flatMap(
                            one ->
                                Optional.ofNullable(conf.tableFiles().get(one.values().getFirst())))
                        .filter(file -> file.toString().equals(peers))
                        .isPresent())
            .findFirst();
    if (other.isPresent()) {
      add(
          Effect.Kind.UNTOLD,
          "has \"%s\", which is not the line to add".formatted(other.get().statement().text()),
          hook());
    } else {
      add(Effect.Kind.NONE, "has no line that names " + peers, hook());
    }
  }

  private String hook() {
    return "postern hook %s --write".formatted(options.target());
  }

  /** Notes what a match before that of the rule lets past: smtpd uses the first that matches. */
  private void before(MatchRule match) {
    Optional<MatchRule.Condition> from = match.condition("from");
    boolean inside =
        from.isEmpty() || (!from.get().negated() && INSIDE.contains(from.get().name()));
    if (match.rejects() || inside || !meets(match)) {
      return;
    }
    if (isOfUsers(match)) {
      if (!MatchLines.spares(rule) && rule.refusal() == Judgement.REFUSED) {
        past(match, "lets authenticated users past, which the rule does not spare");
      }
      return;
    }
    Optional<AddressSet> addresses =
        from.filter(one -> !one.negated() && one.name().equals("from src"))
            .flatMap(one -> Sources.of(one, conf).addresses());
    if (addresses.isPresent()) {
      AddressSet past =
          addresses.get().subtract(rule.peers().asSet()).subtract(SpecialPurpose.LOOPBACK);
      if (!past.isEmpty()) {
        past(match, "lets past " + PrefixNames.some(past));
      }
    } else if (isForAll(match, from.get())) {
      add(Effect.Kind.NONE, said(match), hook());
    } else {
      past(match, "lets past what fits");
    }
  }

  private static boolean isOfUsers(MatchRule match) {
    return match.conditions().stream()
        .anyMatch(
            one ->
                !one.negated()
                    && (one.name().startsWith("auth") || one.name().startsWith("from auth")));
  }

  /**
   * Tells whether a match is for some recipient that the rule judges; true where that cannot be
   * told.
   */
  private boolean meets(MatchRule match) {
    return match
        .condition("for domain")
        .filter(one -> !one.negated() && one.name().equals("for domain"))
        .flatMap(one -> Sources.of(one, conf).domains())
        .map(all -> all.stream().anyMatch(this::judges))
        .orElse(true);
  }

  private boolean judges(String domain) {
    return recipients().contains(domain.toLowerCase(Locale.ROOT));
  }

  private Recipients recipients() {
    return rule.scope() instanceof Scope.Mail mail ? mail.recipients() : new Recipients.All();
  }

  /** Tells whether a match takes mail from any peer for all recipients that the rule judges. */
  private boolean isForAll(MatchRule match, MatchRule.Condition from) {
    Optional<MatchRule.Condition> to = match.condition("for");
    if (match.conditions().size() != 2
        || to.isEmpty()
        || !from.equals(MatchRule.Condition.plain(false, "from any"))) {
      return false;
    }
    if (to.get().equals(MatchRule.Condition.plain(false, "for any"))) {
      return true;
    }
    List<String> domains =
        to.filter(one -> !one.negated() && one.name().equals("for domain"))
            .flatMap(one -> Sources.of(one, conf).domains())
            .orElse(List.of());
    Recipients judged = recipients();
    return judged.isExact()
        && Recipients.probes(Stream.of(judged)).stream()
            .filter(judged::contains)
            .allMatch(domains::contains);
  }

  /**
   * Finds users who are refused, since one list serves all ports, those at which users submit mail
   * included.
   */
  private void portsOfUsers() {
    if (MatchLines.spares(rule) || rule.refusal() != Judgement.REFUSED) {
      return;
    }
    for (SmtpdConf.Statement one : conf.statements()) {
      if (one.is("listen")
          && one.words().stream().anyMatch(word -> OF_USERS.contains(word.text()))) {
        add(
            Effect.Kind.HARM,
            "has users judged who hand in their mail by \"%s\", and the rule does not spare them"
                .formatted(one.text()));
      }
    }
  }

  private static String said(MatchRule match) {
    return "has \"%s\" before the line of the rule".formatted(match.statement().text());
  }

  private void past(MatchRule match, String what) {
    add(Effect.Kind.PART, said(match) + ", which " + what, hook());
  }

  private void add(Effect.Kind kind, String why, String... remedies) {
    found.add(new Effect(rule.name(), kind, options.config().toString(), why, List.of(remedies)));
  }
}
