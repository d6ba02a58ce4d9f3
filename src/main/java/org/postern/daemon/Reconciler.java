package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.postern.daemon.alarm.Alarms;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.follow.Asking;
import org.postern.daemon.follow.Following;
import org.postern.daemon.follow.InterfaceWatch;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.host.ControlGroup;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.ask.SourceFindings;
import org.postern.pipeline.recover.ClockShift;
import org.postern.pipeline.recover.Recovery;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.LogRate;
import org.postern.state.Orders;
import org.postern.state.RunState;

/**
 * The life of a policy: asks what is due, decides, applies, watches, repairs, and says what is
 * wrong. All of it happens on one thread and by the clocks given, so that a whole life can be
 * played again. What it enforces is what was accepted last, never a file. Commands change the state
 * beside it, on other threads or in other processes: what they decided is what this goes on from.
 */
public final class Reconciler {
  /** The interval at which it is checked whether another process has changed the state. */
  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  private final Pipeline pipeline;
  private final Restoration restoration;
  private final Recovery recovery;
  private final Openings openings;
  private final ClockShift shift;
  private final Following following;
  private final Settling settling;
  private final Alarms alarms;
  private final Damage damage;
  private final Tally.Counter events;
  private final SteadyClock steady;
  private final Knocking knocking;
  private final EditedFiles edited = new EditedFiles();
  private final DriftWatches watches;
  private final LeftOut leftOut;
  private InterfaceWatch interfaces;
  private final WriteTrouble trouble = new WriteTrouble();

  private InForce inForce;
  private Optional<Instant> readAt = Optional.empty();
  private List<Object> stamps = List.of();
  private Optional<Condition> notFollowed = Optional.empty();

  /** Creates a reconciler that has not begun. */
  public Reconciler(
      Pipeline pipeline,
      Asking asking,
      Event.Listener events,
      SteadyClock steady,
      RandomGenerator random)
      throws IOException {
    this.pipeline = pipeline;
    this.restoration = pipeline.restoration();
    this.recovery = pipeline.recovery();
    this.openings = new Openings(pipeline.closing(), events);
    this.shift = pipeline.clockShift();
    this.following = Following.of(pipeline, asking, steady, random);
    this.events = new Tally.Counter(events, pipeline.actor().clock());
    this.alarms = new Alarms(this.events);
    this.damage = new Damage(this.events);
    this.steady = steady;
    this.knocking = new Knocking(pipeline);
    this.watches = new DriftWatches(restoration, this.events);
    this.leftOut = new LeftOut(restoration.drift());
    this.interfaces = interfaces(InterfaceWatch.GRACE);
    this.settling = new Settling(pipeline.refresh(), following, watches, this.events);
    this.inForce = restoration.inForce();
  }

  private InterfaceWatch interfaces(Duration grace) {
    return new InterfaceWatch(pipeline.surroundings().interfaces(), grace);
  }

  /** Has interfaces waited for no longer than this, by a daemon that runs once. */
  void hurry(Duration grace) {
    interfaces = interfaces(grace);
  }

  /** Sets how many strangers pass in silence; with empty, any number. */
  void alarmAt(Optional<LogRate> strangers) {
    watches.alarmAt(strangers);
  }

  private Instant now() {
    return pipeline.actor().now();
  }

  /** Brings back what is to be in force, without asking a source, and begins to follow. */
  public void start() throws IOException {
    damage.found(recovery.recover().notes());
    steady.jump(now()).ifPresent(this::jumped);
    reload();
    if (inForce.targets().isEmpty()) {
      Beginning.requireRight(pipeline);
    }
    look(now());
    if (isServing()) {
      tell(
          EventKind.STARTED,
          "enforces " + Status.inForce(inForce) + Beginning.proof(inForce, watches));
    }
    tellConditions(now());
  }

  /** Tells whether every target holds what it should. */
  public boolean isSound() {
    return watches.areSound();
  }

  /** Tells whether a target holds what it should, or none is to hold anything. */
  boolean isServing() {
    return watches.areServing();
  }

  /** Tells whether all sources were heard, or none is followed: nothing is to be waited for. */
  boolean isSettled() {
    return !isFollowing() || settling.settled().isPresent();
  }

  /** Tells whether a target may differ from what was last known of it; cheap. */
  boolean isMoved() {
    return watches.areMoved(now());
  }

  /** Returns the sources that are followed. */
  public Following following() {
    return following;
  }

  /** Does what is due. */
  public void step() {
    Instant now = now();
    steady.jump(now).ifPresent(this::jumped);
    try {
      if (!trouble.waits(now)) {
        writeAgain();
      }
      if (shift.isWritten()) {
        follow(now);
      }
    } catch (IOException e) {
      trouble.met(e, now);
    }
    look(now);
    tellConditions(now);
  }

  private void follow(Instant now) throws IOException {
    if (isChanged(now)) {
      reload();
    }
    endTrial(now);
    openings.look(inForce.recall().orders());
    endOrders(now);
    if (isFollowing()) {
      following.ask();
      settle(now);
    }
  }

  private void settle(Instant now) throws IOException {
    switch (settling.settle(inForce, trouble, now)) {
      case Settling.Result.Same same -> {
        // All stays as it was.
      }
      case Settling.Result.Changed changed -> reload();
      case Settling.Result.Overtaken overtaken -> {
        reload();
        settling.afterOthers(now);
      }
      case Settling.Result.Admitted wider -> inForce = wider.inForce();
    }
  }

  /** Moves dates before anything looks at them; then sees whether all can be written. */
  private void writeAgain() throws IOException {
    shift.write();
    if (trouble.stands()) {
      recovery.mend();
      restoration.forgetEndedOrders();
      settling.remember(now());
      trouble.over();
    }
  }

  /** Returns when the next thing but a look at targets is due, as far as that is known. */
  Optional<Instant> next() {
    Stream<Optional<Instant>> due =
        trouble.stands()
            ? Stream.of(trouble.again())
            : Stream.of(
                settling.due(),
                inForce.recall().confirmBy(),
                Openings.end(inForce.recall().orders()));
    Stream<Optional<Instant>> asked = isFollowing() ? Stream.of(following.next()) : Stream.empty();
    return Stream.concat(due, asked).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** The state was changed by others: it is read anew in the next step. */
  void ordered() {
    readAt = Optional.empty();
  }

  /** A command has asked the sources and settled their answers: they are gone on from. */
  void learn(Prepared prepared) {
    settling.learn(prepared);
    ordered();
  }

  /** Returns the status of everything. */
  public Status status() {
    return new Status(
        now(),
        inForce,
        settling.settled(),
        watches.all().stream().map(DriftWatch::status).toList(),
        alarms.standing(),
        Map.copyOf(following.heard()),
        following.turns(),
        following.failures(),
        edited.names(),
        Optional.of(events.tally()),
        Optional.empty(),
        ControlGroup.memory(),
        Optional.empty());
  }

  /** Returns what each target was last known to hold. */
  Map<String, Observation> observed() {
    return watches.observed();
  }

  /** Tells whether sources are asked: not while paused, pinned, or with nothing to follow. */
  private boolean isFollowing() {
    Orders orders = inForce.recall().orders();
    return orders.equals(orders.following()) && following.accepted().isPresent();
  }

  private void jumped(SteadyClock.Jump jump) {
    Duration by = jump.by();
    tell(EventKind.CLOCK_SET, "the clock was set by %d s; ages stay".formatted(by.toSeconds()));
    shift.add(by);
    following.shift(jump);
    watches.shift(by);
    settling.shift(by);
    interfaces.shift(by);
    trouble.shift(by);
    readAt = Optional.empty();
  }

  private boolean isChanged(Instant now) throws IOException {
    if (readAt.filter(last -> now.isBefore(last.plus(READ_EVERY))).isPresent()) {
      return false;
    }
    boolean asked = readAt.isEmpty();
    readAt = Optional.of(now);
    return asked || !pipeline.store().stamps().equals(stamps);
  }

  /** Reads the state anew, and follows what it says. */
  private void reload() throws IOException {
    Instant now = now();
    stamps = pipeline.store().stamps();
    readAt = Optional.of(now);
    List<Approval> approvals = inForce.recall().memory().guards().approvals();
    inForce = known(restoration.inForce());
    watches.over(inForce.targets(), now);
    followAccepted();
    settling.goOnFromOthers(inForce.recall().memory(), now);
    if (!inForce.recall().memory().guards().approvals().equals(approvals)) {
      settling.again(now);
    }
    damage.found(inForce.recall().notes());
    if (!trouble.stands() && pipeline.store().holdsUnwritten()) {
      trouble.met(new IOException("an order could not be written"), now);
    }
    if (!inForce.recall().notes().isEmpty() && !trouble.stands()) {
      recovery.mend();
      inForce = known(restoration.inForce());
      followAccepted();
    }
    inForce = settling.enforced(inForce);
  }

  /** Returns what was read; what was read before where the disk gives back nothing any more. */
  private InForce known(InForce read) {
    if (read.recall().isKnown() || inForce.prepared().isEmpty()) {
      return read;
    }
    damage.found(read.recall().notes());
    return inForce;
  }

  /** Follows the sources of the accepted policy; none of one that is pinned or taken out. */
  private void followAccepted() {
    Report report = new Report();
    Optional<Accepted> accepted = restoration.accepted(inForce, report);
    notFollowed =
        report.diagnostics().stream()
            .findFirst()
            .filter(wrong -> accepted.isEmpty())
            .map(wrong -> Conditions.notFollowed(wrong.message()));
    boolean same =
        accepted.isPresent()
            && following.accepted().filter(accepted.get()::isSamePolicy).isPresent();
    if (accepted.isEmpty()) {
      following.stop();
    } else if (same) {
      following.goOn(accepted.get());
    } else {
      following.follow(accepted.get());
    }
    if (!same || inForce.recall().orders().pin().isPresent()) {
      settling.forget();
    }
  }

  private void endTrial(Instant now) throws IOException {
    if (inForce.recall().confirmBy().filter(until -> !now.isBefore(until)).isPresent()) {
      // Read before it is written: what is to be in force has changed, whatever the disk says.
      reload();
    }
    if (inForce.recall().unconfirmed().isPresent()
        && !trouble.stands()
        && restoration.takeBackUnconfirmed().isPresent()) {
      tell(EventKind.RETURNED, "it was not confirmed in time; what was in force before is back");
      reload();
    }
  }

  /** Ends the orders whose time is over, also when that cannot be written. */
  private void endOrders(Instant now) throws IOException {
    Orders orders = inForce.recall().orders();
    if (!orders.equals(orders.at(now))) {
      reload();
      if (!trouble.stands()) {
        restoration.forgetEndedOrders();
      }
    }
  }

  private void look(Instant now) {
    if (!watches.look(inForce, now)) {
      ordered();
    }
  }

  private void tellConditions(Instant now) {
    List<Condition> conditions = new ArrayList<>();
    conditions.addAll(Conditions.ofState(inForce.recall()));
    conditions.addAll(watches.conditions(now));
    conditions.addAll(leftOut.conditions(inForce));
    conditions.addAll(interfaces.conditions(inForce::wanted, now));
    Optional<Prepared> settled = settling.settled();
    List<PendingChange> held = Status.held(settled, inForce);
    RunState memory = inForce.recall().memory();
    conditions.addAll(
        SourceConditions.of(
            settled.map(SourceFindings::of).orElse(memory.findings()),
            settled.map(one -> one.meaning().settled().memory()).orElse(memory.guards()),
            held,
            knocking.of(held, inForce, now),
            now));
    trouble.condition().ifPresent(conditions::add);
    notFollowed.ifPresent(conditions::add);
    edited.look(inForce.recall(), now).ifPresent(conditions::add);
    alarms.set(conditions, now);
  }

  private void tell(EventKind kind, String message) {
    events.happened(Event.of(kind, message));
  }
}
