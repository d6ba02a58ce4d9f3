package org.postern.target.mail.opensmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.CommandRunner;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Target;

/** A user other than root leaves a request, and waits as long as a unit may be working on it. */
class HandoverRequestTest {
  private static final Ruleset RULES =
      new Ruleset(List.of(OpensmtpdSystemTest.rule(new Recipients.All(), "192.0.2.1")));

  /** The time after which one knows that a request lies there. */
  private static final Duration TAKEN = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private volatile boolean stopped;

  @BeforeEach
  void configure() throws IOException {
    new OpensmtpdFolder(folder).configure(RULES);
    Files.createDirectories(folder.resolve("tables"));
  }

  private Path request() {
    return folder.resolve("tables").resolve("request");
  }

  private Target target() {
    CommandRunner none =
        (command, input, deadline) -> {
          throw new IOException("not by this user");
        };
    return new OpensmtpdFolder(folder).open(none, false);
  }

  private Duration apply() throws IOException {
    Target target = target();
    Plan plan = Plan.between(target.observe(Observation.nothing()), RULES);
    long begin = System.nanoTime();
    assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private Proof proof() throws IOException {
    return target().observe(Observation.nothing()).proof();
  }

  /** As a unit does that has much else to do at first. */
  private void answer() {
    try {
      for (Duration work = TAKEN.plusSeconds(1); !stopped; work = Duration.ZERO) {
        while (!Files.exists(request()) && !stopped) {
          Thread.sleep(10);
        }
        String digest = Files.readString(request()).strip();
        Files.delete(request());
        Thread.sleep(work);
        Files.createDirectories(folder.resolve("answers"));
        Files.writeString(
            folder.resolve("answers").resolve("mx1.answer"),
            "files %s asked 1 all older 0\n".formatted(digest));
      }
    } catch (NoSuchFileException e) {
      assertTrue(stopped, "a request that was there is there");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatAUnitHasTakenIsWaitedForLonger() throws IOException {
    CompletableFuture<Void> unit = CompletableFuture.runAsync(this::answer);
    apply();
    stopped = true;
    unit.join();
    assertEquals(Proof.CONSUMER, proof());
  }

  /** The mail server is to be told of each of several files. */
  @Test
  void whereNoUnitTakesThemTheFirstIsWaitedForAlone() throws IOException {
    Duration took = apply();
    assertTrue(took.compareTo(TAKEN) >= 0, took::toString);
    assertTrue(took.compareTo(TAKEN.multipliedBy(2)) < 0, took::toString);
    assertTrue(Files.readString(request()).length() == 65, "a unit that comes later finds it");
    assertEquals(Proof.EXACT, proof());
  }
}
