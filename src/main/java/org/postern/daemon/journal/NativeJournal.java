package org.postern.daemon.journal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.UnixDatagram;

/**
 * Sends entries as datagrams to the journal of systemd, with all their fields: <a
 * href="https://systemd.io/JOURNAL_NATIVE_PROTOCOL/">JOURNAL_NATIVE_PROTOCOL</a>. What cannot be
 * sent is written to another journal.
 */
final class NativeJournal implements Journal {
  /** The socket on which journald receives. */
  static final String SOCKET = "/run/systemd/journal/socket";

  /**
   * The most bytes of an entry. Larger ones would have to be handed over as files; no reader takes
   * an entry that long.
   */
  static final int MAX_DATAGRAM = 60_000;

  private static final int MAX_MESSAGE = 32_000;
  private static final int MAX_VALUE = 8_000;

  /** The bytes kept free for the name and length of a field, and for the note on those left out. */
  private static final int RESERVE = 200;

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final String socket;
  private final Journal otherwise;

  NativeJournal(String socket, Journal otherwise) {
    this.socket = socket;
    this.otherwise = otherwise;
  }

  @Override
  public void write(JournalEntry entry) {
    try {
      UnixDatagram.send(socket, encode(entry), PATIENCE);
    } catch (ErrnoException e) {
      otherwise.write(entry);
    }
  }

  static byte[] encode(JournalEntry entry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, "PRIORITY", Integer.toString(entry.priority().number()));
    put(out, "SYSLOG_IDENTIFIER", "postern");
    put(out, "MESSAGE_ID", entry.messageId());
    put(out, "MESSAGE", Shortened.to(MAX_MESSAGE, entry.message()));
    int leftOut = 0;
    for (Map.Entry<String, String> field : entry.fields().entrySet()) {
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      put(encoded, field.getKey(), Shortened.to(MAX_VALUE, field.getValue()));
      if (out.size() + encoded.size() + RESERVE <= MAX_DATAGRAM) {
        out.writeBytes(encoded.toByteArray());
      } else {
        leftOut++;
      }
    }
    if (leftOut > 0) {
      put(out, "POSTERN_FIELDS_LEFT_OUT", Integer.toString(leftOut));
    }
    return out.toByteArray();
  }

  /** A value with a line feed has its length in front, in 64 bits, and no {@code =}. */
  private static void put(ByteArrayOutputStream out, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (value.indexOf('\n') < 0) {
      out.write('=');
    } else {
      out.write('\n');
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(length.putLong(bytes.length).array());
    }
    out.writeBytes(bytes);
    out.write('\n');
  }
}
