package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.postern.daemon.alarm.AlarmTeller;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Administrators;
import org.postern.daemon.control.ControlServer;
import org.postern.daemon.control.Sockets;
import org.postern.daemon.follow.BackgroundAsking;
import org.postern.daemon.follow.Gate;
import org.postern.daemon.follow.GateWatch;
import org.postern.daemon.follow.InterfaceWatch;
import org.postern.daemon.follow.ListWatch;
import org.postern.daemon.follow.MailWatcher;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.JournalEntry;
import org.postern.daemon.journal.Notify;
import org.postern.daemon.journal.Priority;
import org.postern.daemon.loop.Leftovers;
import org.postern.daemon.loop.Loop;
import org.postern.daemon.loop.LoopSnapshot;
import org.postern.daemon.loop.SteadyClock;
import org.postern.host.Activation;
import org.postern.host.BootId;
import org.postern.host.ffm.UnixListener;
import org.postern.pipeline.Naming;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.plan.Observation;
import org.postern.policy.LogRate;
import org.postern.state.StateLock;

/** The process that keeps a policy enforced, from its start to the signal that ends it. */
public final class Daemon {
  /** The service manager learns how we are at least so often. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(20);

  /** The shortest time between two looks for what is due by the clock, while nothing has moved. */
  private static final Duration STEP_EVERY = Duration.ofSeconds(1);

  private final Pipeline pipeline;
  private final Setting setting;
  private final Loop loop = new Loop();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Notify notify;
  private final Leftovers leftovers = new Leftovers();
  private long toldAt;
  private long steppedAt;
  private boolean ready;
  private String told = "";
  private boolean alarmed;
  private String alarmTrouble = "";

  /**
   * The surroundings in which a daemon runs.
   *
   * @param environment the environment of the process
   * @param pid the id of the process
   * @param sockets the sockets that clients connect to
   * @param journal the journal in which it tells what happens
   * @param alarms tells people what they are to be woken for; empty when the journal is enough
   * @param strangers how many peers a target may refuse or observe without an alarm; empty for any
   *     number
   */
  public record Setting(
      Map<String, String> environment,
      long pid,
      Sockets sockets,
      Journal journal,
      Optional<AlarmTeller> alarms,
      Optional<LogRate> strangers) {}

  public Daemon(Pipeline pipeline, Setting setting) {
    this.pipeline = pipeline;
    this.setting = setting;
    this.notify = Notify.of(setting.environment(), setting.pid(), setting.journal());
  }

  /** The things that can be done with a daemon while it runs. */
  public interface Running {
    /** Returns the status of everything. */
    Status status();

    /**
     * Returns what each target was last known to hold; an observation of nothing where that is not
     * known.
     */
    Map<String, Observation> observed();

    /** The state was changed: the daemon is to look. */
    void ordered();

    /** A command has asked the sources and settled their answers. */
    void learned(Prepared prepared);
  }

  /** Begins to serve something beside the control sockets. */
  public interface Service {
    AutoCloseable begin(Running running) throws IOException;
  }

  /**
   * Runs until {@link #stop}.
   *
   * @param handler answers requests on the control sockets
   * @param services begun once the targets were looked at
   */
  public void run(Function<Running, ControlServer.Handler> handler, List<Service> services)
      throws IOException {
    Activation activation = Activation.of(setting.environment(), setting.pid());
    List<AutoCloseable> open = new ArrayList<>();
    try {
      open.add(pipeline.store().daemonLock());
      pipeline.lasts();
      Reconciler reconciler = reconciler();
      reconciler.start();
      GateWatch watch = watch(reconciler);
      open.add(watch);
      Running running = running(reconciler, watch);
      Administrators administrators = new Administrators(setting.sockets().change());
      ControlServer.Handler answering = handler.apply(running);
      for (Access access : Access.values()) {
        UnixListener listener = setting.sockets().open(access, activation);
        open.add(
            ControlServer.start(
                listener,
                access,
                administrators,
                ControlServer.Limits.of(access),
                answering,
                setting.journal()));
      }
      for (Service service : services) {
        open.add(service.begin(running));
      }
      open.add(MailWatcher.start(pipeline.mailWatch(), this::tellTrouble));
      open.add(
          new ListWatch(
                  reconciler.following()::lists,
                  files -> loop.post(() -> reconciler.following().changed(files)))
              .start());
      loop.run(() -> step(reconciler, watch));
      happened(Event.of(EventKind.STOPPED, "ends; all rules stay"));
    } finally {
      notify.stopping();
      close(open);
      ended.countDown();
    }
  }

  private Reconciler reconciler() throws IOException {
    Reconciler reconciler =
        new Reconciler(
            pipeline,
            new BackgroundAsking(pipeline, loop),
            this::happened,
            new SteadyClock(System::nanoTime, pipeline.actor().now()),
            new SplittableRandom());
    reconciler.alarmAt(setting.strangers());
    return reconciler;
  }

  private GateWatch watch(Reconciler reconciler) {
    Naming naming = pipeline.surroundings().naming();
    Gate gate =
        new Gate(
            naming.lookup(),
            naming.proofs(),
            source -> loop.post(() -> reconciler.following().learned(source)),
            System::nanoTime);
    return new GateWatch(gate, this::tellTrouble);
  }

  private Running running(Reconciler reconciler, GateWatch watch) {
    LoopSnapshot<Status> status =
        new LoopSnapshot<>(loop, () -> reconciler.status().with(watch.tally()), System::nanoTime);
    LoopSnapshot<Map<String, Observation>> observed =
        new LoopSnapshot<>(loop, reconciler::observed, System::nanoTime);
    status.update();
    observed.update();
    return new Running() {
      @Override
      public Status status() {
        return status.get();
      }

      @Override
      public Map<String, Observation> observed() {
        return observed.get();
      }

      @Override
      public void learned(Prepared prepared) {
        loop.post(() -> reconciler.learn(prepared));
      }

      @Override
      public void ordered() {
        loop.ask(
            () -> {
              reconciler.ordered();
              reconciler.step();
              status.update();
              observed.update();
              return Boolean.TRUE;
            });
      }
    };
  }

  /** The watchdog is fed by what is done here, and by nothing else. */
  private void step(Reconciler reconciler, GateWatch watch) {
    long now = System.nanoTime();
    boolean handed = loop.takeHanded();
    if (handed || now - steppedAt >= STEP_EVERY.toNanos() || reconciler.isMoved()) {
      reconciler.step();
      watch.follow(reconciler.following().accepted());
      steppedAt = now;
      leftovers.look(now);
    }
    notify.alive();
    if (!ready && reconciler.isServing()) {
      ready = true;
      told = reconciler.status().summary();
      notify.ready(told);
    } else if (now - toldAt > TELL_EVERY.toNanos() || alarmed) {
      toldAt = now;
      alarmed = false;
      tellAlarms(reconciler);
      String summary = reconciler.status().summary();
      if (!summary.equals(told)) {
        told = summary;
        notify.status(summary);
      }
    }
  }

  /** A state that cannot be written is an alarm of its own. */
  private void notePass() {
    try (StateLock lock = pipeline.store().lock()) {
      pipeline.store().notePass(lock, pipeline.actor().now());
    } catch (IOException e) {
      tell(Priority.WARNING, EventKind.DAMAGED.id(), String.valueOf(e.getMessage()));
    }
  }

  private void tellAlarms(Reconciler reconciler) {
    try {
      if (setting.alarms().isPresent()) {
        Status status = reconciler.status();
        setting.alarms().get().tell(status.alarms(), status.at());
      }
      alarmTrouble = "";
    } catch (IOException e) {
      String trouble = "alarms cannot be told: " + e.getMessage();
      if (!trouble.equals(alarmTrouble)) {
        tell(Priority.WARNING, EventKind.DAMAGED.id(), trouble);
      }
      alarmTrouble = trouble;
    }
  }

  /** Has it tell what happened beside it. From any thread. */
  public void tell(Event event) {
    loop.post(() -> happened(event));
  }

  private void tellTrouble(String why) {
    tell(Priority.WARNING, EventKind.DAMAGED.id(), why);
  }

  private void tell(Priority priority, String id, String message) {
    setting.journal().write(new JournalEntry(priority, id, message, Map.of()));
  }

  private void happened(Event event) {
    setting
        .journal()
        .write(
            new JournalEntry(
                event.kind().priority(), event.kind().id(), event.message(), event.fields()));
    alarmed |= event.kind().wakes() || event.kind() == EventKind.CLEARED;
  }

  private void close(List<AutoCloseable> open) {
    for (AutoCloseable one : open.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        tell(Priority.WARNING, EventKind.STOPPED.id(), "does not end well: " + e);
      }
    }
  }

  /** Ends it, and waits until it has; rules stay. For the thread that a signal starts. */
  public void stop(Duration patience) {
    loop.stop();
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs one pass: brings back, asks, applies what changed, and ends. */
  public Status once(Duration patience) throws IOException {
    StateLock lock = pipeline.store().daemonLock();
    try (lock) {
      Reconciler reconciler = reconciler();
      reconciler.hurry(InterfaceWatch.graceLeft(BootId.since(), Instant.now()));
      reconciler.start();
      long end = System.nanoTime() + patience.toNanos();
      loop.run(
          () -> {
            reconciler.step();
            if (reconciler.isSettled() || System.nanoTime() - end > 0) {
              loop.stop();
            }
          });
      MailWatcher.once(pipeline.mailWatch(), this::tellTrouble);
      tellAlarms(reconciler);
      notePass();
      return reconciler.status();
    }
  }
}
