package org.postern.target.mail.tcpwrappers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
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

/** The kind of targets for qmail that inetd starts by tcpd on this host. */
public final class TcpwrappersKind implements TargetKind {
  private static final Path PROCESSES = Path.of("/proc");

  private final MailHost host;

  /** Makes the kind for this host. */
  public TcpwrappersKind(MailHost host) {
    this.host = host;
  }

  @Override
  public Capabilities capabilities() {
    return TcpwrappersSystem.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return TcpwrappersOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return TcpwrappersOptions.found().isPresent();
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    Projection held = ConnectionRules.of(ChosenRules.of(ruleset, binding), name());
    TcpwrappersOptions options = TcpwrappersOptions.of(binding);
    if (options.isNameable()) {
      return held;
    }
    List<Omission> omissions = new ArrayList<>();
    for (AccessRule rule : held.held().rules()) {
      String cause =
          "is not held: %s has characters that hosts.allow gives a meaning"
              .formatted(options.folder());
      omissions.add(new Omission(rule.name(), cause, Omission.Loss.REFUSES_LESS));
    }
    omissions.addAll(held.omissions());
    return new Projection(Ruleset.empty(), omissions);
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    TcpwrappersOptions options = TcpwrappersOptions.of(binding);
    return new MailTarget(
        binding.name(),
        new TcpwrappersSystem(),
        options
            .commands()
            .map(
                folder ->
                    MailServer.of(
                        new TcpwrappersConsumer(host.runner(), options, folder),
                        new TcpwrappersConfiguration(options, new RunningPrograms(PROCESSES))))
            .orElse(MailServer.ABSENT),
        host.place(options.folder()));
  }
}
