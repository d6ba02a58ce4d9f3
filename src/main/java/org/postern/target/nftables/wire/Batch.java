package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.Netlink.NFNL_BATCH_GENID;
import static org.postern.target.nftables.netlink.Netlink.NFNL_MSG_BATCH_BEGIN;
import static org.postern.target.nftables.netlink.Netlink.NFNL_MSG_BATCH_END;
import static org.postern.target.nftables.netlink.Netlink.NFNL_SUBSYS_NFTABLES;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_ACK;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_REQUEST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.target.nftables.netlink.Acknowledgement;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.MessageHeader;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * Requests that take effect together or not at all: one datagram from NFNL_MSG_BATCH_BEGIN to
 * NFNL_MSG_BATCH_END. Only the last request asks for an answer, because the kernel answers all the
 * others in case of error alone, and answers to END only since Linux 6.10.
 */
public final class Batch {
  /** The two frames with their headers and the expected generation. */
  private static final int FRAME = 64;

  private final int first;
  private final List<Part> parts;
  private final AttributeWriter out;

  private record Part(Request request, int start, int end) {}

  private Batch(int first, List<Part> parts, AttributeWriter out) {
    this.first = first;
    this.parts = parts;
    this.out = out;
  }

  /**
   * Encodes the requests.
   *
   * @param first the sequence number of BEGIN; the rest follow on from it
   * @param generation the generation at which alone the batch is to be applied
   */
  public static Batch encode(
      List<? extends Request> requests, int first, Optional<Long> generation) {
    Batch batch = begin(requests, first, generation);
    frame(NFNL_MSG_BATCH_END, first + 1 + batch.parts.size(), Optional.empty(), batch.out);
    return batch;
  }

  /**
   * Encodes a batch without an end: the kernel looks at all of it, answers, and forgets it (Linux
   * {@code net/netfilter/nfnetlink.c}, {@code nfnetlink_rcv_batch}).
   */
  static Batch endless(List<? extends Request> requests, int first) {
    return begin(requests, first, Optional.empty());
  }

  private static Batch begin(
      List<? extends Request> requests, int first, Optional<Long> generation) {
    List<Request> messages = new ArrayList<>();
    requests.forEach(request -> messages.addAll(request.parts(Integer.MAX_VALUE)));
    AttributeWriter out = new AttributeWriter(FRAME + sizes(messages));
    frame(NFNL_MSG_BATCH_BEGIN, first, generation, out);
    List<Part> parts = new ArrayList<>();
    for (Request request : messages) {
      int start = out.length();
      boolean last = parts.size() == messages.size() - 1;
      encode(request, first + 1 + parts.size(), last ? NLM_F_ACK : 0, out);
      parts.add(new Part(request, start, out.length()));
    }
    return new Batch(first, parts, out);
  }

  /**
   * Divides requests, in their order, into groups whose batches have at most {@code limit} bytes.
   */
  public static List<List<Request>> divide(List<? extends Request> requests, int limit) {
    List<List<Request>> groups = new ArrayList<>();
    List<Request> group = new ArrayList<>();
    AttributeWriter scratch = new AttributeWriter();
    int size = FRAME;
    for (Request request : requests) {
      for (Request part : request.parts(limit - FRAME)) {
        int bytes = sizeOf(part, scratch);
        if (size + bytes > limit && !group.isEmpty()) {
          groups.add(group);
          group = new ArrayList<>();
          size = FRAME;
        }
        group.add(part);
        size += bytes;
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private static int sizes(List<Request> requests) {
    AttributeWriter scratch = new AttributeWriter();
    return requests.stream().mapToInt(request -> sizeOf(request, scratch)).sum();
  }

  private static int sizeOf(Request request, AttributeWriter scratch) {
    scratch.clear();
    encode(request, 0, 0, scratch);
    return scratch.length();
  }

  private static void encode(Request request, int sequence, int flags, AttributeWriter out) {
    int family = request.family().number();
    out.message(
        MessageHeader.of(request.message(), request.flags() | flags, sequence, family),
        body -> request.encode(sequence, body));
  }

  private static void frame(
      int type, int sequence, Optional<Long> generation, AttributeWriter out) {
    out.message(
        new MessageHeader(
            type, NLM_F_REQUEST, sequence, TableFamily.UNSPECIFIED, NFNL_SUBSYS_NFTABLES),
        body -> generation.ifPresent(id -> body.be32(NFNL_BATCH_GENID, id.intValue())));
  }

  public byte[] buffer() {
    return out.buffer();
  }

  public int length() {
    return out.length();
  }

  /** Returns how many sequence numbers it uses. */
  public int messages() {
    return parts.size() + 2;
  }

  /** Returns the message whose answer says that all went well. */
  int lastSequence() {
    return first + parts.size();
  }

  boolean contains(int sequence) {
    return sequence - first >= 0 && sequence - first < messages();
  }

  /**
   * Describes the place of which the kernel complains, in words: the request, then the place in it.
   */
  public String describe(Acknowledgement answer) {
    int index = answer.sequence() - first - 1;
    if (index < 0 || index >= parts.size()) {
      return "batch of " + Counted.of(parts.size(), "message");
    }
    Part part = parts.get(index);
    String place =
        answer
            .offset()
            .map(offset -> FailedAttribute.describe(part.request(), message(part), offset))
            .orElse("");
    return part.request().describe() + place;
  }

  private byte[] message(Part part) {
    return Arrays.copyOfRange(out.buffer(), part.start(), part.end());
  }
}
