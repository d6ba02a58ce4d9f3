package org.postern.target.mail.postfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.mail.ChosenRules;
import org.postern.target.mail.MailHost;
import org.postern.target.mail.MailLog;
import org.postern.target.mail.MailServer;
import org.postern.target.mail.MailTarget;

/** The kind of targets for Postfix on this host, or in a container of it. */
public final class PostfixKind implements TargetKind {
  /** The logs of Debian, and of others; where there is neither, the log is the journal. */
  private static final List<Path> LOGS =
      List.of(Path.of("/var/log/mail.log"), Path.of("/var/log/maillog"));

  private final MailHost host;

  /** Makes the kind for this host. */
  public PostfixKind(MailHost host) {
    this.host = host;
  }

  @Override
  public Capabilities capabilities() {
    return PostfixSystem.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return PostfixOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return Files.isDirectory(PostfixOptions.CONFIGURATION);
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return ChosenRules.of(ruleset, binding);
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    PostfixOptions options = PostfixOptions.of(binding);
    PostfixCommands commands = new PostfixCommands(host.runner(), options);
    PostfixConfiguration configuration = new PostfixConfiguration(commands, options);
    return new MailTarget(
        binding.name(),
        new PostfixSystem(),
        new MailServer(commands.consumer(), configuration.present()),
        host.place(options.folder()),
        MailLog.of(options.log(), LOGS, host.runner(), MailLog.Writer.postfix(options.instance())));
  }
}
