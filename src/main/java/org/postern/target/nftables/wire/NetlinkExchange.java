package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.Netlink.NLMSG_ERROR;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_DUMP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.diagnostic.Counted;
import org.postern.host.ffm.Datagrams;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.NetlinkSocket;
import org.postern.target.nftables.netlink.Acknowledgement;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Deadline;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.MessageHeader;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Patience;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * Exchanges questions and answers over one socket: batches, single gets and dumps. One thread at a
 * time.
 */
public final class NetlinkExchange implements AutoCloseable {
  /** The message about a batch whose answer was lost. Such a batch is never sent again blindly. */
  static final String UNKNOWN = "whether the batch was applied is not known";

  /** How often the kernel may say, during one answer, that it had no room for a part of it. */
  private static final int MAX_LOSSES = 16;

  private final Datagrams datagrams;
  private final Patience patience;
  private int sequence;

  public NetlinkExchange(Datagrams datagrams, Patience patience) {
    this.datagrams = datagrams;
    this.patience = patience;
  }

  /** Opens a socket in the network namespace of the calling thread. */
  static NetlinkExchange open() throws NftablesException {
    return attempt(() -> new NetlinkExchange(NetlinkSocket.openNetfilter(), Patience.OURS));
  }

  /** Takes the messages of an answer. */
  interface Visitor {
    void visit(Message message) throws NftablesException;
  }

  /** Makes sense of a message. */
  interface Decoder<T> {
    T decode(Message message) throws NftablesException;
  }

  /**
   * A question.
   *
   * @param message {@code NFT_MSG_GET…}
   * @param family the number of a family, or {@link TableFamily#UNSPECIFIED}
   * @param attributes the attributes of the request
   * @param what the name of what is asked for, for errors
   */
  record Question(int message, int family, Consumer<AttributeWriter> attributes, String what) {

    /**
     * Tells whether a message answers the question: each {@code NFT_MSG_GET…} stands one above the
     * {@code NFT_MSG_NEW…} that answers it.
     */
    boolean isAnsweredBy(Message answer) {
      return answer.is(message - 1);
    }

    NftablesException unanswered(Message answer) {
      return NftablesException.malformed("message " + answer.type() + " is no answer");
    }
  }

  int maxSend() {
    return datagrams.maxSend();
  }

  Patience patience() {
    return patience;
  }

  /** Returns the first of {@code count} sequence numbers that no earlier message used. */
  int takeSequence(int count) {
    int first = sequence + 1;
    sequence += count;
    return first;
  }

  /**
   * Sends a batch and returns all that the kernel answers. The kernel works on it before the send
   * returns, so what is not there by then does not come. A send that fails has changed nothing.
   */
  List<Acknowledgement> send(Batch batch) throws NftablesException {
    try {
      send(batch.buffer(), batch.length());
    } catch (NftablesException e) {
      throw e.during("batch of " + Counted.of(batch.messages() - 2, "message") + ", not applied");
    }
    List<Acknowledgement> answers = new ArrayList<>();
    Optional<NftablesException> failure = collect(batch, answers);
    if (failure.isPresent() && answers.stream().allMatch(one -> one.errno() == 0)) {
      throw failure.get().afterwards(UNKNOWN + ", the answer was lost");
    }
    return answers;
  }

  /** Adds all answers that are there; what kept us from reading others. */
  private Optional<NftablesException> collect(Batch batch, List<Acknowledgement> answers) {
    Optional<NftablesException> failure = Optional.empty();
    Deadline deadline = new Deadline(patience);
    for (int losses = 0; losses <= MAX_LOSSES; losses++) {
      try {
        Optional<byte[]> datagram = attempt(datagrams::receiveNow);
        while (datagram.isPresent()) {
          add(batch, datagram.get(), answers);
          deadline.left();
          datagram = attempt(datagrams::receiveNow);
        }
        return failure;
      } catch (NftablesException e) {
        failure = Optional.of(e);
        if (!e.is(Errno.ENOBUFS)) {
          return failure;
        }
      }
    }
    return failure;
  }

  private static void add(Batch batch, byte[] datagram, List<Acknowledgement> answers)
      throws NftablesException {
    for (Message message : Message.split(datagram)) {
      if (message.type() == NLMSG_ERROR && batch.contains(message.sequence())) {
        answers.add(Acknowledgement.decode(message));
      }
    }
  }

  /** Asks for one object. */
  <T> T get(Question question, Decoder<T> decoder) throws NftablesException {
    try {
      return decoder.decode(answer(question, ask(question, 0)));
    } catch (NftablesException e) {
      throw e.during(question.what());
    }
  }

  private Message answer(Question question, int own) throws NftablesException {
    Deadline deadline = new Deadline(patience);
    while (true) {
      for (Message message : Message.split(receive(deadline))) {
        if (message.sequence() == own) {
          if (message.type() == NLMSG_ERROR) {
            message.failOnError();
          }
          if (!question.isAnsweredBy(message)) {
            throw question.unanswered(message);
          }
          return message;
        }
      }
    }
  }

  /** Asks for all objects of a kind; ERESTART if the answer is not of one piece, to be repeated. */
  void dump(Question question, Visitor visitor) throws NftablesException {
    try {
      read(new DumpReader(ask(question, NLM_F_DUMP), question, visitor));
    } catch (NftablesException e) {
      throw e.during(question.what());
    }
  }

  private void read(DumpReader reader) throws NftablesException {
    Deadline deadline = new Deadline(patience);
    int losses = 0;
    while (!reader.done()) {
      try {
        if (reader.read(receive(deadline))) {
          deadline.renew();
        }
      } catch (NftablesException e) {
        losses++;
        if (!e.is(Errno.ENOBUFS) || losses > MAX_LOSSES) {
          throw e;
        }
        reader.lost();
      }
    }
    reader.finish();
  }

  private byte[] receive(Deadline deadline) throws NftablesException {
    Duration left = deadline.left();
    return attempt(() -> datagrams.receive(left));
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
          datagrams.send(datagram, length);
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
          datagrams.close();
          return true;
        });
  }
}
