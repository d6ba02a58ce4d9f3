package org.postern.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.address.Address;
import org.postern.daemon.journal.Event;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.target.Artifact;
import org.postern.target.TargetException;

/**
 * A host in memory on which the daemon may run. It has two clocks: the one on the wall, that people
 * set, and one that is never set. Time passes only when it is told to.
 */
final class LifeHost {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** So long after a deed each look of the daemon is played; later only those at due times. */
  private static final Duration CLOSELY = Duration.ofSeconds(2);

  private static final Duration AT_LEAST = Duration.ofMinutes(1);

  /** After a day without orders there is less to be seen. */
  private static final Duration SELDOM = Duration.ofMinutes(10);

  private final Lab lab;
  private final FaultyDisk disk = new FaultyDisk();
  private final Pipeline pipeline;
  private final List<Event> events = new ArrayList<>();
  private final List<Knock> knocks = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private Optional<Reconciler> daemon = Optional.empty();
  private Duration slowness = Duration.ZERO;
  private Ruleset held = Ruleset.empty();
  private Optional<String> heldAt = Optional.empty();
  private boolean killed;
  private int crowd;
  private long nanos = 1;

  LifeHost(Path folder) {
    this(new Lab(folder));
  }

  /** The host of a lab. */
  LifeHost(Lab lab) {
    this.lab = lab;
    this.pipeline = lab.pipeline(disk.path(lab.state()));
    lab.target().seeing(this::seen);
  }

  /** A peer was at the port. */
  private record Knock(Address peer, long nanos) {}

  /** Answers that are on their way. */
  private record Pending(long nanos, Runnable arrival) {}

  /** Looks after every moment whether all is well. */
  interface Watcher {
    void look() throws IOException;
  }

  Lab lab() {
    return lab;
  }

  FaultyDisk disk() {
    return disk;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Restoration restoration() {
    return pipeline().restoration();
  }

  Optional<Reconciler> daemon() {
    return daemon;
  }

  /** Everything that the daemon has told its journal. */
  List<Event> events() {
    return events;
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void start() throws IOException {
    Reconciler started =
        new Reconciler(
            pipeline,
            this::ask,
            events::add,
            new SteadyClock(() -> nanos, lab.now()),
            new Random(7));
    mortal(
        () -> {
          started.start();
          daemon = Optional.of(started);
        });
  }

  /** The daemon ends where it is; the rules stay. */
  void kill() {
    daemon = Optional.empty();
    pending.clear();
  }

  /** The machine starts anew, and the unit that does so brings back what was in force. */
  void reboot() throws IOException {
    kill();
    lab.reboot();
    knocks.clear();
    restoration().restore();
  }

  /** Answers take so long from now on. */
  void slow(Duration time) {
    slowness = time;
  }

  void knock(Address peer) {
    knocks.add(new Knock(peer, nanos));
  }

  private List<SeenPeer> seen() {
    return knocks.stream()
        .map(one -> new SeenPeer("smtp", one.peer(), Duration.ofNanos(nanos - one.nanos()), 1))
        .toList();
  }

  /** Only the clock on the wall is set. */
  void setClock(Duration forward) {
    lab.later(forward);
  }

  /** The rules that the kernel holds now; read again only after something was changed. */
  Ruleset held() {
    try {
      Optional<String> token =
          Optional.of(lab.target().facets().changeToken().orElseThrow().read());
      if (!token.equals(heldAt)) {
        held = lab.target().sound().observe().owned();
        heldAt = token;
      }
      return held;
    } catch (TargetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The daemon may be killed while it does that. */
  private void mortal(Deed deed) throws IOException {
    try {
      deed.run();
    } catch (FaultyDisk.Killed e) {
      killed = true;
      kill();
      disk.spare();
    }
  }

  /** A process of its own may be killed while it does that. */
  void order(Deed deed) throws IOException {
    try {
      deed.run();
    } catch (FaultyDisk.Killed e) {
      killed = true;
      disk.spare();
    }
  }

  /** Whether anybody was killed by a fault. */
  boolean isKilled() {
    return killed;
  }

  /** Something that reads and writes the state. */
  interface Deed {
    void run() throws IOException;
  }

  /** The next change of the kernel is carried out, and the process that made it killed. */
  void crashAfterChange() {
    lab.target()
        .thenApply(
            artifact -> {
              lab.target().sound().apply(artifact);
              throw new FaultyDisk.Killed("after a change of the kernel");
            });
  }

  /** Of the next change of the kernel the first step is carried out, and who made it killed. */
  void crashHalfway() {
    lab.target()
        .thenApply(
            artifact -> {
              lab.target()
                  .sound()
                  .apply(
                      new Artifact(
                          artifact.precondition(),
                          List.of(),
                          artifact.steps().subList(0, 1),
                          artifact.expected()));
              throw new FaultyDisk.Killed("halfway through a change of the kernel");
            });
  }

  /** The process that is about to change the kernel is killed. */
  void crashBeforeChange() {
    lab.target()
        .thenApply(
            artifact -> {
              throw new FaultyDisk.Killed("before a change of the kernel");
            });
  }

  /** Time passes, and the daemon, if it runs, does what is due. */
  void advance(Duration time) throws IOException {
    long end = nanos + time.toNanos();
    long begin = nanos;
    while (nanos < end) {
      Duration passed = Duration.ofNanos(nanos - begin);
      Duration step = passed.compareTo(CLOSELY) < 0 ? LOOK : untilDue(passed);
      Duration left = Duration.ofNanos(end - nanos);
      pass(step.compareTo(left) < 0 ? step : left);
    }
  }

  private Duration untilDue(Duration passed) {
    Duration due = passed.toDays() > 0 ? SELDOM : AT_LEAST;
    Optional<Instant> next = daemon.flatMap(Reconciler::next);
    if (next.isPresent()) {
      due = shorter(due, Duration.between(lab.now(), next.get()));
    }
    for (Pending one : pending) {
      due = shorter(due, Duration.ofNanos(one.nanos() - nanos));
    }
    return due.compareTo(LOOK) < 0 ? LOOK : due;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void pass(Duration step) throws IOException {
    lab.later(step);
    nanos += step.toNanos();
    List<Pending> arrived = pending.stream().filter(one -> one.nanos() <= nanos).toList();
    pending.removeAll(arrived);
    arrived.forEach(one -> one.arrival().run());
    if (daemon.isPresent()) {
      mortal(daemon.get()::step);
    }
    look();
  }

  /** All is well at this moment, or the life ends here. */
  void look() throws IOException {
    for (Watcher watcher : watchers) {
      watcher.look();
    }
  }

  private void ask(
      Accepted accepted, Set<Question> questions, Consumer<Map<Question, Answer>> then) {
    crowd = Math.max(crowd, questions.size());
    Map<Question, Answer> answers = pipeline.asker().ask(accepted, questions, new Report());
    if (slowness.isZero()) {
      then.accept(answers);
    } else {
      pending.add(new Pending(nanos + slowness.toNanos(), () -> then.accept(answers)));
    }
  }

  /** How often each name was asked, the half that was asked more. */
  Map<String, Integer> asked() {
    Map<String, Integer> asked = new LinkedHashMap<>();
    lab.asked().forEach((question, times) -> asked.merge(question.source(), times, Math::max));
    return asked;
  }

  /** The most questions that were asked in one moment. */
  int crowd() {
    return crowd;
  }

  /** Counting begins anew. */
  void forgetAsked() {
    lab.asked().clear();
    crowd = 0;
  }
}
