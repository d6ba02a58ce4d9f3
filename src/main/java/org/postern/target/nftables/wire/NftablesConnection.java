package org.postern.target.nftables.wire;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.netlink.Acknowledgement;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * The ruleset of the network namespace in which the connection was opened. One thread at a time,
 * and a platform thread, because the kernel works while the caller waits. After an exception in a
 * read, open another connection.
 *
 * <p>Needs CAP_NET_ADMIN for everything, from opening to the last call.
 */
public final class NftablesConnection implements AutoCloseable {
  private static final int REPORTED_ERRORS = 5;

  /** The bytes that are checked at once; the kernel waits for all processors once for each part. */
  private static final int CHECKED_AT_ONCE = 2 << 20;

  private final NetlinkExchange exchange;
  private final RulesetReader reader;

  public NftablesConnection(NetlinkExchange exchange) {
    this.exchange = exchange;
    this.reader = new RulesetReader(exchange);
  }

  /** Opens a connection to the network namespace of the calling thread. */
  public static NftablesConnection open() throws NftablesException {
    return new NftablesConnection(NetlinkExchange.open());
  }

  /**
   * Returns the longest batch that this process may send, in bytes; small without real privilege.
   */
  public int maxBatch() {
    return exchange.maxSend();
  }

  /**
   * Applies all requests or none.
   *
   * @return the generation of the ruleset after it; later than ours if another program was as quick
   */
  public long commit(List<? extends Request> requests) throws NftablesException {
    return commit(requests, Optional.empty());
  }

  /** Applies all requests or none, and none (ERESTART) if the generation is another one by then. */
  public long commitAt(long generation, List<? extends Request> requests) throws NftablesException {
    return commit(requests, Optional.of(generation));
  }

  /** Has the kernel look at requests as if they were to be applied; changes nothing. */
  public void check(List<? extends Request> requests) throws NftablesException {
    if (!requests.isEmpty()) {
      Batch batch = Batch.endless(requests, exchange.takeSequence(parts(requests) + 2));
      requireSendable(batch);
      judge(batch, exchange.send(batch));
    }
  }

  private static int parts(List<? extends Request> requests) {
    return requests.stream().mapToInt(one -> one.parts(Integer.MAX_VALUE).size()).sum();
  }

  private long commit(List<? extends Request> requests, Optional<Long> generation)
      throws NftablesException {
    int parts = parts(requests);
    if (parts > 0) {
      int first = exchange.takeSequence(parts + 2);
      Batch batch = Batch.encode(requests, first, generation);
      requireSendable(batch);
      judge(batch, exchange.send(batch));
    }
    return generationAfterwards();
  }

  /**
   * Refuses a batch that is larger than the kernel takes and may not be divided: one with rules by
   * the thousand, or of a process without the real privilege.
   */
  private void requireSendable(Batch batch) throws NftablesException {
    if (batch.length() > maxBatch()) {
      throw new NftablesException(
          Errno.EMSGSIZE,
          "a batch of %d bytes cannot be sent in parts, and the kernel takes %d from this process"
                  .formatted(batch.length(), maxBatch())
              + " (CAP_NET_ADMIN in the first user namespace, or net.core.wmem_max, allow more)");
    }
  }

  private long generationAfterwards() throws NftablesException {
    try {
      return generation();
    } catch (NftablesException e) {
      throw e.afterwards("the batch was applied, but then");
    }
  }

  /**
   * Has the kernel look at requests as {@link #check} does, in parts that take little memory: each
   * part alone, as if the others were not there.
   */
  public void checkEach(List<? extends Request> requests) throws NftablesException {
    for (List<Request> part : Batch.divide(requests, Math.min(maxBatch(), CHECKED_AT_ONCE))) {
      check(part);
    }
  }

  /** Divides requests, in their order, into groups of which each fits into one batch. */
  public List<List<Request>> divide(List<? extends Request> requests) {
    return Batch.divide(requests, maxBatch());
  }

  private static void judge(Batch batch, List<Acknowledgement> answers) throws NftablesException {
    List<Acknowledgement> errors = answers.stream().filter(one -> one.errno() != 0).toList();
    if (!errors.isEmpty()) {
      String words =
          errors.stream()
              .limit(REPORTED_ERRORS)
              .map(error -> describe(batch, error))
              .collect(Collectors.joining("; "));
      int more = errors.size() - REPORTED_ERRORS;
      throw new NftablesException(
          errors.getFirst().errno(), more > 0 ? words + "; and " + more + " more" : words);
    }
    if (answers.stream().noneMatch(one -> one.sequence() == batch.lastSequence())) {
      throw new NftablesException(
          Errno.EIO, NetlinkExchange.UNKNOWN + ", the kernel did not confirm it");
    }
  }

  private static String describe(Batch batch, Acknowledgement error) {
    String words = batch.describe(error) + ": " + Errno.describe(error.errno());
    return error.text().map(text -> words + ", " + text).orElse(words);
  }

  /** Returns the generation of the ruleset, which each change by any program increments. */
  public long generation() throws NftablesException {
    return reader.generation();
  }

  /** Returns a reader of what the kernel holds. */
  public RulesetReader reader() {
    return reader;
  }

  @Override
  public void close() throws NftablesException {
    exchange.close();
  }
}
