package org.postern.target.mail.opensmtpd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.plan.Ruleset;
import org.postern.target.mail.Consumer;

/**
 * Has smtpd read each table of ours that its configuration names. smtpctl(8) tells that it did so,
 * and has no question for what is in a table; smtpd itself says whether it would start again.
 */
final class OpensmtpdConsumer implements Consumer {
  private final SmtpdCommands commands;
  private final OpensmtpdOptions options;

  OpensmtpdConsumer(SmtpdCommands commands, OpensmtpdOptions options) {
    this.commands = commands;
    this.options = options;
  }

  private List<String> tables() throws IOException {
    return new MatchLines(options).tablesIn(SmtpdConf.read(options.config()));
  }

  @Override
  public void take() throws IOException {
    for (String table : tables()) {
      if (!commands.update(table)) {
        return;
      }
    }
  }

  @Override
  public Answer ask(Ruleset ruleset) throws IOException {
    List<String> wrong = new ArrayList<>();
    commands
        .fault()
        .ifPresent(
            why -> wrong.add("would not start again by %s: %s".formatted(options.config(), why)));
    return new Answer(tables().size(), false, wrong, 0);
  }
}
