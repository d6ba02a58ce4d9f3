package org.postern.target.mail.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** A user other than root waits for no unit where the one before has not taken a request. */
class UntakenRequestTest {
  /** The time after which one knows that a request lies there. */
  private static final Duration TAKEN = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private Duration apply(Ruleset wanted) throws IOException {
    Path config = Files.createDirectories(folder.resolve("config"));
    TargetBinding binding =
        new TargetBinding(
            "postfix",
            "postfix",
            Span.wholeFile(""),
            Map.of("folder", folder.resolve("maps").toString(), "config", config.toString()));
    Target target =
        new PostfixKind(new MailHost(new FakePostfix(), folder.resolve("answers"), false))
            .open(binding, Secrets.none());
    Plan plan = Plan.between(target.observe(Observation.nothing()), wanted);
    long begin = System.nanoTime();
    assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Ruleset rules(String peer) {
    Scope.Mail scope = new Scope.Mail(new Recipients.All(), Optional.empty(), true, "");
    return new Ruleset(List.of(MailBench.rule("mta", scope, Refusal.REJECT, peer)));
  }

  @Test
  void theNextApplyWaitsForNone() throws IOException {
    Files.createDirectories(folder.resolve("maps"));
    Path request = Files.writeString(folder.resolve("maps").resolve("request"), "earlier");
    FileTime left = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(request, left);
    Duration took = apply(rules("192.0.2.1"));
    assertTrue(took.compareTo(TAKEN) < 0, took::toString);
    assertEquals(65, Files.readString(request).length(), "a unit that comes later finds it");
    took = apply(rules("192.0.2.2"));
    assertTrue(took.compareTo(TAKEN) < 0, took::toString);
  }
}
