package org.postern.source.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;

/**
 * One query that reached the server.
 *
 * @param count which query for this name and type over this transport it is, from 1
 */
record Asked(
    Message query, Message truth, boolean tcp, int count, InetSocketAddress client, Wire wire) {

  /** The way back. */
  interface Wire {
    /** One datagram, or bytes on the connection without a length before them. */
    void raw(byte[] bytes) throws IOException;
  }

  /** What a server does with a query. */
  interface Lie {
    void answer(Asked asked) throws IOException, InterruptedException;
  }

  int type() {
    return query.getQuestion().getType();
  }

  boolean edns() {
    return query.getOPT() != null;
  }

  /** A reply without records. */
  Message empty(String rcode) {
    Message reply = Zone.reply(query);
    reply.getHeader().setRcode(Rcode.value(rcode));
    return reply;
  }

  /** Cut over UDP to what the client takes. */
  void send(Message message) throws IOException {
    sendBytes(message.toWire(limit()));
  }

  /** The truth, cut over UDP to what the client takes. */
  void tellTruth() throws IOException {
    send(truth);
  }

  void sendBytes(byte[] bytes) throws IOException {
    wire.raw(tcp ? framed(bytes) : bytes);
  }

  static byte[] framed(byte[] bytes) {
    byte[] framed = new byte[bytes.length + 2];
    framed[0] = (byte) (bytes.length >> 8);
    framed[1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, framed, 2, bytes.length);
    return framed;
  }

  void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  private int limit() {
    OPTRecord opt = query.getOPT();
    return tcp ? 65_535 : opt == null ? 512 : opt.getPayloadSize();
  }
}
