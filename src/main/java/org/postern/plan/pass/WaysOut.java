package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Settled;
import org.postern.policy.DnsSource;
import org.postern.policy.Policy;
import org.postern.policy.SourceSpec;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.Resolution;

/**
 * Tells what an administrator can do about a source that never answered, the smallest step first.
 */
final class WaysOut {
  private final Policy policy;
  private final Settled settled;

  WaysOut(Policy policy, Settled settled) {
    this.policy = policy;
    this.settled = settled;
  }

  /** Returns the steps as words, without a full stop. */
  String of(Resolution.Failed failed) {
    List<String> ways = new ArrayList<>();
    Optional<SourceSpec> source = spec(failed);
    mend(failed.why().cause(), source).ifPresent(ways::add);
    source
        .filter(DnsSource.class::isInstance)
        .map(DnsSource.class::cast)
        .flatMap(name -> oneFamily(name, failed))
        .ifPresent(ways::add);
    ways.add("\"initial: FILE\" in the set gives it a first answer from a lockfile");
    ways.add("\"unknown: closed\" in the rule refuses meanwhile whom no answer names");
    return String.join("; ", ways);
  }

  private static Optional<String> mend(Answer.Cause cause, Optional<SourceSpec> source) {
    return switch (cause) {
      case BAD_NAME -> Optional.of("correct the name");
      case MISSING -> Optional.of("write the list");
      case UNREADABLE -> Optional.of("mend the list");
      case FORBIDDEN -> Optional.of("let this user read the list, or run this as root");
      case NO_LIST -> Optional.of("name the file of the list");
      case BLOCKED_TCP -> Optional.of("let TCP through to port 53 of the name server");
      case DEADLINE, TIMEOUT -> Optional.of("\"resolve: {deadline: 60s}\" waits longer");
      case UNREACHABLE ->
          source
              .filter(one -> !(one instanceof UrlSource))
              .map(_ -> "\"resolve: {servers: [ADDRESS]}\" asks another name server");
      case INTERRUPTED -> Optional.of("try again");
      case INSECURE ->
          Optional.of("without \"secure: true\" its answers count though they are not signed");
      case LOOP,
          TOO_MANY,
          SERVFAIL,
          BOGUS,
          REFUSED,
          UNBOUNDED,
          MALFORMED,
          LAME,
          ELSEWHERE,
          UNTRUSTED,
          OTHER_RCODE,
          UNCONFIRMED ->
          Optional.empty();
    };
  }

  private Optional<SourceSpec> spec(Resolution.Failed failed) {
    return policy
        .set(failed.key().set())
        .flatMap(
            set ->
                set.sources().stream()
                    .filter(source -> source.id().equals(failed.key().source()))
                    .findFirst());
  }

  /** Offers to ask for the other family alone, where that has an answer. */
  private Optional<String> oneFamily(DnsSource name, Resolution.Failed failed) {
    Set<Family> answered = EnumSet.copyOf(name.families());
    settled.unanswered().stream()
        .map(Resolution.Failed::key)
        .filter(key -> key.set().equals(failed.key().set()))
        .filter(key -> key.source().equals(failed.key().source()))
        .forEach(key -> answered.remove(key.family()));
    return answered.stream()
        .findFirst()
        .map(
            family ->
                "\"{dns: %s, family: %s}\" at %s asks for %s alone"
                    .formatted(name.name(), family.text(), name.span().position(), family.label()));
  }
}
