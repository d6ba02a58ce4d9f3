package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.Hook;
import org.postern.policy.LiteralSource;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads what a rule judges: packets, or mail on a mail server. */
final class ScopeReader {
  private static final String SMTP = "smtp";

  private static final Map<String, Optional<Hook>> HOOKS =
      Map.of(
          "input",
          Optional.of(Hook.INPUT),
          "forward",
          Optional.of(Hook.FORWARD),
          "output",
          Optional.of(Hook.OUTPUT),
          SMTP,
          Optional.empty());

  private static final Map<String, Rule.Running> RUNNING =
      Map.of("keep", Rule.Running.KEEP, "cut", Rule.Running.CUT);

  /** Keys that are about mail alone, and keys that are about packets alone. */
  private static final List<String> OF_MAIL = List.of("for", "spare", "reply");

  private static final List<String> OF_PACKETS = List.of("in", "to", "running", "log", "opens");

  /** Replies that the files of all mail servers can hold without quoting. */
  private static final Pattern REPLY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .,:;@/()_+-]{0,199}");

  private final Values values;
  private final Names names;
  private final Literals literals;

  ScopeReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.literals = new Literals(values);
  }

  /**
   * The result of reading.
   *
   * @param scope empty if something is wrong with it
   * @param hooks the hooks of packets; none for mail
   * @param interfaces the interfaces that it names, as written
   * @param recipients the names of sets of domains, as written
   */
  record Read(
      Optional<RuleScope> scope,
      Set<Hook> hooks,
      List<Node.Scalar> interfaces,
      List<Node.Scalar> recipients) {
    /** Tells whether it is about mail; false if it cannot be told. */
    boolean isMail() {
      return scope.filter(RuleScope.Mail.class::isInstance).isPresent();
    }
  }

  /**
   * Reads the scope of a rule.
   *
   * @param span the place of the rule's name
   */
  Read scope(Fields fields, Span span) {
    List<Node.Scalar> written =
        fields.get("hook").map(node -> values.oneOrMore(node, "hooks")).orElse(List.of());
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    boolean mail = false;
    for (Node.Scalar scalar : written) {
      Optional<Optional<Hook>> hook = values.word(scalar, "a hook", HOOKS);
      hook.flatMap(one -> one).ifPresent(hooks::add);
      mail |= hook.filter(Optional::isEmpty).isPresent();
    }
    if (mail && !hooks.isEmpty()) {
      add(
          Code.SMTP_ALONE,
          fields.key("hook").orElseThrow().span(),
          "smtp stands alone: what a mail server can do with others is not what a packet filter"
              + " can",
          "write two rules, one of them with hook: smtp");
      return new Read(Optional.empty(), Set.of(), List.of(), List.of());
    }
    if (fields.get("hook").isEmpty()) {
      hooks.add(Hook.INPUT);
    }
    return mail ? mail(fields) : packets(fields, hooks, span);
  }

  private void refuse(Fields fields, Collection<String> keys, String why, String fix) {
    for (String key : keys) {
      fields
          .key(key)
          .ifPresent(
              scalar -> add(Code.NOT_ON_HOOK, scalar.span(), Words.quoted(key) + " " + why, fix));
    }
  }

  private Read mail(Fields fields) {
    refuse(
        fields,
        OF_PACKETS,
        "is about packets, and a mail server judges recipients",
        "remove it, or write it in a rule for input");
    List<Node.Scalar> recipients =
        fields
            .get("for")
            .map(node -> values.oneOrMore(node, "names of sets of domains"))
            .orElse(List.of());
    Optional<Ports> listener = fields.get("port").flatMap(new PortReader(values)::ports);
    boolean spare = fields.get("spare").map(this::spares).orElse(true);
    String reply = fields.get("reply").flatMap(this::reply).orElse("");
    return new Read(
        Optional.of(
            new RuleScope.Mail(
                recipients.stream().map(Node.Scalar::text).distinct().toList(),
                listener,
                spare,
                reply)),
        Set.of(),
        List.of(),
        recipients);
  }

  /** An empty list says in so many words that no client is spared. */
  private boolean spares(Node node) {
    if (node instanceof Node.Items items && items.nodes().isEmpty()) {
      return false;
    }
    List<Boolean> spared = new ArrayList<>();
    for (Node.Scalar scalar : values.oneOrMore(node, "kinds of clients")) {
      values
          .word(scalar, "a kind of clients", Map.of("authenticated", true))
          .ifPresent(spared::add);
    }
    return !spared.isEmpty();
  }

  private Optional<String> reply(Node node) {
    Optional<Node.Scalar> scalar = values.scalar(node, "a reply");
    if (scalar.isPresent() && !REPLY.matcher(scalar.get().text().strip()).matches()) {
      add(
          Code.BAD_REPLY,
          scalar.get().span(),
          "%s is not a reply that every mail server can give"
              .formatted(Words.quoted(scalar.get().text())),
          "write at most 200 letters, digits, blanks and . , : ; @ / ( ) _ + - and no code");
      return Optional.empty();
    }
    return scalar.map(one -> one.text().strip());
  }

  private Read packets(Fields fields, Set<Hook> hooks, Span span) {
    refuse(
        fields,
        OF_MAIL,
        "is about mail, and packets have no recipients",
        "remove it, or write it in a rule with hook: smtp");
    Optional<Ports> ports =
        fields.require("port", span, "port: tcp/25").flatMap(new PortReader(values)::ports);
    List<Node.Scalar> interfaces =
        fields
            .get("in")
            .map(node -> values.oneOrMore(node, "interfaces"))
            .orElse(List.of())
            .stream()
            .filter(names::networkInterface)
            .toList();
    Optional<AddressSet> servers = fields.get("to").map(this::servers);
    Rule.Running running =
        fields
            .get("running")
            .flatMap(node -> values.word(node, "keep or cut", RUNNING))
            .orElse(Rule.Running.KEEP);
    return new Read(
        hooks.isEmpty()
            ? Optional.empty()
            : ports.map(
                all ->
                    new RuleScope.Packets(
                        hooks,
                        interfaces.stream().map(Node.Scalar::text).distinct().toList(),
                        servers,
                        all,
                        running)),
        hooks,
        interfaces,
        List.of());
  }

  /** Whether a rule of packets says enough about where they are seen; reported if not. */
  void checkPlace(Fields fields, Read read, Span span) {
    Set<Hook> hooks = read.hooks();
    Optional<Node.Scalar> in = fields.key("in");
    if (hooks.contains(Hook.OUTPUT) && in.isPresent()) {
      add(
          Code.IN_ON_OUTPUT,
          in.get().span(),
          "packets on output came in by no interface",
          "remove in, or make a rule of its own for output");
    }
    if (hooks.contains(Hook.FORWARD) && in.isEmpty() && fields.key("to").isEmpty()) {
      add(
          Code.FORWARD_UNBOUNDED,
          span,
          "without in or to, this rule would judge the outbound connections of inner hosts too",
          "add in: with the outer interface, or to: with the servers behind this host");
    }
  }

  private AddressSet servers(Node node) {
    List<Node.Scalar> scalars = values.oneOrMore(node, "server addresses");
    List<LiteralSource> found =
        scalars.stream()
            .map(scalar -> literals.literal((Node) scalar))
            .flatMap(Optional::stream)
            .toList();
    return LiteralSource.union(found);
  }

  /** Whether what is to happen to the rest can happen there; reported if not. */
  void checkRefusal(Refusal refusal, Node node, Read read) {
    if (read.scope().isEmpty()) {
      return;
    }
    if (read.isMail() && refusal == Refusal.DROP) {
      add(
          Code.NOT_ON_HOOK,
          node.span(),
          "\"drop\" cannot be on smtp: a mail server answers everybody",
          "write defer (4xx: the sender tries again) or reject (5xx: it bounces at once)");
    }
    if (!read.isMail() && refusal == Refusal.DEFER) {
      add(
          Code.NOT_ON_HOOK,
          node.span(),
          "\"defer\" is what a mail server does, and this rule judges packets",
          "write drop, after which the sender tries again too");
    }
  }

  private void add(Code code, Span span, String message, String fix) {
    values.add(code, span, message, fix);
  }
}
