package org.postern.target.windows;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/** The data of a script: what its parts work on. */
final class ScriptData {
  /**
   * The largest number of addresses in one rule: "array out of bounds" above it on Server 2008 to
   * 2012; CrowdSec's bouncer and IPBan keep to the same figure.
   */
  static final int LIMIT = 1_000;

  private final WindowsOptions options;
  private final ScriptText text;
  private final ListData lists;

  ScriptData(
      Ruleset ruleset, WindowsOptions options, Optional<Knowledge> knowledge, ScriptText text) {
    this.options = options;
    this.text = text;
    this.lists = new ListData(ruleset, options.selfResolving(), knowledge, text);
  }

  void write() {
    text.line("").line("# The data.").line("");
    text.line("$PosternLimit = " + LIMIT);
    text.line("$PosternTask = 'Postern'");
    lists.write(this::frame);
  }

  private void frame(AccessRule rule) {
    lists.entry("Form", ScriptText.quote(options.allows(rule.name()) ? "allow" : "block"));
    lists.entry("Port", ScriptText.quote(rule.packets().ports().numbers(",")));
    lists.entry("To", ListData.addresses(rule.packets().servers().orElse(AddressSet.none())));
    List<String> interfaces =
        rule.packets().interfaces().stream().map(ScriptText::escaped).toList();
    lists.entry("In", ListData.texts(interfaces));
  }
}
