package org.postern.policy.parse.read;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.LogRate;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads the rules of one file. */
public final class RuleReader {
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
          "opens",
          "for",
          "spare",
          "reply");
  static final Fields.Keys LOG = Fields.Keys.of("log", "rate");

  private static final Map<String, Refusal> VERDICTS =
      Map.of(
          "drop",
          Refusal.DROP,
          "reject",
          Refusal.REJECT,
          "defer",
          Refusal.DEFER,
          "observe",
          Refusal.OBSERVE);
  private static final Map<String, Rule.Unknown> UNKNOWN =
      Map.of("open", Rule.Unknown.OPEN, "closed", Rule.Unknown.CLOSED);

  /** Keys that say what happens to those who are not accepted. */
  private static final List<String> FOR_THE_REST =
      List.of("otherwise", "never", "unknown", "running", "log", "reply");

  private final Values values;
  private final Names names;
  private final Quantities quantities;
  private final Literals literals;
  private final AcceptReader accepts;
  private final ScopeReader scopes;

  RuleReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.quantities = new Quantities(values);
    this.literals = new Literals(values);
    this.accepts = new AcceptReader(values);
    this.scopes = new ScopeReader(values);
  }

  /**
   * A rule as far as it could be read.
   *
   * @param name empty if it has none
   * @param span the place where its name is written, or the rule if it has none
   * @param accepted the names of the sets it accepts
   * @param interfaces the interfaces that the rule names, as written
   * @param recipients the names of the sets of domains that it is for
   * @param rule empty if something is wrong with it
   * @param places the places where its keys are written, see {@link Fields#places}
   */
  public record Draft(
      String name,
      Span span,
      List<Node.Scalar> accepted,
      List<Node.Scalar> interfaces,
      List<Node.Scalar> recipients,
      Optional<Rule> rule,
      Map<String, Span> places) {}

  /** Reads all rules of a list. */
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
    ScopeReader.Read scope = scopes.scope(fields, span);
    AcceptReader.Accepted accepted =
        fields
            .require("accept", span, "accept: with the names of sets, or any, or none")
            .map(accepts::accept)
            .orElseGet(AcceptReader.Accepted::unreadable);
    Rest rest = rest(fields, accepted, scope, span);
    Rule.Accept accept = accepted.accept().orElseGet(Rule.Accept.None::new);
    scopes.checkPlace(fields, scope, span);
    Optional<LocalDate> review = fields.get("review").flatMap(quantities::date);
    boolean opens = fields.get("opens").flatMap(values::yesNo).orElse(false);
    boolean sound = values.scope().errors() == before;
    return new Draft(
        name.map(Node.Scalar::text).orElse(""),
        span,
        accepted.names(),
        scope.interfaces(),
        scope.recipients(),
        !sound
            ? Optional.empty()
            : Optional.of(
                new Rule(
                    name.map(Node.Scalar::text).orElse(""),
                    span,
                    scope.scope().orElseThrow(),
                    accept,
                    rest.otherwise(),
                    rest.never(),
                    rest.unknown(),
                    rest.log(),
                    review,
                    opens)),
        fields.places());
  }

  /** The part of a rule about the peers that are not accepted. */
  private record Rest(
      Optional<Refusal> otherwise,
      List<LiteralSource> never,
      Rule.Unknown unknown,
      Optional<LogRate> log) {}

  private Rest rest(
      Fields fields, AcceptReader.Accepted accepted, ScopeReader.Read scope, Span span) {
    boolean any = accepted.accept().filter(a -> a instanceof Rule.Accept.Any).isPresent();
    if (any) {
      FOR_THE_REST.forEach(key -> fields.key(key).ifPresent(this::addNoMeaning));
    } else if (accepted.accept().isPresent()) {
      fields.require(
          "otherwise",
          span,
          scope.isMail()
              ? "otherwise: defer, reject or observe"
              : "otherwise: drop, reject or observe");
    }
    return new Rest(
        fields.get("otherwise").flatMap(node -> refusal(node, scope)),
        fields.get("never").map(literals::list).orElse(List.of()),
        fields
            .get("unknown")
            .flatMap(n -> values.word(n, "open or closed", UNKNOWN))
            .orElse(Rule.Unknown.OPEN),
        fields.get("log").flatMap(this::log));
  }

  private Optional<Refusal> refusal(Node node, ScopeReader.Read scope) {
    Optional<Refusal> refusal = values.word(node, "a verdict", VERDICTS);
    refusal.ifPresent(one -> scopes.checkRefusal(one, node, scope));
    return refusal;
  }

  private void addNoMeaning(Node.Scalar key) {
    values.add(
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
