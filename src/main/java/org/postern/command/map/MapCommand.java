package org.postern.command.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.command.outcome.ObstacleReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Comparison;
import org.postern.policy.Policy;

/** Draws where the accepted addresses are: {@code map}. */
public final class MapCommand {
  private static final Option ZOOM =
      Option.value("--zoom", "PREFIX", "only this part, larger: 69.20.0.0/16, 2a01:111::/32");
  private static final Option FAMILY =
      Option.value("--family", "ip|ip6", "ip, the default, or ip6: each /32 that holds something");
  private static final Option SET = Option.value("--set", "NAME", "the members of this set");
  private static final Option RULE =
      Option.value(
          "--rule",
          "NAME",
          "whom this rule accepts; default whom those for port 25 do, or all if there are none");
  private static final Option AGAINST =
      Option.value(
          "--against", "OTHER", "what changes from this: policy, git:REF:PATH, lockfile, target");
  private static final Option BEFORE =
      Option.flag("--before", "draw what --against holds, or the policy's target");
  private static final Option AFTER = Option.flag("--after", "draw what the policy means");
  private static final Option DIFFERENCE =
      Option.flag("--difference", "draw what changes; the default with --against");

  private final Pipelines pipelines;

  public MapCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "map",
            "draw where the accepted addresses are, on a Hilbert curve; also what changes",
            List.of(Requests.POLICY),
            Command.options(
                Requests.reading(), ZOOM, FAMILY, SET, RULE, AGAINST, BEFORE, AFTER, DIFFERENCE),
            "postern map rulesets/appriver.yaml --zoom 69.20.0.0/16",
            this::map));
  }

  private Reply map(Invocation invocation) throws IOException {
    Optional<Prefix> zoom = invocation.value(ZOOM.name()).map(MapCommand::prefix);
    Family family = family(invocation, zoom);
    if (invocation.has(SET.name()) && invocation.has(RULE.name())) {
      throw new UsageException("give --set or --rule, not both");
    }
    Reply.Builder reply = new Reply.Builder("map");
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<Prepared> prepared = pipeline.prepare(Requests.of(invocation, 0), report);
    if (prepared.isEmpty()) {
      Diagnostics.add(report, reply);
      return reply.build();
    }
    Policy policy = prepared.get().policy();
    MapSubject subject = subject(invocation, policy);
    Optional<Comparison.Side> other = other(invocation, pipeline, policy, report);
    Diagnostics.add(report, reply);
    if (report.hasErrors()) {
      return reply.build();
    }
    PreparedReport.warn(prepared.get(), reply);
    ObstacleReport.add(prepared.get().meaning().obstacles(), Prepared.noPolicy(), reply);
    Comparison.Side.Rules meant = new Comparison.Side.Rules(policy.file(), prepared.get());
    if (!subject.isThere(meant)) {
      return withoutRules(policy, reply);
    }
    Optional<Comparison.Side.Rules> before = other.map(side -> comparable(side, subject));
    new MapReport(reply, subject, meant, before)
        .add(zoom, family, views(invocation, before.isPresent()));
    return reply.build();
  }

  /** Replies that there are no rules; obstacles, if that is why, are told already. */
  private static Reply withoutRules(Policy policy, Reply.Builder reply) {
    if (policy.rules().isEmpty()) {
      reply.line(policy.file() + " has no rules; a set is drawn with --set NAME");
    }
    return reply.document(MapDocument.empty()).build();
  }

  private static Prefix prefix(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok when isPrefix(ok.form()) -> ok.interval().prefix().orElseThrow();
      case AddressText.Ok ok -> {
        int length = ok.interval().family() == Family.IP ? 24 : 48;
        throw new UsageException(
            "%s is not a prefix; for example --zoom %s"
                .formatted(text, Prefix.containing(ok.interval().first(), length)));
      }
      case AddressText.Wrong wrong -> {
        String remedy =
            wrong.fix().isEmpty()
                ? "; give a prefix, for example --zoom 69.20.0.0/16"
                : "; did you mean " + wrong.fix() + "?";
        throw new UsageException(text + ": " + wrong.reason() + remedy);
      }
    };
  }

  private static boolean isPrefix(AddressText.Form form) {
    return form == AddressText.Form.PREFIX || form == AddressText.Form.NETMASK;
  }

  private static Family family(Invocation invocation, Optional<Prefix> zoom) {
    Optional<Family> asked = invocation.value(FAMILY.name()).map(MapCommand::family);
    if (zoom.isPresent() && asked.filter(one -> one != zoom.get().family()).isPresent()) {
      throw new UsageException(
          "%s is %s; leave --family out".formatted(zoom.get(), zoom.get().family().label()));
    }
    return asked.or(() -> zoom.map(Prefix::family)).orElse(Family.IP);
  }

  private static Family family(String text) {
    return Family.of(text)
        .orElseThrow(() -> new UsageException("--family is ip or ip6, not " + text));
  }

  private static MapSubject subject(Invocation invocation, Policy policy) {
    return invocation
        .value(SET.name())
        .map(name -> MapSubject.set(name, policy))
        .or(() -> invocation.value(RULE.name()).map(name -> MapSubject.rule(name, policy)))
        .orElseGet(() -> MapSubject.usual(policy));
  }

  /**
   * Returns what the policy is compared with: what was named, or its target where that is needed.
   */
  private static Optional<Comparison.Side> other(
      Invocation invocation, Pipeline pipeline, Policy policy, Report report) throws IOException {
    Optional<String> named = invocation.value(AGAINST.name());
    if (named.isEmpty() && !invocation.has(BEFORE.name()) && !invocation.has(DIFFERENCE.name())) {
      return Optional.empty();
    }
    Comparison comparison = new Comparison(pipeline);
    if (named.isEmpty()) {
      return Optional.of(comparison.target(policy.targets().getFirst().name(), policy, report));
    }
    String operand = named.get();
    return operand.endsWith(".lock") && !operand.startsWith("git:")
        ? comparison.locked(Requests.policy(invocation, 0), Path.of(operand), report)
        : comparison.side(operand, report);
  }

  private static Comparison.Side.Rules comparable(Comparison.Side side, MapSubject subject) {
    boolean needsSets = subject instanceof MapSubject.OfSet;
    return switch (side) {
      case Comparison.Side.Rules rules when needsSets && rules.sets().isEmpty() ->
          throw new UsageException(
              rules.name() + " holds rules and no sets; compare a rule with --rule NAME");
      case Comparison.Side.Rules rules -> rules;
      case Comparison.Side.Answers answers ->
          throw new UsageException(
              answers.name() + " holds answers of sources and no rules; name a policy");
    };
  }

  private static List<MapView> views(Invocation invocation, boolean compared) {
    List<MapView> views = new ArrayList<>();
    if (invocation.has(BEFORE.name())) {
      views.add(MapView.BEFORE);
    }
    if (invocation.has(AFTER.name())) {
      views.add(MapView.AFTER);
    }
    if (invocation.has(DIFFERENCE.name())) {
      views.add(MapView.DIFFERENCE);
    }
    return views.isEmpty() ? List.of(compared ? MapView.DIFFERENCE : MapView.AFTER) : views;
  }
}
