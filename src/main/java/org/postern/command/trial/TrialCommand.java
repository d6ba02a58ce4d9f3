package org.postern.command.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.command.simulate.MailRules;
import org.postern.command.view.WhyCommand;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.host.ffm.NetworkNamespace;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.plan.Obstacle;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;

/**
 * Tries a policy: {@code try [--from ADDR]…}. Resolves in the user's own network, then loads the
 * ruleset and makes real connections in throwaway namespaces. Needs no root and touches nothing of
 * the host.
 */
public final class TrialCommand {
  /** The one target that a namespace of its own has. */
  static final String TARGET = "nftables";

  private static final Option FROM =
      Option.values("--from", "ADDR", "try this peer too; the answer is no when it is kept out");
  private static final Option ENFORCE =
      Option.flag("--enforce", "drop where the policy only observes");
  private static final Option CHANGING =
      Option.value(
          "--changing", "N", "change the sets so often under connections, count wrong verdicts");

  /** The most changes; beyond it no more is learnt. */
  private static final int MOST_CHANGES = 10_000;

  private final Pipelines pipelines;
  private final Progress progress;

  public TrialCommand(Pipelines pipelines, Progress progress) {
    this.pipelines = pipelines;
    this.progress = progress;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "try",
            "try the policy with real connections in throwaway namespaces; no root needed",
            List.of(Requests.POLICY),
            Command.options(Requests.reading(), ENFORCE, FROM, CHANGING),
            "postern try --enforce --from 192.0.2.7 rulesets/appriver.yaml",
            this::run));
  }

  private Reply run(Invocation invocation) throws IOException {
    List<Address> asked = asked(invocation);
    int changes = changes(invocation);
    Reply.Builder reply = new Reply.Builder("try").put("changed", false);
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<Prepared> prepared = pipeline.prepare(request(invocation), report);
    Diagnostics.add(report, reply);
    if (prepared.isEmpty()) {
      return reply.build();
    }
    List<Obstacle> obstacles = obstacles(prepared.get(), pipeline);
    if (!obstacles.isEmpty()) {
      Outcome refused = new Outcome.Refused(prepared.get(), obstacles);
      return OutcomeReport.add(List.of(refused), reply).build();
    }
    PreparedReport.warn(prepared.get(), reply);
    MailRules.leftOut(prepared.get().meaning().ruleset(), "tried", reply);
    TrialPlan plan = TrialPlan.of(prepared.get().meaning().ruleset(), asked, families(reply));
    untried(asked, plan, reply);
    TrialFindings findings = inside(plan, changes, pipeline);
    reply.put("enforced", invocation.has(ENFORCE.name()));
    new TrialReport(prepared.get(), plan, findings, reply).add();
    if (changes > 0 && findings.changing().changes() == 0) {
      reply.error(
          Line.Style.BAD,
          "no set was changed: no rule has a list and judges what comes in or through");
      reply.exit(ExitCode.PARTIAL);
    }
    return reply.build();
  }

  private TrialFindings inside(TrialPlan plan, int changes, Pipeline pipeline) throws IOException {
    TrialLauncher launcher = TrialLauncher.ofHost(pipeline.surroundings().programs());
    TrialHandover handover =
        new TrialHandover(
            NetworkNamespace.current(),
            launcher.program("ip", "iproute2"),
            plan.ruleset(),
            plan.probes().stream().map(TrialProbe::packet).toList(),
            List.copyOf(plan.gateway().values()),
            changes);
    String what = Counted.of(plan.probes().size(), "connection") + " in namespaces";
    try (Progress.Work _ = progress.begin(Progress.Task.whole(what))) {
      return launcher.run(handover);
    }
  }

  private static Request request(Invocation invocation) {
    return Requests.of(invocation, 0)
        .withTarget(Optional.of(TARGET))
        .withEnforce(invocation.has(ENFORCE.name()));
  }

  private static List<Obstacle> obstacles(Prepared prepared, Pipeline pipeline) throws IOException {
    Ruleset ruleset = prepared.meaning().ruleset();
    List<Obstacle> found = new ArrayList<>(prepared.meaning().obstacles());
    found.addAll(Planner.fit(ruleset, pipeline.targets().alone(TARGET).capabilities()));
    return found;
  }

  private static List<Address> asked(Invocation invocation) {
    List<Address> asked = new ArrayList<>();
    for (String text : invocation.values(FROM.name())) {
      Address address = WhyCommand.address(text);
      if (!TrialSample.USABLE.contains(address)) {
        throw new UsageException(text + " is no address that a connection can come from");
      }
      asked.add(address);
    }
    return asked.stream().distinct().toList();
  }

  private static int changes(Invocation invocation) {
    String text = invocation.value(CHANGING.name()).orElse("0");
    boolean isNumber = text.matches("[0-9]{1,5}");
    int changes = isNumber ? Integer.parseInt(text) : 0;
    if (invocation.has(CHANGING.name()) && (changes < 1 || changes > MOST_CHANGES)) {
      throw new UsageException(
          "%s: write how often the sets change, from 1 to %d".formatted(text, MOST_CHANGES));
    }
    return changes;
  }

  private static void untried(List<Address> asked, TrialPlan plan, Reply.Builder reply) {
    for (Address address : asked) {
      if (plan.probes().stream().noneMatch(probe -> probe.packet().peer().equals(address))) {
        reply.error(Line.Style.CAUTION, address + " is not tried: no rule judges it as a peer");
      }
    }
  }

  private static Set<Family> families(Reply.Builder reply) {
    if (Files.exists(Path.of("/proc/net/if_inet6"))) {
      return EnumSet.allOf(Family.class);
    }
    reply.error(Line.Style.CAUTION, "this kernel runs without IPv6, so only IPv4 is tried");
    return EnumSet.of(Family.IP);
  }
}
