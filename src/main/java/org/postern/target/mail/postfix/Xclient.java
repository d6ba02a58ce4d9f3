package org.postern.target.mail.postfix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.host.smtp.SmtpDialogue;
import org.postern.host.smtp.SmtpReply;

/**
 * A dialogue with smtpd(8) on the loopback that speaks for another client: XCLIENT_README. smtpd
 * allows that to hosts in smtpd_authorized_xclient_hosts, and once in a connection.
 */
final class Xclient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String HELLO = "EHLO localhost";

  private final SmtpDialogue dialogue;

  private Xclient(SmtpDialogue dialogue) {
    this.dialogue = dialogue;
  }

  /** Begins a dialogue; the server's first words are read. */
  static Xclient begin(int port) throws IOException {
    SmtpDialogue dialogue =
        SmtpDialogue.connect(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            PATIENCE);
    try {
      dialogue.reply();
      return new Xclient(dialogue);
    } catch (IOException e) {
      dialogue.close();
      throw e;
    }
  }

  /** Returns the reply of the server to a recipient from a client of that address. */
  String answer(Address client, String recipient) throws IOException {
    String form = client.family() == Family.IP6 ? "IPV6:" + client : client.toString();
    dialogue.say(HELLO);
    SmtpReply said = dialogue.say("XCLIENT ADDR=%s NAME=[UNAVAILABLE]".formatted(form));
    if (said.code() == SmtpReply.READY) {
      said = dialogue.say(HELLO);
    }
    if (said.isPositive()) {
      said = dialogue.say("MAIL FROM:<>");
    }
    if (said.isPositive()) {
      said = dialogue.say("RCPT TO:<" + recipient + ">");
    }
    return said.toString();
  }

  @Override
  public void close() {
    dialogue.close();
  }
}
