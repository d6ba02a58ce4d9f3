package org.postern.policy.parse;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.policy.MachineSettings;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.read.Document;
import org.postern.policy.parse.read.MachineReader;
import org.postern.policy.parse.read.Values;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;

/**
 * Parses {@code /etc/postern/daemon.yaml} as strictly as a policy: each mistake is reported with
 * its position and a fix, and all of them in one run.
 */
public final class MachineSettingsParser {
  private MachineSettingsParser() {}

  /**
   * Reads the settings; a text without content gives the defaults.
   *
   * @param file the name under which the user knows the text
   * @param text the text from {@link SourceText#decode}
   * @param report receives the diagnostics, from top to bottom
   * @return empty when there are errors; the report says which
   */
  public static Optional<MachineSettings> parse(String file, String text, Report report) {
    Report found = new Report();
    Scope scope = new Scope(new SourceText(file, text), found);
    MachineSettings settings =
        Document.root(scope)
            .map(root -> new MachineReader(new Values(scope)).settings(root))
            .orElse(MachineSettings.DEFAULT);
    PolicyParser.addInOrder(found, List.of(new PolicyText(file, text)), report);
    return found.hasErrors() ? Optional.empty() : Optional.of(settings);
  }
}
