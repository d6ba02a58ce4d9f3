package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.Netlink.NLMSG_DONE;
import static org.postern.target.nftables.netlink.Netlink.NLMSG_ERROR;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_DUMP_INTR;

import java.util.Optional;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.NetlinkExchange.Question;
import org.postern.target.nftables.wire.NetlinkExchange.Visitor;

/**
 * Takes an answer that lists objects, datagram by datagram. Reads on after a message that makes no
 * sense, so that the next question finds silence.
 */
final class DumpReader {
  private final int own;
  private final Question question;
  private final Visitor visitor;
  private boolean consistent = true;
  private boolean done;
  private Optional<NftablesException> failure = Optional.empty();

  /**
   * Begins to read a dump.
   *
   * @param own the sequence number of the question
   */
  DumpReader(int own, Question question, Visitor visitor) {
    this.own = own;
    this.question = question;
    this.visitor = visitor;
  }

  boolean done() {
    return done;
  }

  /** Notes that a message was lost on the way. */
  void lost() {
    consistent = false;
  }

  /** Takes a datagram; whether it was a part of the answer. */
  boolean read(byte[] datagram) throws NftablesException {
    boolean part = false;
    for (Message message : Message.split(datagram)) {
      if (message.sequence() == own) {
        part = true;
        read(message);
      }
    }
    return part;
  }

  private void read(Message message) throws NftablesException {
    if (message.hasFlag(NLM_F_DUMP_INTR)) {
      consistent = false;
    }
    if (message.type() == NLMSG_DONE) {
      done = true;
      message.failOnError();
    } else if (message.type() == NLMSG_ERROR) {
      done = true;
      message.failOnError();
      throw question.unanswered(message);
    } else if (failure.isEmpty()) {
      visit(message);
    }
  }

  private void visit(Message message) {
    try {
      if (!question.isAnsweredBy(message)) {
        throw question.unanswered(message);
      }
      visitor.visit(message);
    } catch (NftablesException e) {
      failure = Optional.of(e);
    }
  }

  /** Fails unless the whole answer was read, and was of one piece. */
  void finish() throws NftablesException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (!consistent) {
      throw new NftablesException(Errno.ERESTART, "the answer was interrupted");
    }
  }
}
