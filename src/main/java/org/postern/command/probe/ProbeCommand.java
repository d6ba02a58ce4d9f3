package org.postern.command.probe;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.address.Address;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.command.Times;
import org.postern.command.UsageException;
import org.postern.host.Progress;
import org.postern.policy.MailDomain;
import org.postern.source.MailRoutes;

/**
 * Tells what a stranger meets on port 25 of a host: the proof, from outside, that the gate is shut.
 */
public final class ProbeCommand {
  private static final Option RECIPIENT =
      Option.values(
          "--recipient",
          "MAILBOX",
          "whom to name instead of postmaster; needed where HOST has no MX record");
  private static final Option FILTER =
      Option.values(
          "--filter",
          "HOST",
          "a host of the filter: it may be open, and shows that this machine reaches the port");
  private static final Option PORT = Option.value("--port", "N", "the port instead of 25");
  private static final Option WAIT =
      Option.value("--wait", "TIME", "how long to wait for each answer; default 10s");

  private static final int SMTP = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Supplier<MailRoutes> routes;
  private final Progress progress;

  /**
   * Creates the command.
   *
   * @param routes finds out where mail goes, asking the name servers of this host
   */
  public ProbeCommand(Supplier<MailRoutes> routes, Progress progress) {
    this.routes = routes;
    this.progress = progress;
  }

  /** Returns the rows of the table. */
  public List<Command> commands() {
    return List.of(
        new Command(
            "probe",
            "ask a mail server, as a stranger, whether it takes mail past the filter",
            List.of(Parameter.required("HOST", "domain, host or address")),
            List.of(RECIPIENT, FILTER, PORT, WAIT),
            "postern probe example.com --filter mx.filter.example",
            this::probe));
  }

  private Reply probe(Invocation invocation) {
    MailRoutes found = routes.get();
    Where where = Where.of(invocation.word(0).orElseThrow(), found);
    List<String> recipients = recipients(invocation, where);
    String domain = recipients.getFirst().replaceFirst(".*@", "");
    Stranger stranger =
        new Stranger(
            port(invocation),
            patience(invocation),
            recipients,
            "postern-" + random() + "@" + domain);
    Where filters = Where.none();
    for (String filter : invocation.values(FILTER.name())) {
      filters = filters.and(Where.of(filter, found));
    }
    Set<Address> expected = new HashSet<>();
    filters.places().forEach(place -> expected.add(place.address()));
    List<Found> met =
        new Visits(stranger, progress)
            .of(where.places().stream().filter(one -> !expected.contains(one.address())).toList());
    List<Found> controls = new Visits(stranger, progress).of(filters.places());
    List<String> unknown = new ArrayList<>(where.unknown());
    unknown.addAll(filters.unknown());
    return new ProbeReport(where.name(), met, controls, unknown).reply();
  }

  private static List<String> recipients(Invocation invocation, Where where) {
    List<String> named = invocation.values(RECIPIENT.name());
    named.forEach(ProbeCommand::check);
    if (!named.isEmpty()) {
      return named;
    }
    if (!where.isDomain()) {
      throw new UsageException(
          "%s has no MX record, so its recipients are not known; name one, as in --recipient %s"
              .formatted(where.name(), "postmaster@example.com"));
    }
    return List.of("postmaster@" + where.name());
  }

  /** Refuses a mailbox with a character that SMTP would read as anything but part of it. */
  private static void check(String mailbox) {
    int at = mailbox.lastIndexOf('@');
    boolean isPlain =
        at > 0
            && mailbox.length() <= 254
            && mailbox.substring(0, at).matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
            && MailDomain.read(mailbox.substring(at + 1)) instanceof MailDomain.Ok;
    if (!isPlain) {
      throw new UsageException(
          "--recipient %s: write a mailbox such as postmaster@example.com".formatted(mailbox));
    }
  }

  private static int port(Invocation invocation) {
    Optional<String> text = invocation.value(PORT.name());
    if (text.isEmpty()) {
      return SMTP;
    }
    boolean isNumber = text.get().matches("[1-9][0-9]{0,4}");
    if (!isNumber || Integer.parseInt(text.get()) > 65_535) {
      throw new UsageException("--port %s: write a number from 1 to 65535".formatted(text.get()));
    }
    return Integer.parseInt(text.get());
  }

  private static Duration patience(Invocation invocation) {
    return Times.of(invocation, WAIT, LONGEST).orElse(PATIENCE);
  }

  private static String random() {
    byte[] bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
