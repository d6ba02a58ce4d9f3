package org.postern.target.mail.tcpserver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailPlace;
import org.postern.target.mail.MailTarget;
import org.postern.target.mail.RuleChoice;
import org.postern.target.mail.RunningPrograms;

/** qmail behind tcpserver on this host. */
public final class TcpserverKind implements TargetKind {
  private static final Path PROCESSES = Path.of("/proc");

  private final CommandRunner runner;
  private final Path answers;
  private final boolean root;

  /**
   * Of this host.
   *
   * @param answers where root writes down what mail servers said
   * @param root whether this process may compile the rules
   */
  public TcpserverKind(CommandRunner runner, Path answers, boolean root) {
    this.runner = runner;
    this.answers = answers;
    this.root = root;
  }

  @Override
  public Capabilities capabilities() {
    return TcpserverSystem.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return TcpserverOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return TcpserverOptions.found().isPresent();
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return ConnectionRules.of(RuleChoice.of(binding).of(ruleset), name());
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    TcpserverOptions options = TcpserverOptions.of(binding);
    Optional<Path> commands = options.commands();
    return new MailTarget(
        binding.name(),
        new TcpserverSystem(
            commands.map(folder -> new TcpserverConsumer(runner, options, folder)),
            commands.map(
                _ ->
                    new TcpserverConfiguration(
                        options, new Listeners(new RunningPrograms(PROCESSES)), root))),
        new MailPlace(options.folder(), answers, root));
  }
}
