package org.postern.target.mail.opensmtpd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.mail.MailHost;

/** An OpenSMTPD whose files and programs all lie in one folder. */
record OpensmtpdFolder(Path folder) {
  /** Has the configuration name the tables of these rules. */
  void configure(Ruleset rules) throws IOException {
    Path smtpctl = Files.createFile(folder.resolve("smtpctl"));
    assertTrue(smtpctl.toFile().setExecutable(true));
    Files.writeString(
        folder.resolve("smtpd.conf"), new MatchLines(OpensmtpdOptions.of(binding())).text(rules));
  }

  private TargetBinding binding() {
    return new TargetBinding(
        "opensmtpd",
        "mx1",
        Span.wholeFile(""),
        Map.of(
            "folder", folder.resolve("tables").toString(),
            "config", folder.resolve("smtpd.conf").toString(),
            "commands", folder.toString()));
  }

  /** As each run opens it anew. */
  Target open(CommandRunner runner, boolean root) {
    return new OpensmtpdKind(new MailHost(runner, folder.resolve("answers"), root))
        .open(binding(), Secrets.none());
  }
}
