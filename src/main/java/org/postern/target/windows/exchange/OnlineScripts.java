package org.postern.target.windows.exchange;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;
import org.postern.target.windows.CarryPage;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ListData;
import org.postern.target.windows.Script;
import org.postern.target.windows.ScriptText;

/** The scripts of an inbound connector of Exchange Online. */
final class OnlineScripts implements ConnectorScripts {
  private final OnlineOptions options;

  OnlineScripts(OnlineOptions options) {
    this.options = options;
  }

  @Override
  public Script apply(Ruleset ruleset, Optional<Knowledge> knowledge) {
    String text = text("a fixed list", ruleset, knowledge);
    return new Script("hold the list", text, "postern-apply.ps1");
  }

  @Override
  public List<Artifact.Step> companions() {
    String text = text("takes the connector away", Ruleset.empty(), Optional.empty());
    return List.of(
        new Script("take all of it away", text, "postern-uninstall.ps1"),
        CarryPage.withoutTask("a user with the role Exchange Administrator"));
  }

  @Override
  public List<String> notes(Ruleset ruleset, Knowledge known) {
    return List.of(
        "a certificate is better than a list of addresses where the filter shows one:"
            + " TlsSenderCertificateName and RestrictDomainsToCertificate of an inbound connector");
  }

  @Override
  public Meaning meaning() {
    return OnlineProjection::meaning;
  }

  private String text(String title, Ruleset ruleset, Optional<Knowledge> knowledge) {
    ScriptText text = new ScriptText();
    ExchangeScripts.own(text, "online-head", title);
    text.line("").line("# The data.").line("");
    text.line("$PosternTarget = " + ScriptText.quote(options.target()));
    text.line("$PosternConnector = " + ScriptText.unescaping(options.connector()));
    text.line("$PosternApplication = " + ScriptText.quote(options.application()));
    text.line("$PosternThumbprint = " + ScriptText.quote(options.thumbprint()));
    text.line("$PosternOrganization = " + ScriptText.quote(options.organization()));
    ListData lists = new ListData(ruleset, false, knowledge, text);
    lists.write(
        rule ->
            lists.entry("Entries", ListData.texts(OnlineProjection.entries(rule.peers().asSet()))));
    List.of("addresses", "say", "fixed").forEach(text::part);
    ExchangeScripts.own(text, "mark", "");
    ExchangeScripts.own(text, "online-main", "");
    return text.finished();
  }
}
