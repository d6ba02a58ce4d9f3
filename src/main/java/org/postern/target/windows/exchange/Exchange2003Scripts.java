package org.postern.target.windows.exchange;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.Artifact;
import org.postern.target.windows.CarryPage;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.Script;
import org.postern.target.windows.ScriptText;

/** The scripts of connection control, in VBScript: these systems have no PowerShell. */
final class Exchange2003Scripts implements ConnectorScripts {
  /**
   * Characters that may stand between the quotes of a literal: neither a quote nor the end of a
   * line.
   */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9 .,_-]*");

  private final Exchange2003Options options;

  Exchange2003Scripts(Exchange2003Options options) {
    this.options = options;
  }

  @Override
  public Script apply(Ruleset ruleset, Optional<Knowledge> knowledge) {
    return new Script("hold the list", text("a fixed list", ruleset), "postern-apply.vbs");
  }

  @Override
  public List<Artifact.Step> companions() {
    String text = text("takes away what it granted", Ruleset.empty());
    return List.of(
        new Script("take all of it away", text, "postern-uninstall.vbs"), CarryPage.ofVbScript());
  }

  @Override
  public List<String> notes(Ruleset ruleset, Knowledge known) {
    return List.of(
        "connection control answers in its own words; whether a sender tries again is not"
            + " documented",
        "other Exchange servers that hand in mail here have to be in the list: accept them in the"
            + " rule");
  }

  /** Returns the meaning of connection control: the mark says what happens to others. */
  @Override
  public Meaning meaning() {
    return ExchangeProjection::meaning;
  }

  private String text(String title, Ruleset ruleset) {
    ScriptText text = new ScriptText();
    text.resource(Exchange2003Scripts.class, "connection-control-head.vbs", title);
    text.line("").line("' The data.").line("");
    text.line("Dim PosternServer, PosternList");
    text.line("Const PosternTarget = " + quote(options.target()));
    text.line("Const PosternVsi = " + options.virtualServer());
    text.line("Const PosternController = " + quote(options.controller()));
    text.line("Const PosternMark = " + quote(mark(ruleset)));
    text.line("PosternServer = " + quote(options.server()));
    List<String> entries = entries(ruleset);
    text.line("PosternList = Array()");
    if (!entries.isEmpty()) {
      text.line("ReDim PosternList(%d)".formatted(entries.size() - 1));
    }
    for (int i = 0; i < entries.size(); i++) {
      text.line("PosternList(%d) = %s".formatted(i, quote(entries.get(i))));
    }
    text.resource(Exchange2003Scripts.class, "connection-control.vbs", "");
    text.resource(Exchange2003Scripts.class, "connection-control-main.vbs", "");
    return text.finished();
  }

  /** Returns the mark: the rule, its ports, and what becomes of others. */
  private static String mark(Ruleset ruleset) {
    return ruleset.rules().stream()
        .findFirst()
        .map(
            rule ->
                "%s %s %s"
                    .formatted(
                        rule.name(),
                        ExchangeScripts.ports(rule).numbers(","),
                        rule.otherwise().map(Refusal::text).orElseThrow()))
        .orElse("");
  }

  /** Returns the loopback, which no rule judges, and what a rule accepts. */
  private static List<String> entries(Ruleset ruleset) {
    AddressSet peers = AddressSet.none();
    for (AccessRule rule : ruleset.rules()) {
      peers = peers.union(rule.peers().asSet()).union(SpecialPurpose.LOOPBACK);
    }
    return Exchange2003Projection.entries(peers);
  }

  /** A literal; what would have to be escaped is refused. */
  static String quote(String value) {
    if (!SAFE.matcher(value).matches()) {
      throw new IllegalArgumentException("not fit for a script: " + value);
    }
    return "\"" + value + "\"";
  }
}
