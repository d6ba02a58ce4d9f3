package org.postern.target.mail.opensmtpd;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
import org.postern.target.mail.MailServer;
import org.postern.target.mail.MailTarget;

/** The kind of targets for OpenSMTPD on this host. */
public final class OpensmtpdKind implements TargetKind {
  private static final Path SOCKET = Path.of("/run/smtpd.sock");

  private final MailHost host;

  /** Makes the kind for this host. */
  public OpensmtpdKind(MailHost host) {
    this.host = host;
  }

  @Override
  public Capabilities capabilities() {
    return OpensmtpdSystem.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return OpensmtpdOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return OpensmtpdOptions.isInstalled();
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    Projection chosen = ChosenRules.of(ruleset, binding);
    OpensmtpdOptions options = OpensmtpdOptions.of(binding);
    Projection.Builder projection = chosen.further();
    for (AccessRule rule : chosen.held().rules()) {
      Optional<String> lack = lack(rule, options);
      if (lack.isPresent()) {
        projection.note(rule, lack.get(), Omission.Loss.REFUSES_LESS);
      } else if (rule.scope() instanceof Scope.Mail mail) {
        if (!mail.reply().isEmpty()) {
          String cause = "gives no reply of its own: smtpd rejects as an invalid recipient";
          projection.note(rule, cause, Omission.Loss.LESS);
        }
        projection.hold(rule.withScope(comparable(mail)));
      } else {
        projection.hold(rule);
      }
    }
    return projection.build();
  }

  /** Returns the domains as they are read back, which may have been written in another way. */
  private static Scope.Mail comparable(Scope.Mail mail) {
    return mail.withoutReply().forRecipients(DomainTree.of(mail.recipients()).recipients());
  }

  /** Returns why a rule cannot be held, with the way out; empty when it can. */
  private static Optional<String> lack(AccessRule rule, OpensmtpdOptions options) {
    if (!options.isNameable()) {
      return Optional.of(
          "is not held: %s has characters that smtpd.conf gives a meaning; name another folder"
              .formatted(options.folder()));
    }
    Recipients recipients =
        rule.scope() instanceof Scope.Mail mail ? mail.recipients() : new Recipients.All();
    Optional<DomainTables> tables = DomainTables.of(recipients);
    if (tables.isEmpty()) {
      return Optional.of(
          "is not held: a domain that it judges is below one that it does not, and a table of"
              + " OpenSMTPD has no such order; write two rules");
    }
    int wide = tables.get().below().size() + tables.get().except().size();
    return wide > DomainTables.MOST_BELOW
        ? Optional.of(
            "is not held: %d domains with those below them, and at most %d have room in a table of"
                    .formatted(wide, DomainTables.MOST_BELOW)
                + " OpenSMTPD; name them without subdomains")
        : Optional.empty();
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    OpensmtpdOptions options = OpensmtpdOptions.of(binding);
    SmtpdCommands commands = new SmtpdCommands(host.runner(), options);
    return new MailTarget(
        binding.name(),
        new OpensmtpdSystem(),
        options.isHere()
            ? MailServer.of(
                new OpensmtpdConsumer(commands, options),
                new OpensmtpdConfiguration(commands, options, SOCKET, host.root()))
            : MailServer.ABSENT,
        host.place(options.folder()));
  }
}
