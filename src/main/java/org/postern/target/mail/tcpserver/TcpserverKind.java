package org.postern.target.mail.tcpserver;

import java.nio.file.Path;
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
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailHost;
import org.postern.target.mail.MailServer;
import org.postern.target.mail.MailTarget;
import org.postern.target.mail.RunningPrograms;

/** The kind of targets for qmail behind tcpserver on this host. */
public final class TcpserverKind implements TargetKind {
  private static final Path PROCESSES = Path.of("/proc");

  private final MailHost host;

  /** Makes the kind for this host. */
  public TcpserverKind(MailHost host) {
    this.host = host;
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
    return ConnectionRules.of(ChosenRules.of(ruleset, binding), name());
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    TcpserverOptions options = TcpserverOptions.of(binding);
    Listeners listeners = new Listeners(new RunningPrograms(PROCESSES));
    return new MailTarget(
        binding.name(),
        new TcpserverSystem(),
        options
            .commands()
            .map(
                folder ->
                    MailServer.of(
                        new TcpserverConsumer(host.runner(), options, folder),
                        new TcpserverConfiguration(options, listeners, host.root())))
            .orElse(MailServer.ABSENT),
        host.place(options.folder()));
  }
}
