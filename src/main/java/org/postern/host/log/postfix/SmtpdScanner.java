package org.postern.host.log.postfix;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.text.AddressScanner;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Named;

/**
 * Reads from bytes what smtpd(8) says of a client, in the forms of which nearly all of its lines
 * are. It takes only what is certainly right: what it refuses {@link SmtpdLine} reads; what it
 * takes means there the same. One object reads line after line.
 */
public final class SmtpdScanner implements SmtpdSessions.Said {
  private static final byte[] CONNECT = ascii("connect from ");
  private static final byte[] DISCONNECT = ascii("disconnect from ");
  private static final byte[] CLIENT = ascii(": client=");
  private static final byte[] REJECT = ascii(": reject: ");
  private static final byte[] LOST = ascii("lost connection after ");
  private static final byte[] FROM = ascii(" from ");
  private static final byte[] COMMANDS = ascii(" commands=");
  private static final byte[] DATA = ascii(" data=");
  private static final byte[] BDAT = ascii(" bdat=");

  /** The characters of nearly all names of hosts. */
  private static final boolean[] NAME = nameCharacters();

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_ID = 32;
  private static final int LONGEST_COUNT = 6;

  /** The characters that follow a client that is written in full. */
  private static final String ENDS = ";, ";

  private final KnownHeads head;
  private final AddressScanner addresses = new AddressScanner();
  private byte[] bytes = new byte[0];
  private int end;
  private SmtpdLine.Kind kind = SmtpdLine.Kind.MENTION;
  private int from;
  private int name;
  private int nameEnd;
  private int clientEnd;
  private int idEnd;

  /**
   * Creates a scanner of lines whose head is known already.
   *
   * @param head the head of the line that is read
   */
  public SmtpdScanner(KnownHeads head) {
    this.head = head;
  }

  /** Takes the array from which lines are scanned from now on, with the slack of addresses. */
  public void over(byte[] source) {
    bytes = source;
    addresses.over(source);
  }

  /** Reads what follows the head up to a place, and tells whether it was taken. */
  public boolean scan(int stop) {
    int begin = head.message();
    from = begin;
    end = stop;
    idEnd = begin;
    if (startsWith(CONNECT, begin)) {
      kind = SmtpdLine.Kind.CONNECT;
      return client(begin + CONNECT.length) && clientEnd == stop;
    }
    if (startsWith(DISCONNECT, begin)) {
      kind = SmtpdLine.Kind.DISCONNECT;
      return client(begin + DISCONNECT.length);
    }
    if (startsWith(LOST, begin)) {
      kind = SmtpdLine.Kind.MENTION;
      return command(begin + LOST.length);
    }
    return identified(begin);
  }

  /**
   * Reads {@code 4ABC: client=NAME[ADDRESS]}, {@code NOQUEUE: reject: RCPT from NAME[ADDRESS]:
   * ...}.
   */
  private boolean identified(int begin) {
    int at = begin;
    while (at < end && at - begin <= LONGEST_ID && isLetterOrDigit(bytes[at])) {
      at++;
    }
    // A small letter may begin the word for how grave it is, which is no file name.
    if (at == begin || at - begin > LONGEST_ID || bytes[begin] >= 'a') {
      return false;
    }
    idEnd = at;
    if (startsWith(CLIENT, at)) {
      kind = SmtpdLine.Kind.MESSAGE;
      return client(at + CLIENT.length);
    }
    kind = SmtpdLine.Kind.MENTION;
    return startsWith(REJECT, at) && isCapital(begin, at) && command(at + REJECT.length);
  }

  /** Tells whether no letter is small: so no words of a filter are repeated. */
  private boolean isCapital(int begin, int stop) {
    for (int i = begin; i < stop; i++) {
      if (bytes[i] >= 'a') {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code RCPT from NAME[ADDRESS]}. */
  private boolean command(int begin) {
    int at = begin;
    while (at < end && bytes[at] >= 'A' && bytes[at] <= 'Z') {
      at++;
    }
    return at > begin && startsWith(FROM, at) && client(at + FROM.length);
  }

  /** Reads {@code NAME[ADDRESS]}, as {@link Named} takes it, without a port. */
  private boolean client(int begin) {
    int open = begin;
    int most = Math.min(end, begin + LONGEST_NAME);
    while (open < most && NAME[bytes[open] & 0xFF]) {
      open++;
    }
    if (open >= most || bytes[open] != '[') {
      return false;
    }
    int close = open + 1;
    int limit = Math.min(end, open + Addresses.LONGEST);
    while (close < limit && bytes[close] != ']') {
      if (bytes[close] == '/' || bytes[close] == '-') {
        return false;
      }
      close++;
    }
    if (close >= limit || addresses.scan(open + 1) != close || !isOver(close + 1)) {
      return false;
    }
    name = begin;
    nameEnd = open;
    clientEnd = close + 1;
    return true;
  }

  /** Tells whether nothing of a client follows; digits behind a colon are its port. */
  private boolean isOver(int at) {
    if (at == end) {
      return true;
    }
    return bytes[at] == ':' ? at + 1 < end && bytes[at + 1] == ' ' : ENDS.indexOf(bytes[at]) >= 0;
  }

  @Override
  public SmtpdLine.Kind kind() {
    return kind;
  }

  @Override
  public Address peer() {
    return new Address(addresses.family(), addresses.firstHigh(), addresses.firstLow());
  }

  @Override
  public String name() {
    String text = text(name, nameEnd);
    return text.equals(Named.UNKNOWN) ? "" : text;
  }

  @Override
  public String id() {
    return text(from, idEnd);
  }

  @Override
  public int messages() {
    if (kind != SmtpdLine.Kind.DISCONNECT) {
      return -1;
    }
    int data = -1;
    int bdat = -1;
    boolean told = false;
    for (int at = clientEnd; at < end; at++) {
      if (bytes[at] == ' ') {
        data = data < 0 && startsWith(DATA, at) ? at + DATA.length : data;
        bdat = bdat < 0 && startsWith(BDAT, at) ? at + BDAT.length : bdat;
        told |= startsWith(COMMANDS, at);
      }
    }
    return told ? succeeded(data) + succeeded(bdat) : -1;
  }

  @Override
  public Optional<Instant> time() {
    return head.time();
  }

  /** Returns the number at a place; zero where none is, or that is below zero. */
  private int succeeded(int begin) {
    int at = begin;
    int number = 0;
    while (at >= 0 && at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      if (at - begin == LONGEST_COUNT) {
        return 0;
      }
      number = 10 * number + bytes[at] - '0';
      at++;
    }
    return number;
  }

  private boolean startsWith(byte[] words, int at) {
    if (end - at < words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (bytes[at + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  private String text(int begin, int stop) {
    return new String(bytes, begin, stop - begin, StandardCharsets.ISO_8859_1);
  }

  private static boolean isLetterOrDigit(byte one) {
    return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
  }

  private static boolean[] nameCharacters() {
    boolean[] name = new boolean[256];
    for (byte one = 0; one >= 0; one++) {
      name[one] = isLetterOrDigit(one) || one == '.' || one == '-' || one == '_';
    }
    return name;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
