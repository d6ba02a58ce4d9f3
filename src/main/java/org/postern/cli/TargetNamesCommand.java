package org.postern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Assembly;
import org.postern.policy.TargetBinding;

/**
 * Prints the names of the targets of a policy for the scripts of {@code completion}, one a line; of
 * a policy that cannot be read, none.
 */
final class TargetNamesCommand {
  static final String NAME = "target-names";

  private TargetNamesCommand() {}

  /** Returns the row of the command table. */
  static Command row() {
    return new Command(NAME, "", List.of(Requests.POLICY), List.of(), "", TargetNamesCommand::run);
  }

  private static Reply run(Invocation invocation) throws IOException {
    Path policy = invocation.word(0).map(Path::of).orElse(Requests.DEFAULT_POLICY);
    Reply.Builder reply = new Reply.Builder(NAME);
    Assembly.pipeline(Requests.state(invocation))
        .files()
        .parse(policy, new Report())
        .ifPresent(found -> found.targets().stream().map(TargetBinding::name).forEach(reply::line));
    return reply.build();
  }
}
