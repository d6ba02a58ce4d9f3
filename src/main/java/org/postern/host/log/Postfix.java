package org.postern.host.log;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.address.Address;

/**
 * What smtpd(8) and postscreen(8) of Postfix say when somebody connects:
 *
 * <pre>
 * postfix/smtpd[123]: connect from mail.example[192.0.2.1]
 * postfix/postscreen[124]: CONNECT from [192.0.2.1]:51234 to [198.51.100.10]:25
 * </pre>
 *
 * <p>Whom postscreen lets through, smtpd names again; he counts once.
 */
final class Postfix implements LogFormat {
  private static final String CONNECT = "connect from ";
  private static final String SCREENED = "CONNECT from [";
  private static final int SMTP = 25;
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  private final String form;
  private final Function<String, Optional<Entry>> entries;
  private boolean screens;

  /**
   * For one form of log.
   *
   * @param form in words
   * @param entries reads the form
   */
  Postfix(String form, Function<String, Optional<Entry>> entries) {
    this.form = form;
    this.entries = entries;
  }

  @Override
  public String name() {
    return "Postfix in " + form;
  }

  @Override
  public boolean read(String line, Consumer<Arrival> arrivals) {
    if (!line.contains("postfix")) {
      return false;
    }
    Optional<Entry> entry = entries.apply(line).filter(one -> one.program().startsWith("postfix"));
    entry.ifPresent(one -> read(one, arrivals));
    return entry.isPresent();
  }

  private void read(Entry entry, Consumer<Arrival> arrivals) {
    String message = entry.message();
    if (entry.component().equals("smtpd") && message.startsWith(CONNECT)) {
      int port = port(entry.program());
      if (port != SMTP || !screens) {
        arrive(entry, message.lastIndexOf('['), Optional.of(port), arrivals);
      }
    } else if (entry.component().equals("postscreen") && message.startsWith(SCREENED)) {
      screens = true;
      int open = SCREENED.length() - 1;
      Optional<Integer> port = Addresses.portBehind(message, message.indexOf('[', open + 1));
      arrive(entry, open, port, arrivals);
    }
  }

  private static void arrive(
      Entry entry, int open, Optional<Integer> port, Consumer<Arrival> arrivals) {
    Optional<Address> peer = Addresses.inBrackets(entry.message(), open);
    peer.ifPresent(one -> arrivals.accept(new Arrival(one, port, entry.time().get())));
  }

  /** By the name of the service, as Postfix's own master.cf gives it with syslog_name. */
  private static int port(String program) {
    if (program.contains("/submissions/") || program.contains("/smtps/")) {
      return SUBMISSIONS;
    }
    return program.contains("/submission/") ? SUBMISSION : SMTP;
  }
}
