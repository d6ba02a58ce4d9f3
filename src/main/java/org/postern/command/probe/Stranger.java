package org.postern.command.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.smtp.SmtpDialogue;
import org.postern.host.smtp.SmtpReply;

/** Begins to deliver mail, and stops before any mail is sent: DATA is never said. */
final class Stranger {
  /**
   * The code of {@code Authentication required} and {@code Must issue a STARTTLS command first}.
   */
  private static final int NEEDS_MORE = 530;

  private final int port;
  private final Duration patience;
  private final List<String> recipients;
  private final String madeUp;

  /**
   * A sender.
   *
   * @param patience the time for a connection, and once more for a dialogue
   * @param recipients the recipients that it names, mailboxes of RFC 5321
   * @param madeUp one that does not exist
   */
  Stranger(int port, Duration patience, List<String> recipients, String madeUp) {
    this.port = port;
    this.patience = patience;
    this.recipients = List.copyOf(recipients);
    this.madeUp = madeUp;
  }

  /** Tries one address. */
  Found tryAddress(String host, Found.Way way, Address address) {
    try (SmtpDialogue dialogue =
        SmtpDialogue.connect(
            new InetSocketAddress(InetAddress.getByAddress(address.toBytes()), port), patience)) {
      return new Meeting(host, way, address, dialogue).held();
    } catch (SocketTimeoutException e) {
      return without(host, way, address, Found.Door.SILENT, "");
    } catch (ConnectException e) {
      boolean isRefused = String.valueOf(e.getMessage()).contains("refused");
      Found.Door door = isRefused ? Found.Door.CLOSED : Found.Door.UNKNOWN;
      return without(host, way, address, door, isRefused ? "" : said(e));
    } catch (IOException e) {
      return without(host, way, address, Found.Door.UNKNOWN, said(e));
    }
  }

  private static Found without(
      String host, Found.Way way, Address address, Found.Door door, String detail) {
    return new Found(host, address, way, door, detail, List.of(), Optional.empty());
  }

  private static String said(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** A dialogue, and what was heard in it. */
  private final class Meeting {
    private final String host;
    private final Found.Way way;
    private final Address address;
    private final SmtpDialogue dialogue;
    private final List<Found.Asked> asked = new ArrayList<>();
    private Optional<SmtpReply> verify = Optional.empty();

    Meeting(String host, Found.Way way, Address address, SmtpDialogue dialogue) {
      this.host = host;
      this.way = way;
      this.address = address;
      this.dialogue = dialogue;
    }

    /**
     * Holds the dialogue and returns what it led to. An end before a recipient was answered for
     * tells nothing.
     */
    Found held() {
      try {
        Optional<SmtpReply> refusal = refusal();
        boolean isOpen = asked.stream().anyMatch(one -> one.reply().isPositive());
        String detail =
            isOpen
                ? ""
                : refusal
                    .or(() -> asked.stream().map(Found.Asked::reply).findFirst())
                    .map(SmtpReply::toString)
                    .orElse("");
        return found(isOpen ? Found.Door.OPEN : Found.Door.REFUSED, detail);
      } catch (IOException e) {
        boolean isOpen = asked.stream().anyMatch(one -> one.reply().isPositive());
        return found(isOpen ? Found.Door.OPEN : Found.Door.UNKNOWN, said(e));
      }
    }

    private Found found(Found.Door door, String detail) {
      return new Found(host, address, way, door, detail, asked, verify);
    }

    /**
     * Returns the answer that ended the dialogue before a recipient was named; empty if none did.
     */
    private Optional<SmtpReply> refusal() throws IOException {
      SmtpReply greeting = dialogue.reply();
      if (!greeting.isPositive()) {
        return Optional.of(greeting);
      }
      SmtpReply hello = hello();
      if (!hello.isPositive()) {
        return Optional.of(hello);
      }
      SmtpReply sender = dialogue.say("MAIL FROM:<>");
      if (sender.code() == NEEDS_MORE && hello.offers("STARTTLS")) {
        SmtpReply ready = dialogue.say("STARTTLS");
        if (ready.code() != SmtpReply.READY) {
          return Optional.of(ready);
        }
        dialogue.encrypt();
        hello();
        sender = dialogue.say("MAIL FROM:<>");
      }
      if (!sender.isPositive()) {
        return Optional.of(sender);
      }
      for (String recipient : recipients) {
        ask(recipient, false);
      }
      ask(madeUp, true);
      verify = Optional.of(dialogue.say("VRFY " + recipients.getFirst()));
      return Optional.empty();
    }

    private SmtpReply hello() throws IOException {
      InetAddress own = dialogue.localAddress();
      String tag = own.getAddress().length == 4 ? "" : "IPv6:";
      String literal = own.getHostAddress().replaceFirst("%.*", "");
      return dialogue.say("EHLO [" + tag + literal + "]");
    }

    private void ask(String recipient, boolean isMadeUp) throws IOException {
      asked.add(new Found.Asked(recipient, isMadeUp, dialogue.say("RCPT TO:<" + recipient + ">")));
    }
  }
}
