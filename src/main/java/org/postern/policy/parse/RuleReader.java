package org.postern.policy.parse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SourceSpec;
import org.postern.policy.Verdict;

/** Reads the rules of one file. */
final class RuleReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of(
          "a rule",
          "name",
          "hook",
          "in",
          "to",
          "port",
          "accept",
          "otherwise",
          "never",
          "unknown",
          "running",
          "log",
          "review",
          "opens");
  static final Fields.Keys LOG = Fields.Keys.of("log", "rate");

  private static final Map<String, Hook> HOOKS =
      Map.of("input", Hook.INPUT, "forward", Hook.FORWARD, "output", Hook.OUTPUT);
  private static final Map<String, Verdict> VERDICTS =
      Map.of("drop", Verdict.DROP, "reject", Verdict.REJECT, "observe", Verdict.OBSERVE);
  private static final Map<String, Rule.Unknown> UNKNOWN =
      Map.of("open", Rule.Unknown.OPEN, "closed", Rule.Unknown.CLOSED);
  private static final Map<String, Rule.Running> RUNNING =
      Map.of("keep", Rule.Running.KEEP, "cut", Rule.Running.CUT);

  /** Keys that say what happens to those who are not accepted. */
  private static final List<String> FOR_THE_REST =
      List.of("otherwise", "never", "unknown", "running", "log");

  private final Values values;
  private final Names names;
  private final Quantities quantities;
  private final Literals literals;
  private final AcceptReader accepts;

  RuleReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.quantities = new Quantities(values);
    this.literals = new Literals(values);
    this.accepts = new AcceptReader(values);
  }

  /**
   * A rule as far as it could be read.
   *
   * @param name empty if it has none
   * @param span where its name is written, or the rule if it has none
   * @param accepted the names of the sets it accepts
   * @param interfaces those that it names, as written
   * @param rule empty if something is wrong with it
   * @param places where its keys are written, see {@link Fields#places}
   */
  record Draft(
      String name,
      Span span,
      List<Node.Scalar> accepted,
      List<Node.Scalar> interfaces,
      Optional<Rule> rule,
      Map<String, Span> places) {}

  /** All rules of a list. */
  List<Draft> rules(Node node) {
    boolean none = node instanceof Node.Items items && items.nodes().isEmpty();
    List<Draft> drafts = new ArrayList<>();
    for (Node item : none ? List.<Node>of() : values.list(node, "rules")) {
      int before = values.scope().errors();
      Fields.open(values.scope(), KEYS, item).ifPresent(fields -> drafts.add(rule(fields, before)));
    }
    return drafts;
  }

  private Draft rule(Fields fields, int before) {
    Optional<Node.Scalar> name =
        fields
            .require("name", fields.span(), "name: with a short word of your own")
            .flatMap(node -> values.scalar(node, "a name"));
    name.ifPresent(names::name);
    Span span = name.map(Node.Scalar::span).orElse(fields.span());
    Set<Hook> hooks = fields.get("hook").map(this::hooks).orElseGet(() -> EnumSet.of(Hook.INPUT));
    Optional<Ports> ports =
        fields.require("port", span, "port: tcp/25").flatMap(new PortReader(values)::ports);
    AcceptReader.Accepted accepted =
        fields
            .require("accept", span, "accept: with the names of sets, or any, or none")
            .map(accepts::accept)
            .orElseGet(AcceptReader.Accepted::unreadable);
    Rest rest = rest(fields, accepted, span);
    Rule.Accept accept = accepted.accept().orElseGet(Rule.Accept.None::new);
    Where where = where(fields, hooks, span);
    Optional<LocalDate> review = fields.get("review").flatMap(quantities::date);
    boolean opens = fields.get("opens").flatMap(values::yesNo).orElse(false);
    boolean sound = values.scope().errors() == before;
    return new Draft(
        name.map(Node.Scalar::text).orElse(""),
        span,
        accepted.names(),
        where.written(),
        !sound
            ? Optional.empty()
            : Optional.of(
                new Rule(
                    name.map(Node.Scalar::text).orElse(""),
                    span,
                    new RuleScope.Packets(
                        hooks,
                        where.written().stream().map(Node.Scalar::text).distinct().toList(),
                        where.servers(),
                        ports.orElseThrow(),
                        rest.running()),
                    accept,
                    rest.otherwise(),
                    rest.never(),
                    rest.unknown(),
                    rest.log(),
                    review,
                    opens)),
        fields.places());
  }

  private Set<Hook> hooks(Node node) {
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    for (Node.Scalar scalar : values.oneOrMore(node, "hooks")) {
      values.word(scalar, "a hook", HOOKS).ifPresent(hooks::add);
    }
    return hooks;
  }

  /**
   * Which part of the traffic a rule is about.
   *
   * @param written its interfaces, but for those that are none
   */
  private record Where(List<Node.Scalar> written, Optional<AddressSet> servers) {}

  private Where where(Fields fields, Set<Hook> hooks, Span span) {
    List<Node.Scalar> interfaces =
        fields
            .get("in")
            .map(node -> values.oneOrMore(node, "interfaces"))
            .orElse(List.of())
            .stream()
            .filter(names::networkInterface)
            .toList();
    Optional<AddressSet> servers = fields.get("to").map(this::servers);
    Optional<Node.Scalar> in = fields.key("in");
    if (hooks.contains(Hook.OUTPUT) && in.isPresent()) {
      values
          .scope()
          .add(
              Code.IN_ON_OUTPUT,
              in.get().span(),
              "packets on output came in by no interface",
              "remove in, or make a rule of its own for output");
    }
    if (hooks.contains(Hook.FORWARD) && in.isEmpty() && fields.key("to").isEmpty()) {
      values
          .scope()
          .add(
              Code.FORWARD_UNBOUNDED,
              span,
              "without in or to, this rule would judge the outbound connections of inner hosts too",
              "add in: with the outer interface, or to: with the servers behind this host");
    }
    return new Where(interfaces, servers);
  }

  private AddressSet servers(Node node) {
    List<Node.Scalar> scalars = values.oneOrMore(node, "server addresses");
    List<SourceSpec.Literal> found =
        scalars.stream()
            .map(scalar -> literals.literal((Node) scalar))
            .flatMap(Optional::stream)
            .toList();
    return Literals.union(found);
  }

  /** What happens to those who are not accepted. */
  private record Rest(
      Optional<Verdict> otherwise,
      List<SourceSpec.Literal> never,
      Rule.Unknown unknown,
      Rule.Running running,
      Optional<LogRate> log) {}

  private Rest rest(Fields fields, AcceptReader.Accepted accepted, Span span) {
    boolean any = accepted.accept().filter(a -> a instanceof Rule.Accept.Any).isPresent();
    if (any) {
      FOR_THE_REST.forEach(key -> fields.key(key).ifPresent(this::addNoMeaning));
    } else if (accepted.accept().isPresent()) {
      fields.require("otherwise", span, "otherwise: drop, reject or observe");
    }
    return new Rest(
        fields.get("otherwise").flatMap(n -> values.word(n, "a verdict", VERDICTS)),
        fields.get("never").map(literals::list).orElse(List.of()),
        fields
            .get("unknown")
            .flatMap(n -> values.word(n, "open or closed", UNKNOWN))
            .orElse(Rule.Unknown.OPEN),
        fields
            .get("running")
            .flatMap(n -> values.word(n, "keep or cut", RUNNING))
            .orElse(Rule.Running.KEEP),
        fields.get("log").flatMap(this::log));
  }

  private void addNoMeaning(Node.Scalar key) {
    values
        .scope()
        .add(
            Code.NO_MEANING_WITH_ANY,
            key.span(),
            "%s has no meaning in a rule that accepts any".formatted(Words.quoted(key.text())),
            "remove it, or name the sets to accept");
  }

  private Optional<LogRate> log(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), LOG, node);
    return fields
        .flatMap(f -> f.require("rate", node.span(), "rate: 5/m"))
        .flatMap(quantities::rate);
  }
}
