package org.postern.host.ffm;

import java.time.Duration;
import java.util.Optional;

/** A way to the kernel and back on which datagrams arrive whole; one thread at a time. */
public interface Datagrams extends AutoCloseable {

  /** Returns the longest datagram that {@link #send} can deliver, in bytes. */
  int maxSend();

  /** Sends the first {@code length} bytes as one datagram; EMSGSIZE if that is too long. */
  void send(byte[] datagram, int length) throws ErrnoException;

  /** Returns the next datagram from the kernel; ETIMEDOUT if none came in time. */
  byte[] receive(Duration timeout) throws ErrnoException;

  /** Returns the next datagram from the kernel, if one is waiting. */
  Optional<byte[]> receiveNow() throws ErrnoException;

  @Override
  void close() throws ErrnoException;
}
