package org.postern.target.nftables;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.host.ffm.Datagrams;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Sets;

/**
 * Holds objects and answers as the kernel would, or as a test has it: what it says to each datagram
 * can be replaced, and it can fail. Nothing that is sent changes its objects.
 */
public final class FakeKernel implements Datagrams {
  static final int MULTI = 2;
  private static final int MAX_SEND = 4096;

  private final List<Request> objects;
  private final Deque<Reply> waiting = new ArrayDeque<>();
  private UnaryOperator<List<Reply>> fault = replies -> replies;
  private Optional<Reply> endless = Optional.empty();
  private final Deque<Errno> refusedSends = new ArrayDeque<>();
  private Optional<Errno> refusal = Optional.empty();
  private int batches;
  private int questions;
  private boolean closed;

  public FakeKernel(List<Request> objects) {
    this.objects = List.copyOf(objects);
  }

  /** What a receive ends with. */
  public sealed interface Reply {
    record Datagram(Bytes content) implements Reply {
      public static Datagram of(byte[] bytes) {
        return new Datagram(Bytes.copyOf(bytes, 0, bytes.length));
      }

      public byte[] bytes() {
        return content.toArray();
      }
    }

    record Failure(Errno errno) implements Reply {}
  }

  /** From now on the answers to each datagram are replaced by these. */
  public void answering(UnaryOperator<List<Reply>> replacement) {
    fault = replacement;
  }

  /** When nothing else is waiting, this is, for ever. */
  public void endlessly(Reply reply) {
    endless = Optional.of(reply);
  }

  /** The next sends fail. */
  public void refusingSends(Errno... errors) {
    refusedSends.addAll(List.of(errors));
  }

  /** The messages of batches are refused. */
  public void refusing(Errno errno) {
    refusal = Optional.of(errno);
  }

  public int batches() {
    return batches;
  }

  public int questions() {
    return questions;
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public int maxSend() {
    return MAX_SEND;
  }

  @Override
  public void send(byte[] datagram, int length) throws ErrnoException {
    if (!refusedSends.isEmpty()) {
      throw failure(refusedSends.remove(), "sendto");
    }
    try {
      List<Message> sent = Message.split(Arrays.copyOf(datagram, length));
      boolean batch = sent.getFirst().type() == Netlink.NFNL_MSG_BATCH_BEGIN;
      waiting.addAll(fault.apply(batch ? acknowledge(sent) : answer(sent.getFirst())));
    } catch (NftablesException e) {
      throw new AssertionError(e);
    }
  }

  private List<Reply> acknowledge(List<Message> batch) {
    batches++;
    List<Reply> replies = new ArrayList<>();
    for (Message message : batch.subList(1, batch.size() - 1)) {
      if (refusal.isPresent()) {
        replies.add(Replies.error(message.sequence(), refusal.get().number()));
      } else if (message.hasFlag(Netlink.NLM_F_ACK)) {
        replies.add(Replies.error(message.sequence(), 0));
      }
    }
    return replies;
  }

  private List<Reply> answer(Message question) throws NftablesException {
    questions++;
    int sequence = question.sequence();
    List<Reply> replies = new ArrayList<>();
    if (question.is(NfTables.NFT_MSG_GETGEN)) {
      return List.of(Replies.generation(sequence));
    }
    for (Request object : objects) {
      if (question.is(object.message() + 1) && isMeant(question, object)) {
        replies.add(Replies.object(sequence, object));
      }
    }
    if (question.hasFlag(Netlink.NLM_F_DUMP)) {
      replies.add(Replies.done(sequence, 0));
    } else if (replies.isEmpty()) {
      replies.add(Replies.error(sequence, Errno.ENOENT.number()));
    }
    return replies;
  }

  /** Of what is asked for by its set, the others are not meant. */
  private static boolean isMeant(Message question, Request object) throws NftablesException {
    Attributes asked = question.attributes();
    return switch (object) {
      case Elements.NewSetElem elements ->
          asked.string(NfTables.NFTA_SET_ELEM_LIST_SET).equals(elements.set())
              && !isCatchAll(asked);
      case Sets.NewSet set ->
          asked.text(NfTables.NFTA_SET_NAME).map(set.name()::equals).orElse(true);
      default -> true;
    };
  }

  /** No set has an element for all keys. */
  private static boolean isCatchAll(Attributes asked) throws NftablesException {
    List<Attribute> elements = asked.nested(NfTables.NFTA_SET_ELEM_LIST_ELEMENTS).list();
    return !elements.isEmpty() && !elements.getFirst().nested().has(NfTables.NFTA_SET_ELEM_KEY);
  }

  @Override
  public byte[] receive(Duration timeout) throws ErrnoException {
    return receiveNow().orElseThrow(() -> failure(Errno.ETIMEDOUT, "no answer in time"));
  }

  @Override
  public Optional<byte[]> receiveNow() throws ErrnoException {
    Optional<Reply> next = waiting.isEmpty() ? endless : Optional.of(waiting.remove());
    if (next.isEmpty()) {
      return Optional.empty();
    }
    return switch (next.get()) {
      case Reply.Datagram datagram -> Optional.of(datagram.bytes());
      case Reply.Failure failure -> throw failure(failure.errno(), "recvfrom");
    };
  }

  private static ErrnoException failure(Errno errno, String operation) {
    return new ErrnoException(errno.number(), operation);
  }

  @Override
  public void close() {
    closed = true;
  }
}
