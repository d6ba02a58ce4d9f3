package org.postern.command.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Settled;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/**
 * Tells the state of the sets of mail domains: who is judged, who waits and until when, and why.
 */
public final class DomainsReport {
  /** The most domains that are named in a line. */
  private static final int NAMED = 5;

  private DomainsReport() {}

  /** Tells which lists and MX records give no information; returns whether there are any. */
  static boolean warn(Prepared prepared, Reply.Builder reply) {
    boolean degraded = false;
    for (EffectiveDomains set : prepared.meaning().settled().domains()) {
      for (EffectiveDomains.Failure failure : set.failures()) {
        Line.Style style = failure.lastGood().isPresent() ? Line.Style.CAUTION : Line.Style.BAD;
        reply.error(style, failure.sentence(set.set()));
        degraded = true;
      }
    }
    return degraded;
  }

  /** Tells which mail is not judged although the policy seems to say so, and until when. */
  static void sizes(Prepared prepared, Reply.Builder reply) {
    Settled settled = prepared.meaning().settled();
    settled.domains().forEach(set -> sizes(set, reply));
    for (Rule rule : prepared.policy().rules()) {
      if (rule.scope() instanceof RuleScope.Mail mail && !mail.recipients().isEmpty()) {
        judged(rule, mail, settled, reply);
      }
    }
  }

  private static void sizes(EffectiveDomains set, Reply.Builder reply) {
    String name = "set of domains " + set.set() + ": ";
    if (!set.waiting().isEmpty()) {
      reply.line(
          Line.Style.ASIDE,
          name
              + "%s until caches have forgotten another MX: %s"
                  .formatted(waits(set.waiting().size()), until(set.waiting())));
    }
    if (!set.leftOut().isEmpty() && set.unknown().isEmpty()) {
      reply.line(
          Line.Style.ASIDE,
          name
              + "%s not taken: %s"
                  .formatted(
                      Counted.of(set.leftOut().size(), "domain")
                          + Counted.one(set.leftOut().size(), " is", " are"),
                      some(
                          set.leftOut().entrySet().stream()
                              .limit(NAMED)
                              .map(one -> one.getKey() + " (" + one.getValue() + ")")
                              .toList(),
                          set.leftOut().size())));
    }
  }

  private static void judged(Rule rule, RuleScope.Mail mail, Settled settled, Reply.Builder reply) {
    SortedMap<String, Instant> unseen = new TreeMap<>();
    int members = 0;
    for (String name : mail.recipients()) {
      settled.domains(name).ifPresent(set -> unseen.putAll(set.unseen()));
      members += settled.domains(name).map(set -> set.since().size()).orElse(0);
    }
    boolean rejects = rule.otherwise().filter(Refusal.REJECT::equals).isPresent();
    if (!unseen.isEmpty()) {
      String never = "no MX but the filter's was ever seen of";
      reply.line(
          rejects ? Line.Style.CAUTION : Line.Style.ASIDE,
          rejects
              ? "rule %s does not reject yet for %s: %s %s"
                  .formatted(rule.name(), Counted.of(unseen.size(), "domain"), never, until(unseen))
              : "rule %s judges %s although %s %s"
                  .formatted(
                      rule.name(), Counted.of(unseen.size(), "domain"), never, until(unseen)));
    }
    if (members == 0 && settled.domains().stream().noneMatch(set -> isUnknown(set, mail))) {
      reply.line(
          Line.Style.CAUTION,
          "rule %s judges nothing: no domain is in %s"
              .formatted(rule.name(), String.join(", ", mail.recipients())));
    }
  }

  private static boolean isUnknown(EffectiveDomains set, RuleScope.Mail mail) {
    return set.unknown().isPresent() && mail.recipients().contains(set.set());
  }

  private static String waits(int count) {
    return Counted.of(count, "domain") + Counted.one(count, " waits", " wait");
  }

  private static String until(SortedMap<String, Instant> domains) {
    return some(
        domains.entrySet().stream()
            .limit(NAMED)
            .map(one -> one.getKey() + " until " + one.getValue())
            .toList(),
        domains.size());
  }

  private static String some(List<String> words, int all) {
    return String.join(", ", words)
        + (all > words.size() ? " and %d more".formatted(all - words.size()) : "");
  }

  /** Adds each set with its domains. */
  public static void add(Settled settled, Reply.Builder reply) {
    for (EffectiveDomains set : settled.domains()) {
      reply.line(Line.Style.HEADING, "set of domains " + set.set());
      set.since()
          .forEach(
              (domain, since) ->
                  reply.line(
                      "  %s  since %s%s%s"
                          .formatted(
                              domain,
                              since,
                              set.unlisted().contains(domain) ? ", held" : "",
                              set.unseen().containsKey(domain)
                                  ? ", not rejected for before " + set.unseen().get(domain)
                                  : "")));
      set.waiting()
          .forEach(
              (domain, until) ->
                  reply.line(Line.Style.ASIDE, "  %s  waits until %s".formatted(domain, until)));
      set.leftOut()
          .forEach(
              (domain, why) ->
                  reply.line(Line.Style.ASIDE, "  %s  not taken: %s".formatted(domain, why)));
    }
    if (!settled.domains().isEmpty()) {
      reply.document(DomainsDocument.of(settled));
    }
  }

  /**
   * Returns why mail to a domain is judged, or is not: a sentence for each set that has to do with
   * it.
   */
  public static List<String> why(String domain, Prepared prepared) {
    List<String> sentences = new ArrayList<>();
    for (EffectiveDomains set : prepared.meaning().settled().domains()) {
      boolean below =
          prepared.policy().domainSet(set.set()).filter(one -> one.subdomains()).isPresent();
      for (String one = domain; !one.isEmpty(); one = below ? above(one) : "") {
        sentence(domain, one, set).ifPresent(sentences::add);
      }
    }
    return sentences;
  }

  private static String above(String domain) {
    return domain.indexOf('.') < 0 ? "" : domain.substring(domain.indexOf('.') + 1);
  }

  private static Optional<String> sentence(String domain, String named, EffectiveDomains set) {
    String who = domain.equals(named) ? named : domain + " is below " + named + ", which";
    String where = "the set of domains " + set.set();
    if (set.since().containsKey(named)) {
      String until =
          set.unseen().containsKey(named)
              ? "; no MX but the filter's was ever seen, so that rules do not reject before "
                  + set.unseen().get(named)
              : "";
      String held = set.unlisted().contains(named) ? "; that it leaves is held by a guard" : "";
      return Optional.of(
          "%s is in %s since %s%s%s.".formatted(who, where, set.since().get(named), until, held));
    }
    if (set.waiting().containsKey(named)) {
      return Optional.of(
          "%s joins %s at %s, when caches have forgotten its other MX."
              .formatted(who, where, set.waiting().get(named)));
    }
    return Optional.ofNullable(set.leftOut().get(named))
        .map(why -> "%s is not in %s: %s.".formatted(who, where, why));
  }
}
