package org.postern.source.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A question on the wire, and the rule for what counts as a reply to it. */
final class Query {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The UDP payload, in bytes, that fits into every path without fragments (DNS flag day 2020). */
  private static final int UDP_PAYLOAD = 1232;

  private static final int HEADER = 12;
  private static final int TYPE_AND_CLASS = 4;

  private final byte[] bytes;
  private final int questionEnd;

  private Query(byte[] bytes, int questionEnd) {
    this.bytes = bytes;
    this.questionEnd = questionEnd;
  }

  /** Returns a query with a fresh random id. */
  static Query of(Name name, int type, boolean edns) {
    return of(name, type, edns, false);
  }

  /**
   * Returns a question that asks to be told whether the answer was validated (RFC 6840 section
   * 5.7).
   */
  static Query ofExam(Name name, int type) {
    return of(name, type, true, true);
  }

  private static Query of(Name name, int type, boolean edns, boolean authentic) {
    Message message = new Message(RANDOM.nextInt(0x10000));
    message.getHeader().setFlag(Flags.RD);
    if (authentic) {
      message.getHeader().setFlag(Flags.AD);
    }
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    if (edns) {
      message.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
    }
    return new Query(message.toWire(), HEADER + name.length() + TYPE_AND_CLASS);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Returns the reply in these bytes; empty when they are none to this question and so neither
   * count nor end the waiting: another id, another question, a query. An error may come without its
   * question (RFC 1035 section 4.1.1 asks for none), but never an answer.
   */
  Optional<Received> read(byte[] data) {
    if (data.length < HEADER || data[0] != bytes[0] || data[1] != bytes[1] || !isReply(data)) {
      return Optional.empty();
    }
    if (!repeatsQuestion(data) && !isBareError(data)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Received.Reply(new Message(data)));
    } catch (IOException | RuntimeException _) {
      // The parser is foreign and the bytes are hostile: whatever it throws, they are unreadable.
      return Optional.of(new Received.Unreadable());
    }
  }

  /** Tells whether QR is set and the operation is QUERY. */
  private static boolean isReply(byte[] data) {
    return (data[2] & 0xf8) == 0x80;
  }

  private static boolean isBareError(byte[] data) {
    return ByteBuffer.wrap(data).getShort(4) == 0
        && switch (data[3] & 0x0f) {
          case Rcode.FORMERR, Rcode.NOTIMP, Rcode.SERVFAIL, Rcode.REFUSED -> true;
          default -> false;
        };
  }

  private boolean repeatsQuestion(byte[] data) {
    int nameEnd = questionEnd - TYPE_AND_CLASS;
    if (data.length < questionEnd || ByteBuffer.wrap(data).getShort(4) != 1) {
      return false;
    }
    for (int i = HEADER; i < nameEnd; i++) {
      if (lower(data[i]) != lower(bytes[i])) {
        return false;
      }
    }
    return Arrays.equals(data, nameEnd, questionEnd, bytes, nameEnd, questionEnd);
  }

  /**
   * Returns the letter in lower case. Length bytes of labels are below 64 and so never taken for a
   * letter.
   */
  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }
}
