package org.postern.target.nftables;

import static org.postern.target.nftables.Netlink.NLMSG_DONE;
import static org.postern.target.nftables.Netlink.NLMSG_ERROR;
import static org.postern.target.nftables.Netlink.NLM_F_DUMP;
import static org.postern.target.nftables.Netlink.NLM_F_DUMP_INTR;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.NetlinkSocket;

/** Questions and answers over one socket: batches, single gets and dumps. One thread at a time. */
final class NetlinkExchange implements AutoCloseable {
  /** For every single receive. The kernel answers at once or not at all. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final NetlinkSocket socket;
  private int sequence;

  private NetlinkExchange(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens a socket in the network namespace of the calling thread. */
  static NetlinkExchange open() throws NftablesException {
    return attempt(() -> new NetlinkExchange(NetlinkSocket.openNetfilter()));
  }

  /** Takes the messages of an answer. */
  interface Visitor {
    void visit(Message message) throws NftablesException;
  }

  /**
   * A question.
   *
   * @param message {@code NFT_MSG_GET…}
   * @param family the number of a family, or {@link TableFamily#UNSPECIFIED}
   * @param attributes what to ask for
   * @param what in words, for errors
   */
  record Question(int message, int family, Consumer<AttributeWriter> attributes, String what) {}

  int maxSend() {
    return socket.maxSend();
  }

  /** The first of {@code count} sequence numbers that no earlier message used. */
  int takeSequence(int count) {
    int first = sequence + 1;
    sequence += count;
    return first;
  }

  /**
   * Sends a batch and returns all that the kernel answers. The kernel works on it before the send
   * returns, so what is not there by then does not come.
   */
  List<Acknowledgement> send(Batch batch) throws NftablesException {
    send(batch.buffer(), batch.length());
    List<Acknowledgement> answers = new ArrayList<>();
    Optional<byte[]> datagram = attempt(socket::receiveNow);
    while (datagram.isPresent()) {
      for (Message message : Message.split(datagram.get())) {
        if (message.type() == NLMSG_ERROR && batch.contains(message.sequence())) {
          answers.add(Acknowledgement.decode(message));
        }
      }
      datagram = attempt(socket::receiveNow);
    }
    return answers;
  }

  /** Asks for one object. */
  Message get(Question question) throws NftablesException {
    int own = ask(question, 0);
    while (true) {
      for (Message message : Message.split(attempt(() -> socket.receive(TIMEOUT)))) {
        if (message.sequence() == own) {
          failOnError(message, question);
          return message;
        }
      }
    }
  }

  /** Asks for all objects of a kind; ERESTART if the answer is not of one piece, to be repeated. */
  void dump(Question question, Visitor visitor) throws NftablesException {
    DumpReader reader = new DumpReader(ask(question, NLM_F_DUMP), question, visitor);
    while (!reader.done) {
      try {
        reader.read(attempt(() -> socket.receive(TIMEOUT)));
      } catch (NftablesException e) {
        if (!e.is(Errno.ENOBUFS)) {
          throw e;
        }
        reader.consistent = false;
      }
    }
    reader.finish();
  }

  /** Reads on after a message that makes no sense, so that the next question finds silence. */
  private static final class DumpReader {
    private final int own;
    private final Question question;
    private final Visitor visitor;
    private boolean consistent = true;
    private boolean done;
    private Optional<NftablesException> failure = Optional.empty();

    DumpReader(int own, Question question, Visitor visitor) {
      this.own = own;
      this.question = question;
      this.visitor = visitor;
    }

    void read(byte[] datagram) throws NftablesException {
      for (Message message : Message.split(datagram)) {
        if (message.sequence() == own) {
          read(message);
        }
      }
    }

    private void read(Message message) throws NftablesException {
      if (message.hasFlag(NLM_F_DUMP_INTR)) {
        consistent = false;
      }
      if (message.type() == NLMSG_DONE || message.type() == NLMSG_ERROR) {
        done = true;
        failOnError(message, question);
      } else if (failure.isEmpty()) {
        try {
          visitor.visit(message);
        } catch (NftablesException e) {
          failure = Optional.of(e);
        }
      }
    }

    void finish() throws NftablesException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (!consistent) {
        throw new NftablesException(Errno.ERESTART, question.what() + " was interrupted");
      }
    }
  }

  /** An error message, or the end of a dump that broke off. */
  private static void failOnError(Message message, Question question) throws NftablesException {
    if (message.type() == NLMSG_ERROR || message.type() == NLMSG_DONE) {
      int errno = -message.payloadInt(0);
      if (errno > 0) {
        throw new NftablesException(errno, question.what() + ": " + Errno.describe(errno));
      }
    }
  }

  private int ask(Question question, int flags) throws NftablesException {
    int own = takeSequence(1);
    AttributeWriter out = new AttributeWriter();
    out.message(
        MessageHeader.of(question.message(), flags, own, question.family()), question.attributes());
    send(out.buffer(), out.length());
    return own;
  }

  private void send(byte[] datagram, int length) throws NftablesException {
    attempt(
        () -> {
          socket.send(datagram, length);
          return length;
        });
  }

  private interface SystemCall<T> {
    T run() throws ErrnoException;
  }

  private static <T> T attempt(SystemCall<T> call) throws NftablesException {
    try {
      return call.run();
    } catch (ErrnoException e) {
      throw new NftablesException(e);
    }
  }

  @Override
  public void close() throws NftablesException {
    attempt(
        () -> {
          socket.close();
          return true;
        });
  }
}
