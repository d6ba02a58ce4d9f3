package org.postern.command.simulate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.Address;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Times;
import org.postern.diagnostic.Report;
import org.postern.host.Vicinity;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.source.PeerNames;
import org.postern.state.StateException;
import org.postern.target.TargetException;

/** Lists the peers that rules refused or observed, as the targets remember them. */
public final class RefusedCommand {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Option SINCE =
      Option.value("--since", "TIME", "only peers seen within it, such as 24h; default all known");
  private static final Option NO_NAMES =
      Option.flag("--no-names", "ask no name server what the peers are called");

  static final String WITH_THE_RIGHT =
      "run it as root, or as a member of the group postern while the daemon runs";

  /** The most peers that are named; each costs two questions. */
  private static final int NAMED = 64;

  private final Pipelines pipelines;

  public RefusedCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "refused",
            "list the peers that were refused or observed, from the kernel's memory and mail logs",
            List.of(),
            List.of(SINCE, NO_NAMES, Requests.STATE),
            "postern refused --since 24h",
            Command.Reach.READS,
            this::refused));
  }

  private Reply refused(Invocation invocation) throws IOException {
    Optional<Duration> since = Times.of(invocation, SINCE, LONGEST);
    Reply.Builder reply = new Reply.Builder("refused");
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    try {
      return refused(pipeline, since, invocation.has(NO_NAMES.name()), reply);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.PERMISSION) {
        throw e;
      }
      return forbidden(e, reply);
    }
  }

  private static Reply forbidden(IOException e, Reply.Builder reply) {
    return reply
        .error(Line.Style.BAD, "postern refused: " + e.getMessage())
        .error(Line.Style.PLAIN, "  " + WITH_THE_RIGHT)
        .put("error", String.valueOf(e.getMessage()))
        .exit(ExitCode.PERMISSION)
        .build();
  }

  private static Reply refused(
      Pipeline pipeline, Optional<Duration> since, boolean noNames, Reply.Builder reply)
      throws IOException {
    Restoration restoration = pipeline.restoration();
    InForce inForce = restoration.inForce();
    inForce.recall().notes().forEach(note -> reply.error(Line.Style.ASIDE, "note: " + note));
    Ruleset ruleset = inForce.prepared().map(one -> one.wanted()).orElse(Ruleset.empty());
    Instant now = pipeline.actor().now();
    List<RefusedReport.Sighting> sightings = new ArrayList<>();
    RefusedTargets targets = new RefusedTargets(reply);
    for (BoundedTarget target : targets(pipeline, inForce, reply)) {
      for (SeenPeer peer : targets.peers(target)) {
        if (since.isEmpty() || peer.ago().compareTo(since.get()) <= 0) {
          sightings.add(new RefusedReport.Sighting(target.name(), peer, now.minus(peer.ago())));
        }
      }
    }
    if (targets.areAllUnknown()) {
      reply.document(new RefusedDocument(targets.asked(), Optional.empty(), Optional.empty()));
      return targets.told(reply).build();
    }
    sightings.sort(
        Comparator.comparing((RefusedReport.Sighting one) -> one.peer().ago())
            .thenComparing(one -> one.peer().peer()));
    PeerNames asked =
        restoration
            .accepted(inForce, new Report())
            .filter(accepted -> !noNames)
            .map(Accepted::policy)
            .map(pipeline.surroundings().names())
            .orElse(PeerNames.NONE);
    Map<Address, String> names =
        asked.confirmed(
            sightings.stream().map(one -> one.peer().peer()).distinct().limit(NAMED).toList());
    Vicinity vicinity = pipeline.surroundings().addresses().vicinity();
    new RefusedReport(ruleset, names, vicinity, now, reply).add(targets.asked(), sightings);
    return targets.told(reply).build();
  }

  /**
   * Returns the targets of what is in force; where nothing is known to be, the packet filter of the
   * host.
   */
  private static List<BoundedTarget> targets(
      Pipeline pipeline, InForce inForce, Reply.Builder reply) throws TargetException {
    Map<String, BoundedTarget> found = new TreeMap<>();
    if (inForce.prepared().isEmpty()) {
      reply.error(
          Line.Style.ASIDE,
          "note: nothing is in force by the state in %s; the packet filter of this host is asked"
              .formatted(pipeline.store().folder()));
    }
    Policy policy = inForce.prepared().map(Prepared::policy).orElseGet(Prepared::noPolicy);
    List<String> names =
        inForce.targets().isEmpty() ? List.of(TargetBinding.AUTO) : inForce.targets();
    for (String name : names) {
      BoundedTarget target = pipeline.targets().bound(name, policy);
      found.putIfAbsent(target.name(), target);
    }
    return List.copyOf(found.values());
  }
}
