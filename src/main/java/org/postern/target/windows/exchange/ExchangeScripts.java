package org.postern.target.windows.exchange;

import java.util.List;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.target.Artifact;
import org.postern.target.windows.CarryPage;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ListData;
import org.postern.target.windows.Script;
import org.postern.target.windows.ScriptText;

/** The scripts of a receive connector. */
final class ExchangeScripts implements ConnectorScripts {
  private static final String WHO = "a member of the group Server Management";

  private final ExchangeOptions options;

  ExchangeScripts(ExchangeOptions options) {
    this.options = options;
  }

  @Override
  public Script apply(Ruleset ruleset, Optional<Knowledge> knowledge) {
    boolean resolves = options.selfResolving() && knowledge.isPresent();
    ScriptText text = new ScriptText();
    own(text, "head", resolves ? "asks for names itself" : "a fixed list");
    data(ruleset, knowledge, text);
    engine(text);
    if (resolves) {
      text.part("state");
      own(text, "in-force", "");
      text.part("resolving").part("resolving-com");
    } else {
      text.part("fixed");
    }
    own(text, "main", "");
    return new Script("hold the list", text.finished(), "postern-apply.ps1");
  }

  @Override
  public List<Artifact.Step> companions() {
    return List.of(register(), uninstall(), CarryPage.of(WHO));
  }

  @Override
  public List<String> notes(Ruleset ruleset, Knowledge known) {
    return options.selfResolving() ? known.unwidened(ruleset) : List.of();
  }

  @Override
  public Meaning meaning() {
    return ExchangeProjection::meaning;
  }

  /** Runs {@link #apply} every hour, as a user. */
  private Script register() {
    ScriptText text = new ScriptText();
    own(text, "register", "Server 2008 and later.");
    text.part("folder");
    own(text, "register-user", "");
    own(text, options.console() ? "run-console" : "run-file", "");
    own(text, "register-main", "");
    text.part("register-end");
    return new Script("run it every hour", text.finished(), "postern-register.ps1");
  }

  /** Gives the connector its default back, and takes away the task and what was remembered. */
  private Script uninstall() {
    ScriptText text = new ScriptText();
    own(text, "head", "takes all of it away");
    data(Ruleset.empty(), Optional.empty(), text);
    engine(text);
    text.part("uninstall");
    own(text, "main", "");
    return new Script("take all of it away", text.finished(), "postern-uninstall.ps1");
  }

  private void data(Ruleset ruleset, Optional<Knowledge> knowledge, ScriptText text) {
    text.line("").line("# The data.").line("");
    text.line("$PosternTask = 'Postern Exchange'");
    text.line("$PosternTarget = " + ScriptText.quote(options.target()));
    text.line("$PosternServer = " + ScriptText.quote(options.server()));
    text.line("$PosternConnector = " + ScriptText.unescaping(options.connector()));
    ListData lists = new ListData(ruleset, options.selfResolving(), knowledge, text);
    lists.write(rule -> lists.entry("Port", ScriptText.quote(ports(rule).numbers(","))));
  }

  static Ports ports(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Mail mail -> mail.listener().orElseThrow();
      case Scope.Packets _ ->
          throw new IllegalStateException("rule " + rule.name() + " judges packets");
    };
  }

  private static void engine(ScriptText text) {
    List.of("addresses", "say").forEach(text::part);
    own(text, "mark", "");
    own(text, "connectors", "");
    own(text, "change", "");
  }

  static void own(ScriptText text, String part, String title) {
    text.part(ExchangeScripts.class, part, title);
  }
}
