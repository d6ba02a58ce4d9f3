package org.postern.command.view;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.text.AddressText;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.PolicyWords;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.outcome.DomainsReport;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.MailDomain;

/** The command that says why an address may pass: {@code why ADDR [PORT]}. */
public final class WhyCommand {
  private static final int SMTP = 25;

  private static final Option FOR =
      Option.value("--for", "DOMAIN", "ask the rules of mail that judge mail to this domain");

  private final Subjects subjects;

  public WhyCommand(Pipelines pipelines, Surroundings surroundings) {
    this.subjects = new Subjects(pipelines, surroundings);
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "why",
            "say why an address may pass or may not, down to the record and the policy line",
            List.of(
                Parameter.required("ADDR", "the peer's address"),
                Parameter.optional("PORT", "the port it dials; default every port of the policy"),
                Requests.POLICY),
            Command.options(Requests.reading(), PolicyWords.OPTION, Subjects.RUNNING, FOR),
            "postern why 69.20.58.226 25 --policy rulesets/appriver.yaml",
            Command.Reach.READS_RUNNING,
            this::why));
  }

  private Reply why(Invocation invocation) throws IOException {
    Address peer = address(invocation.word(0).orElse(""));
    boolean isPortLeftOut =
        invocation.word(1).filter(WhyCommand::isPath).isPresent() && invocation.word(2).isEmpty();
    Optional<Integer> port =
        isPortLeftOut ? Optional.empty() : invocation.word(1).map(WhyCommand::port);
    Optional<String> policy = PolicyWords.one(invocation.word(isPortLeftOut ? 1 : 2), invocation);
    Reply.Builder reply = new Reply.Builder("why");
    if (Explainer.isLoopback(peer)) {
      return reply
          .line(peer + " is the loopback: connections over it are never judged.")
          .document(document(peer, Optional.of(List.of())))
          .build();
    }
    Optional<Subject> subject =
        subjects.of(invocation, Requests.of(invocation, policy), policy.isPresent(), reply);
    if (subject.isEmpty()) {
      return reply.document(document(peer, Optional.empty())).build();
    }
    return why(
        peer, port, invocation.value(FOR.name()).map(WhyCommand::domain), subject.get(), reply);
  }

  private static WhyDocument document(Address peer, Optional<List<WhyDocument.Rule>> rules) {
    return new WhyDocument(Optional.empty(), Optional.empty(), peer, rules);
  }

  private static String domain(String text) {
    return switch (MailDomain.read(text)) {
      case MailDomain.Ok ok -> ok.name();
      case MailDomain.Wrong wrong ->
          throw new UsageException(
              "--for \"%s\" %s; %s".formatted(text, wrong.reason(), wrong.fix()));
    };
  }

  /** Tells whether a word is a path: unlike a port, and unlike one that is mistyped. */
  private static boolean isPath(String word) {
    return portOf(word).isEmpty() && (word.contains("/") || PolicyWords.isPolicy(word));
  }

  private static Reply why(
      Address peer,
      Optional<Integer> port,
      Optional<String> domain,
      Subject subject,
      Reply.Builder reply) {
    Prepared prepared = subject.prepared();
    List<WhyDocument.Rule> rules = new ArrayList<>();
    Instant now = subject.now();
    TraceText traceText = new TraceText(now);
    for (Explainer.Explanation one : explanations(prepared, peer, port, domain)) {
      Optional<Instant> open =
          prepared.wanted().rule(one.rule().name()).flatMap(AccessRule::openUntil);
      rules.add(explain(peer, one, open.filter(now::isBefore), traceText, reply));
    }
    List<String> recipients =
        domain.map(name -> DomainsReport.why(name, prepared)).orElse(List.of());
    recipients.forEach(reply::line);
    if (rules.isEmpty() && prepared.meaning().obstacles().isEmpty()) {
      reply.line(
          "No rule of %s judges %s; %s is not our matter."
              .formatted(
                  prepared.policy().file(),
                  domain
                      .map(name -> "mail to " + name)
                      .orElse("connections" + port.map(number -> " to port " + number).orElse("")),
                  peer));
    }
    return reply
        .document(new WhyDocument(domain, domain.map(_ -> recipients), peer, Optional.of(rules)))
        .build();
  }

  /**
   * Returns the explanations. Mail reaches the rules of mail only by a connection that the rules of
   * packets let through.
   */
  private static List<Explainer.Explanation> explanations(
      Prepared prepared, Address peer, Optional<Integer> port, Optional<String> domain) {
    Explainer explainer = new Explainer(prepared);
    List<Explainer.Explanation> found = new ArrayList<>();
    if (domain.isPresent()) {
      explainer.explain(peer, port.or(() -> Optional.of(SMTP))).stream()
          .filter(one -> one.filter().judgesPackets())
          .forEach(found::add);
    }
    found.addAll(explainer.explain(peer, port, domain));
    return found;
  }

  private static WhyDocument.Rule explain(
      Address peer,
      Explainer.Explanation one,
      Optional<Instant> open,
      TraceText traceText,
      Reply.Builder reply) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s is %s%s by rule %s (%s)."
            .formatted(
                peer,
                one.judgement().text(),
                where(one),
                one.rule().name(),
                one.rule().span().position()));
    one.traces().forEach(trace -> text.append(' ').append(traceText.sentence(trace)));
    one.vetoed().ifPresent(why -> text.append(" But ").append(why).append('.'));
    if (one.traces().isEmpty()) {
      text.append(noTrace(one));
    }
    open.ifPresent(
        until ->
            text.append(" But the rule is open until %s: it lets everybody in.".formatted(until)));
    boolean refused = one.judgement() == Judgement.REFUSED && open.isEmpty();
    reply.line(refused ? Line.Style.BAD : Line.Style.GOOD, text.toString());
    if (refused) {
      reply.exit(ExitCode.NO);
    }
    Optional<Scope.Mail> mail =
        one.filter().scope() instanceof Scope.Mail scope ? Optional.of(scope) : Optional.empty();
    return new WhyDocument.Rule(
        one.rule().name(),
        one.rule().span().position(),
        one.filter().scope().named().map(PortsTree::write),
        mail.map(scope -> scope.recipients().text()),
        mail.filter(scope -> !scope.names().isEmpty()).map(scope -> List.copyOf(scope.names())),
        one.judgement(),
        one.traces().stream().map(traceText::document).toList(),
        open,
        one.vetoed());
  }

  private static String where(Explainer.Explanation one) {
    boolean accepted = one.judgement() == Judgement.ACCEPTED;
    return switch (one.filter().scope()) {
      case Scope.Packets packets -> " at port " + packets.ports().numbers();
      case Scope.Mail mail ->
          " for mail to %s%s%s"
              .formatted(
                  mail.recipients().text(),
                  mail.spareAuthenticated() && !accepted ? ", unless it has authenticated," : "",
                  mail.names().isEmpty() || accepted
                      ? ""
                      : " unless its confirmed name is of %s,"
                          .formatted(String.join(", ", mail.names())));
    };
  }

  private static String noTrace(Explainer.Explanation one) {
    return switch (one.judgement()) {
      case ACCEPTED -> " The rule accepts any peer.";
      case OBSERVED ->
          " No set of the rule holds it; it is counted and let through (otherwise: observe).";
      case REFUSED -> " No set of the rule holds it.";
      case UNJUDGED -> "";
    };
  }

  public static Address address(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok when ok.interval().first().equals(ok.interval().last()) ->
          ok.interval().first();
      case AddressText.Ok ok -> throw new UsageException(text + " is more than one address");
      case AddressText.Wrong wrong -> throw new UsageException(text + ": " + wrong.reason());
    };
  }

  public static int port(String text) {
    return portOf(text).orElseThrow(() -> new UsageException(text + " is not a TCP port"));
  }

  /** Returns the port of a word, if it is one. */
  public static Optional<Integer> portOf(String text) {
    String number = text.startsWith("tcp/") ? text.substring(4) : text;
    return number.matches("[1-9][0-9]{0,4}") && Integer.parseInt(number) <= 65_535
        ? Optional.of(Integer.parseInt(number))
        : Optional.empty();
  }
}
