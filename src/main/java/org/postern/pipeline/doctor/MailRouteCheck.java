package org.postern.pipeline.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Objection;
import org.postern.state.MxWatch;

/**
 * Checks whether mail of protected domains comes by the filter alone, and since when that is known.
 */
final class MailRouteCheck implements Check {
  private static final String WAIT =
      "let the rule observe until then: otherwise: observe; or write protects: {clean-since: DATE}";

  @Override
  public String name() {
    return "mail routes";
  }

  @Override
  public void look(HostView host, Findings found) {
    boolean isProtected =
        host.examined().policy().filter(one -> !one.protects().domains().isEmpty()).isPresent();
    if (!isProtected) {
      if (!host.mailRules().isEmpty()) {
        found.unseen(
            "where mail goes past the filter",
            "the policy names no domain whose MX records could be looked at",
            "protects: {domains: [example.com], mx: [NAME OF THE FILTER]}");
      }
      return;
    }
    host.examined().mail().forEach(objection -> told(host, objection, found));
  }

  private static void told(HostView host, Objection objection, Findings found) {
    switch (objection) {
      case Objection.PastTheFilter past -> past(host, past, found);
      case Objection.NoMail(String domain) ->
          found.must(
              domain + " takes no mail",
              "it has neither MX nor address",
              "write the name as it is under protects: domains, or take it out");
      case Objection.Untold(String domain, String why) ->
          found.unseen("where mail of %s goes".formatted(domain), why, "");
      case Objection.WatchedTooShort(String domain, Instant since, Instant until) ->
          found.add(
              host.refusesMail() && host.examined().isInForce() ? Severity.NOTE : Severity.SHOULD,
              "the MX of %s is not watched for long enough".formatted(domain),
              "since %s; what it named before, caches may hold until %s".formatted(since, until),
              WAIT);
      case Objection.LockedOut _,
          Objection.NoResolver _,
          Objection.NoInterface _,
          Objection.UsersCutOff _,
          Objection.NoWayOut _ -> {
        // These are about a change that is about to be made.
      }
    }
  }

  private static void past(HostView host, Objection.PastTheFilter past, Findings found) {
    String domain = past.domain();
    String where =
        "%s %s, %s"
            .formatted(
                past.exchanger(),
                past.address(),
                switch (past.whose()) {
                  case OURS -> "a server of ours";
                  case OTHERS -> "no peer that a rule for port 25 accepts";
                });
    if (past.until().isPresent()) {
      found.add(
          host.refusesMail() ? Severity.MUST : Severity.SHOULD,
          "caches may still lead mail of %s past the filter".formatted(domain),
          "%s, until %s%s".formatted(where, past.until().get(), since(host, domain)),
          WAIT);
      return;
    }
    found.must(
        "mail of %s goes past the filter".formatted(domain),
        "%s; caches hold it for %s%s".formatted(where, reach(host, past), since(host, domain)),
        ("take %s out of the MX records of %s, and let the rule observe until caches forget it; if"
                + " it is the filter's: protects: {mx: [%s]}")
            .formatted(past.exchanger(), domain, past.exchanger()));
  }

  private static String reach(HostView host, Objection.PastTheFilter past) {
    Optional<Duration> reach = host.examined().reach(past.domain(), past.address());
    return reach.map(one -> Counted.of(one.toSeconds(), "second")).orElse("as long as they like");
  }

  private static String since(HostView host, String domain) {
    return host.examined().watched().stream()
        .filter(one -> one.domain().equals(domain))
        .map(MxWatch::since)
        .map(since -> "; watched since " + since)
        .findFirst()
        .orElse("");
  }
}
