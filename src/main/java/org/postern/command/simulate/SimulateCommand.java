package org.postern.command.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.postern.address.Address;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.PolicyWords;
import org.postern.command.ReadingProgress;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.view.RulesFor;
import org.postern.command.view.Subject;
import org.postern.command.view.Subjects;
import org.postern.command.view.WhyCommand;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.plan.AccessRule;
import org.postern.policy.Hook;
import org.postern.policy.Ports;

/** Says what becomes of connections by a policy and by the live rules: {@code simulate}. */
public final class SimulateCommand {
  private static final int SMTP = 25;
  private static final Option FROM =
      Option.value("--from", "FILE", "many of them, a line each: ADDR [PORT]; - is standard input");
  private static final Option IN =
      Option.value("--in", "IFACE", "come in by this interface; default each that matters");
  private static final Option TO =
      Option.value("--to", "ADDR", "dial this server; default each that matters");
  private static final Option HOOK =
      Option.value(
          "--hook", "HOOK", "input, forward or output; default where the port's rules are");
  private static final Map<String, Hook> HOOKS =
      new TreeMap<>(Map.of("input", Hook.INPUT, "forward", Hook.FORWARD, "output", Hook.OUTPUT));

  private final Pipelines pipelines;
  private final Surroundings surroundings;
  private final Subjects subjects;
  private final Supplier<InputStream> input;

  public SimulateCommand(Pipelines pipelines, Surroundings surroundings) {
    this(pipelines, surroundings, () -> System.in);
  }

  /** Creates the command with another standard input. */
  public SimulateCommand(
      Pipelines pipelines, Surroundings surroundings, Supplier<InputStream> input) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
    this.subjects = new Subjects(pipelines, surroundings);
    this.input = input;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "simulate",
            "say which rule decides on a connection: by the policy, and by the live rules",
            List.of(
                Parameter.optional("ADDR", "the peer's address; with --from, the policy"),
                Parameter.optional("PORT", "the port it dials; default every port of the policy"),
                Parameter.optional("POLICY", Requests.POLICY.help())),
            Command.options(
                Requests.reading(), FROM, IN, TO, HOOK, Requests.TARGET, Subjects.RUNNING),
            "postern simulate 192.0.2.1 25 rulesets/appriver.yaml",
            this::simulate));
  }

  /**
   * The words of the command line, told apart.
   *
   * @param peer unless there is a list
   * @param port unless every one is meant
   * @param policy if one is named
   */
  private record Words(Optional<Address> peer, Optional<Integer> port, Optional<String> policy) {
    static Words of(Invocation invocation) {
      List<String> words = invocation.words();
      if (invocation.has(FROM.name())) {
        if (words.size() > 1) {
          throw new UsageException("with --from, only a policy is named beside it");
        }
        return new Words(
            Optional.empty(),
            Optional.empty(),
            PolicyWords.one(words.stream().findFirst(), invocation));
      }
      if (words.isEmpty()) {
        throw new UsageException("name an address and a port, or --from FILE with many of them");
      }
      Optional<Integer> port = invocation.word(1).flatMap(WhyCommand::portOf);
      int named = port.isPresent() ? 2 : 1;
      boolean number = words.size() > 1 && words.get(1).matches("(tcp/)?[0-9]+");
      if (words.size() > named + 1 || (port.isEmpty() && number)) {
        throw new UsageException(words.get(1) + " is not a TCP port");
      }
      return new Words(
          Optional.of(WhyCommand.address(words.getFirst())),
          port,
          PolicyWords.one(invocation.word(named), invocation));
    }
  }

  private Reply simulate(Invocation invocation) throws IOException {
    Words words = Words.of(invocation);
    Probe probe = probe(invocation);
    invocation.value(FROM.name()).ifPresent(SimulateCommand::requireFile);
    Reply.Builder reply = new Reply.Builder("simulate");
    boolean running = invocation.has(Subjects.RUNNING.name());
    Request request =
        Request.of(words.policy().map(Path::of).orElse(Requests.DEFAULT_POLICY))
            .withLock(Requests.lock(invocation))
            .withTarget(Requests.target(invocation));
    Sides.Daemon daemon =
        new Sides.Daemon(
            new RulesFor(pipelines, surroundings).command(), Requests.state(invocation));
    Optional<Sides> told =
        running && words.policy().isEmpty() && request.lock().isEmpty()
            ? Sides.running(daemon)
            : Optional.empty();
    if (told.isPresent()) {
      Instant now = pipelines.at(Requests.state(invocation)).actor().now();
      return judge(invocation, words, probe, told.get(), Optional.empty(), now, reply);
    }
    Optional<Subject> subject = subjects.of(invocation, request, words.policy().isPresent(), reply);
    if (subject.isEmpty()) {
      return reply.build();
    }
    MailRules.leftOut(subject.get().prepared().meaning().ruleset(), "simulated", reply);
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Sides sides = Sides.of(pipeline, subject.get().prepared(), request, daemon);
    return judge(
        invocation,
        words,
        probe,
        sides,
        Optional.of(subject.get().prepared()),
        subject.get().now(),
        reply);
  }

  private Probe probe(Invocation invocation) {
    Optional<Hook> hook =
        invocation
            .value(HOOK.name())
            .map(
                word ->
                    Optional.ofNullable(HOOKS.get(word))
                        .orElseThrow(
                            () ->
                                new UsageException(
                                    "--hook %s: write input, forward or output".formatted(word))));
    Optional<String> in = invocation.value(IN.name());
    if (in.isPresent() && hook.equals(Optional.of(Hook.OUTPUT))) {
      throw new UsageException("what goes out comes in by no interface: leave out --in");
    }
    return new Probe(hook, in, invocation.value(TO.name()).map(WhyCommand::address));
  }

  private static void requireFile(String file) {
    if (!file.equals(ReadingProgress.STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
      throw new UsageException(file + " is a folder; name a file in it");
    }
  }

  private Reply judge(
      Invocation invocation,
      Words words,
      Probe probe,
      Sides sides,
      Optional<Prepared> prepared,
      Instant now,
      Reply.Builder reply)
      throws IOException {
    boolean some = !sides.isBlind();
    sides.unseen().forEach((target, why) -> SimulationNotes.unseen(target, why, some, reply));
    if (sides.isTold()) {
      reply.error(Line.Style.ASIDE, "note: the live rules are told by the daemon");
    }
    SimulationReport report = new SimulationReport();
    Simulation simulation = new Simulation(sides, probe, now, report);
    List<Integer> ports = ports(sides);
    Optional<String> from = invocation.value(FROM.name());
    if (from.isPresent()) {
      try (InputStream in = ReadingProgress.open(from.get(), input, surroundings.progress())) {
        new ConnectionList(from.get(), ports, reply).read(in, simulation);
      }
      simulation.finish();
      report.addRows(reply);
      return reply.build();
    }
    Address peer = words.peer().orElseThrow();
    List<Integer> asked = words.port().map(List::of).orElse(ports);
    for (int port : asked) {
      simulation.add(peer, port);
    }
    simulation.finish();
    report.addSingly(reply);
    prepared.ifPresent(one -> SimulationNotes.explain(one, peer, report.deciding(), now, reply));
    if (probe.hook().isEmpty()) {
      SimulationNotes.passedOver(rules(sides), probe, asked, reply);
    }
    return reply.build();
  }

  /** Returns the ports that either side judges; mail's, if there are none. */
  private static List<Integer> ports(Sides sides) throws IOException {
    List<Integer> ports =
        rules(sides).stream()
            .flatMap(rule -> rule.packets().ports().ranges().stream())
            .map(Ports.Range::first)
            .distinct()
            .sorted()
            .toList();
    return ports.isEmpty() ? List.of(SMTP) : ports;
  }

  /** Returns the rules of either side. */
  private static List<AccessRule> rules(Sides sides) throws IOException {
    List<AccessRule> rules = new ArrayList<>();
    for (Sides.Pair pair : sides.pairs(List.of())) {
      rules.addAll(pair.meant().ofPackets().rules());
      pair.held().ifPresent(ruleset -> rules.addAll(ruleset.ofPackets().rules()));
    }
    return rules;
  }
}
