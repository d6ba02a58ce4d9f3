package org.postern.target.mail.exim;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.mail.ChosenRules;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.MailHost;
import org.postern.target.mail.MailLog;
import org.postern.target.mail.MailServer;
import org.postern.target.mail.MailTarget;

/**
 * The kind of targets for Exim on this host, with the configuration of its administrator, of Debian
 * or of a panel.
 */
public final class EximKind implements TargetKind {
  /** The logs of Debian, of Red Hat and DirectAdmin, and of cPanel. */
  private static final List<Path> LOGS =
      List.of(
          Path.of("/var/log/exim4/mainlog"),
          Path.of("/var/log/exim/mainlog"),
          Path.of("/var/log/exim/main.log"),
          Path.of("/var/log/exim_mainlog"));

  private final MailHost host;

  /** Makes the kind for this host. */
  public EximKind(MailHost host) {
    this.host = host;
  }

  @Override
  public Capabilities capabilities() {
    return EximSystem.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return EximOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return EximOptions.found().isPresent();
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    Projection chosen = ChosenRules.of(ruleset, binding);
    EximOptions options = EximOptions.of(binding);
    Projection.Builder projection = chosen.further();
    for (AccessRule rule : chosen.held().rules()) {
      if (!options.isNameable()) {
        String cause =
            "is not held: %s has characters that Exim's configuration gives a meaning"
                .formatted(options.folder());
        projection.note(rule, cause, Omission.Loss.REFUSES_LESS);
      } else if (rule.scope() instanceof Scope.Mail mail) {
        projection.hold(rule.withScope(mail.forRecipients(comparable(mail.recipients()))));
      } else {
        projection.hold(rule);
      }
    }
    return projection.build();
  }

  /** Returns the domains as they are read back, which may have been written in another way. */
  private static Recipients comparable(Recipients recipients) {
    return DomainTree.of(recipients).recipients();
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    EximOptions options = EximOptions.of(binding);
    EximProgram program = new EximProgram(host.runner(), options);
    EximConfiguration configuration = new EximConfiguration(program, options, Path.of("/"));
    return new MailTarget(
        binding.name(),
        new EximSystem(),
        options.isHere()
            ? MailServer.of(new EximConsumer(program, options, configuration), configuration)
            : MailServer.ABSENT,
        host.place(options.folder()),
        MailLog.of(options.log(), LOGS, host.runner(), MailLog.Writer.exim()));
  }
}
