package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.host.Progress;
import org.postern.host.ffm.Errno;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.ForeignChain;
import org.postern.target.ForeignEffects;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.nftables.apply.Compiler;
import org.postern.target.nftables.apply.Execution;
import org.postern.target.nftables.foreign.ForeignTables;
import org.postern.target.nftables.foreign.LegacyTables;
import org.postern.target.nftables.layout.NftLayout;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Unavailable;
import org.postern.target.nftables.observe.Observer;
import org.postern.target.nftables.observe.Pulse;
import org.postern.target.nftables.observe.SeenReader;
import org.postern.target.nftables.wire.Culprits;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.RulesetReader;

/**
 * The nftables of this network namespace: the table {@code inet postern}, and nothing else, spoken
 * to over netlink.
 */
public final class NftablesTarget implements Target {
  /** The name of the target. */
  public static final String NAME = "nftables";

  /** A set of that many is loaded in a second; beyond it nothing was measured. */
  private static final int MAX_PREFIXES = 1_000_000;

  static final Capabilities CAPABILITIES =
      Capabilities.ofPackets(
          NAME,
          EnumSet.allOf(Family.class),
          EnumSet.allOf(Hook.class),
          Refusal.ofPackets(),
          MAX_PREFIXES,
          Ability.COUNTS,
          Ability.ATOMIC,
          Ability.CLOSES,
          Ability.REMEMBERS,
          Ability.LEARNS);

  /**
   * The largest change of Postern's own, in elements, to which it listens. While a process listens,
   * the kernel writes a message for each element that is changed, and keeps all of them until the
   * commit is done (Linux {@code net/netfilter/nf_tables_api.c}, {@code nf_tables_setelem_notify}):
   * for half a million of them that takes longer than the change.
   */
  private static final long HEARD = 1_000;

  private final Ownership ownership;
  private final Progress progress;
  private final Pulse pulse;
  private Optional<NftablesConnection> owner = Optional.empty();
  private Optional<Culprits> culprits = Optional.empty();

  /** Makes a target whose table any process with the right to change rules can change. */
  public NftablesTarget() {
    this(Progress.SILENT);
  }

  /**
   * Makes a target with a shared table.
   *
   * @param progress receives the number of elements read and written
   */
  public NftablesTarget(Progress progress) {
    this(Ownership.SHARED, progress);
  }

  private NftablesTarget(Ownership ownership, Progress progress) {
    this.ownership = ownership;
    this.progress = progress;
    this.pulse = new Pulse(ownership, NftablesConnection::open);
  }

  /**
   * Returns one of which the process that applies owns the table while it lives. A process has one
   * of them and no more: two would shut each other out.
   */
  public static NftablesTarget owning(Progress progress) {
    return new NftablesTarget(Ownership.OWNED, progress);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    try (NftablesConnection connection = NftablesConnection.open()) {
      RulesetReader reader = connection.reader();
      Observer observer = new Observer(connection, last, ownership, progress);
      return reader.atOneGeneration(observer::observe);
    } catch (NftablesException e) {
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  @Override
  public Facets facets() {
    return Facets.NONE
        .withChangeToken(this::changeToken)
        .withRefusedPeers(this::refusedPeers)
        .withRecentWriters(this::recentWriters)
        .withEffects(this::effects);
  }

  /**
   * Returns the generation, which each change by any program increments, and the owner of the
   * table, if it should have one.
   */
  public String changeToken() throws TargetException {
    try {
      return pulse.read();
    } catch (NftablesException e) {
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  private List<SeenPeer> refusedPeers() throws TargetException {
    try (NftablesConnection connection = NftablesConnection.open()) {
      RulesetReader reader = connection.reader();
      return reader.atOneGeneration(new SeenReader(reader)::read);
    } catch (NftablesException e) {
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  private List<Effect> effects(Ruleset ruleset) throws TargetException {
    Set<Hook> hooks = ForeignEffects.hooks(ruleset);
    if (hooks.isEmpty()) {
      return List.of();
    }
    try (NftablesConnection connection = NftablesConnection.open()) {
      List<ForeignChain> chains = ForeignTables.read(connection.reader(), hooks, chain -> true);
      List<Effect> effects = new ArrayList<>(ForeignEffects.of(chains).on(ruleset));
      effects.addAll(LegacyTables.untold(ruleset));
      return effects;
    } catch (NftablesException e) {
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    NftLayout layout =
        plan.before().layout() instanceof NftLayout held ? held : NftLayout.nothing();
    Compiler.Compiled compiled = Compiler.compile(layout, plan, ownership);
    return new Artifact(
        plan.before().precondition(),
        notes(layout, plan),
        compiled.steps(),
        plan.before().leadingTo(plan.after(), compiled.layout()));
  }

  @Override
  public synchronized Applied apply(Artifact artifact) throws TargetException {
    try {
      if (ownership == Ownership.OWNED) {
        return apply(owner(), artifact);
      }
      try (NftablesConnection connection = NftablesConnection.open()) {
        return apply(connection, artifact);
      }
    } catch (NftablesException e) {
      throw Unavailable.because("nftables cannot be changed", e);
    }
  }

  /**
   * Returns the connection that owns our table. A table with an owner lasts as long as its socket,
   * so the connection stays open as long as this process lives.
   */
  private NftablesConnection owner() throws NftablesException {
    if (owner.isEmpty()) {
      owner = Optional.of(NftablesConnection.open());
    }
    return owner.get();
  }

  private Applied apply(NftablesConnection connection, Artifact artifact) throws TargetException {
    Execution execution = new Execution(connection, artifact);
    boolean hushed = culprits.isPresent() && execution.elements() > HEARD;
    if (hushed) {
      culprits.ifPresent(Culprits::deafen);
    }
    Applied applied;
    try {
      applied = execution.run(progress);
    } catch (NftablesException e) {
      applied = failed(execution, e);
    }
    if (applied instanceof Applied.Unchanged unchanged && unchanged.moved()) {
      return named(unchanged);
    }
    if (hushed) {
      culprits = Culprits.watch();
    }
    return applied;
  }

  /** A program that did it once may do it again: then it is heard. */
  private Applied named(Applied.Unchanged unchanged) {
    Optional<String> names = recentWriters();
    return new Applied.Unchanged(
        unchanged.why() + names.map(who -> " (" + who + ")").orElse(""), true);
  }

  /**
   * Returns the processes that were heard since the last call, and listens for a while from now on.
   */
  private synchronized Optional<String> recentWriters() {
    Optional<String> names = culprits.flatMap(Culprits::seen);
    culprits.ifPresent(Culprits::close);
    culprits = Culprits.watch();
    return names;
  }

  private static Applied failed(Execution execution, NftablesException e) throws TargetException {
    String why = String.valueOf(e.getMessage());
    if (execution.begun()
        || (execution.unknown().isPresent() && !isAt(execution.unknown().getAsLong()))) {
      return new Applied.Partial(execution.done(), why);
    }
    if (e.is(Errno.EPERM)) {
      throw Unavailable.because("nftables cannot be changed", e);
    }
    return new Applied.Unchanged(why, e.is(Errno.ERESTART));
  }

  /** A batch whose answer was lost was not applied if the ruleset is of its generation still. */
  private static boolean isAt(long generation) {
    try (NftablesConnection connection = NftablesConnection.open()) {
      return connection.generation() == generation;
    } catch (NftablesException e) {
      return false;
    }
  }

  /**
   * Notes that connection tracking costs memory, and drops packets of all peers when its table is
   * full.
   */
  private static List<String> notes(NftLayout layout, Plan plan) {
    List<String> first =
        plan.after().rules().stream()
            .filter(rule -> RuleLayout.tracked(rule, layout))
            .map(AccessRule::name)
            .toList();
    boolean already = layout.tracks() || layout.shapes().values().stream().anyMatch(Shape::tracked);
    return first.isEmpty() || already
        ? List.of()
        : List.of(
            "nothing on this host uses connection tracking yet; from now on %s does, to see what was"
                    .formatted(String.join(", ", first))
                + " dialled before translation");
  }
}
