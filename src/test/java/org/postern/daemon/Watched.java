package org.postern.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.postern.daemon.follow.LearningTally;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.host.ControlGroup;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.plan.ByHand;
import org.postern.plan.Observation;

/** A daemon over a host in memory, stepped by a test; much goes on there. */
public final class Watched {
  private static final String POLICY =
      """
      sets:
        filter:
          sources:
            - dns: filter.example.com
            - dns: silent.example.com
            - 10.0.0.1
          guard: {at-least: 6, special: allow}
        own:
          sources: [{file: own.txt}]
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
        - {name: pop, port: tcp/110, accept: [filter], otherwise: observe}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      targets: [example]
      """;

  private final Lab lab;
  private final Pipeline pipeline;
  private final Reconciler reconciler;
  private final Map<EventKind, Integer> happened = new HashMap<>();

  private Watched(Path folder) throws IOException {
    lab = new Lab(folder);
    Files.writeString(folder.resolve("own.txt"), "192.0.2.200 monitoring\n");
    lab.policy(POLICY);
    named();
    pipeline = lab.pipeline();
    pipeline.apply(Request.of(lab.file()).withWhy("CHG-812"));
    reconciler =
        new Reconciler(
            pipeline,
            (accepted, questions, then) ->
                then.accept(pipeline.asker().ask(accepted, questions, new Report())),
            event -> happened.merge(event.kind(), 1, Integer::sum),
            new SteadyClock(this::nanos, pipeline.actor().now()),
            new SplittableRandom(1));
    reconciler.start();
    steps();
  }

  /** All is well. */
  public static Watched well(Path folder) throws IOException {
    return new Watched(folder);
  }

  /** Much is not: a name is silent, a change is held, a rule open, a file edited. */
  public static Watched rich(Path folder) throws IOException {
    Watched watched = new Watched(folder);
    watched.lab.silence().answers("filter.example.com", "192.0.2.1", "192.0.2.4", "2001:db8::1");
    watched.later(Duration.ofDays(8));
    watched.lab.system().type("postern somebody's");
    watched.later(Duration.ofMinutes(1));
    watched.lab.policy(POLICY + "# edited\n");
    watched
        .pipeline
        .administration()
        .open("smtp", watched.lab.pipeline().actor().now().plusSeconds(3600), "a | b", false);
    watched.reconciler.ordered();
    watched.later(Duration.ofMinutes(2));
    return watched;
  }

  private void named() {
    lab.answers("filter.example.com", "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1");
    lab.answers("silent.example.com", "198.51.100.1");
  }

  private long nanos() {
    return pipeline.actor().now().toEpochMilli() * 1_000_000;
  }

  /** Time passes, and the daemon does what is due. */
  public void later(Duration time) {
    lab.later(time);
    steps();
  }

  private void steps() {
    for (int i = 0; i < 4; i++) {
      reconciler.step();
      lab.later(Duration.ofSeconds(1));
    }
  }

  /** The host. */
  public Lab lab() {
    return lab;
  }

  /** How often something was told. */
  public int happened(EventKind kind) {
    return happened.getOrDefault(kind, 0);
  }

  /** How it is, with figures for what a host in memory does not count. */
  public Status status() {
    Status status = reconciler.status();
    return new Status(
        status.at(),
        status.inForce(),
        status.settled(),
        status.targets().stream().map(Watched::counted).toList(),
        status.alarms(),
        status.heard(),
        status.turns(),
        status.failures(),
        status.edited(),
        status.tally(),
        Optional.of(new LearningTally(9, 2, 1, 1, 4, 1, 0, 0, 2)),
        Optional.of(
            new ControlGroup.Memory(
                96 << 20, OptionalLong.of(256 << 20), OptionalLong.of(5 << 20))),
        status.passed());
  }

  private static Status.TargetStatus counted(Status.TargetStatus target) {
    return new Status.TargetStatus(
        target.name(),
        target.held(),
        target.why(),
        target.proof(),
        target.provenAt(),
        target.tally(),
        Map.of(
            "smtp",
            new Observation.Counters(120, 7),
            "pop",
            new Observation.Counters(3, 2),
            "dns",
            new Observation.Counters(50, 0)),
        target.fragments(),
        target.effects(),
        target.recent(),
        OptionalLong.of(7),
        ByHand.NONE);
  }
}
