package org.postern.target.mail.exim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.MailLog;
import org.postern.target.mail.MailPlace;
import org.postern.target.mail.MailTarget;
import org.postern.target.mail.RuleChoice;

/** Exim on this host, with the configuration of its administrator, of Debian or of a panel. */
public final class EximKind implements TargetKind {
  /** Of Debian, Red Hat and DirectAdmin, and cPanel. */
  private static final List<Path> LOGS =
      List.of(
          Path.of("/var/log/exim4/mainlog"),
          Path.of("/var/log/exim/mainlog"),
          Path.of("/var/log/exim/main.log"),
          Path.of("/var/log/exim_mainlog"));

  private final CommandRunner runner;
  private final Path answers;
  private final boolean root;

  /**
   * Of this host.
   *
   * @param answers where root writes down what mail servers said
   * @param root whether this process may ask Exim
   */
  public EximKind(CommandRunner runner, Path answers, boolean root) {
    this.runner = runner;
    this.answers = answers;
    this.root = root;
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
    Projection chosen = RuleChoice.of(binding).of(ruleset);
    EximOptions options = EximOptions.of(binding);
    List<AccessRule> held = new ArrayList<>();
    List<Omission> omissions = new ArrayList<>(chosen.omissions());
    for (AccessRule rule : chosen.held().rules()) {
      if (!options.isNameable()) {
        omissions.add(
            new Omission(
                rule.name(),
                "is not held: %s has characters that Exim's configuration gives a meaning"
                    .formatted(options.folder()),
                Omission.Loss.REFUSES_LESS));
      } else if (rule.scope() instanceof Scope.Mail mail) {
        held.add(comparable(rule, mail));
      } else {
        held.add(rule);
      }
    }
    return new Projection(new Ruleset(held), omissions);
  }

  /** The domains as they are read back, which may have been written in another way. */
  private static AccessRule comparable(AccessRule rule, Scope.Mail mail) {
    return rule.withScope(
        new Scope.Mail(
            DomainTree.of(mail.recipients()).recipients(),
            mail.listener(),
            mail.spareAuthenticated(),
            mail.reply(),
            mail.names()));
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    EximOptions options = EximOptions.of(binding);
    EximProgram program = new EximProgram(runner, options);
    EximConfiguration configuration = new EximConfiguration(program, options, Path.of("/"));
    boolean here = options.isHere();
    return new MailTarget(
        binding.name(),
        new EximSystem(
            here
                ? Optional.of(new EximConsumer(program, options, configuration))
                : Optional.empty(),
            here ? Optional.of(configuration) : Optional.empty()),
        new MailPlace(options.folder(), answers, root),
        MailLog.of(options.log(), LOGS, runner, MailLog.Writer.exim()));
  }
}
