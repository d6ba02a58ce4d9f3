package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.Progress;
import org.postern.host.ffm.Errno;
import org.postern.plan.Observation;
import org.postern.target.Artifact;
import org.postern.target.nftables.FakeKernel;
import org.postern.target.nftables.FakeKernel.Reply;
import org.postern.target.nftables.FakeKernel.Reply.Failure;
import org.postern.target.nftables.Replies;
import org.postern.target.nftables.apply.Execution;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Patience;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Elements.NewSetElem;

/** Batches whose answers do not come, or make no sense: what is said then is true. */
@Timeout(20)
class CommitFaultsTest {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final Request TABLE = new Tables.NewTable(FAMILY, "t");
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(50));

  private final FakeKernel kernel = new FakeKernel(List.of());

  private NftablesException failure(Request... requests) throws NftablesException {
    NftablesConnection connection = new NftablesConnection(new NetlinkExchange(kernel, SHORT));
    try (connection) {
      return assertThrows(NftablesException.class, () -> connection.commit(List.of(requests)));
    } finally {
      assertTrue(kernel.closed());
    }
  }

  /** The kernel answers batches like that, and questions as ever. */
  private void answeringBatches(UnaryOperator<List<Reply>> replacement) {
    kernel.answering(
        replies -> kernel.questions() == 0 ? List.copyOf(replacement.apply(replies)) : replies);
  }

  @Test
  void withoutFaultsThereIsAGeneration() throws NftablesException {
    try (NftablesConnection connection =
        new NftablesConnection(new NetlinkExchange(kernel, SHORT))) {
      assertEquals(connection.generation(), connection.commit(List.of(TABLE)));
    }
    assertEquals(1, kernel.batches());
  }

  static Stream<Named<UnaryOperator<List<Reply>>>> lostAnswers() {
    return Stream.of(
        Named.of("ENOBUFS", replies -> List.of(new Failure(Errno.ENOBUFS))),
        Named.of("ENOBUFS, then the answer", CommitFaultsTest::afterALoss),
        Named.of("ENOMEM", replies -> List.of(new Failure(Errno.ENOMEM))),
        Named.of("EINTR", replies -> List.of(new Failure(Errno.EINTR))),
        Named.of("EPERM", replies -> List.of(new Failure(Errno.EPERM))),
        Named.of("a datagram too long for us", replies -> List.of(new Failure(Errno.EMSGSIZE))),
        Named.of("silence", replies -> List.of()),
        Named.of("an empty datagram", each(reply -> Replies.cut(reply, 0))),
        Named.of("a header cut off", each(reply -> Replies.cut(reply, 15))),
        Named.of("no header but its length", each(reply -> Replies.cut(reply, 4))),
        Named.of("an answer cut off", each(reply -> Replies.cut(reply, 20))),
        Named.of("a status cut off", each(reply -> Replies.with16(Replies.cut(reply, 18), 0, 18))),
        Named.of("a length of 0", each(reply -> Replies.with16(reply, 0, 0))),
        Named.of("a length below 0", each(reply -> Replies.with16(reply, 2, 0xffff))),
        Named.of("another message type", each(reply -> Replies.with16(reply, 4, 0x0a0f))),
        Named.of("a foreign sequence number", each(reply -> Replies.with16(reply, 8, 9999))));
  }

  private static UnaryOperator<List<Reply>> each(Function<Reply, Reply> change) {
    return replies -> replies.stream().map(change).toList();
  }

  private static List<Reply> afterALoss(List<Reply> replies) {
    List<Reply> all = new ArrayList<>(List.of(new Failure(Errno.ENOBUFS)));
    all.addAll(replies);
    return all;
  }

  @ParameterizedTest
  @MethodSource("lostAnswers")
  void aLostAnswerIsCalledUnknownAndTheBatchIsNotRepeated(UnaryOperator<List<Reply>> fault)
      throws NftablesException {
    answeringBatches(fault);
    NftablesException unknown = failure(TABLE);

    assertTrue(unknown.getMessage().startsWith(NetlinkExchange.UNKNOWN), unknown.getMessage());
    assertTrue(unknown.is(Errno.EIO), "no number that tells more than is known");
    assertEquals(1, kernel.batches());
  }

  @Test
  void lossesWithoutEndEnd() throws NftablesException {
    kernel.endlessly(new Failure(Errno.ENOBUFS));

    String words = failure(TABLE).getMessage();
    assertTrue(words.startsWith(NetlinkExchange.UNKNOWN), words);
  }

  @Test
  void unrelatedDatagramsWithoutEndEnd() throws NftablesException {
    answeringBatches(replies -> List.of());
    kernel.endlessly(Replies.generation(4711));

    String words = failure(TABLE).getMessage();
    assertTrue(words.startsWith(NetlinkExchange.UNKNOWN), words);
    assertTrue(words.contains("ETIMEDOUT"), words);
  }

  @ParameterizedTest
  @EnumSource(names = {"EPERM", "ENOMEM", "ENOBUFS", "EINTR", "EMSGSIZE"})
  void aSendThatFailsHasChangedNothing(Errno errno) throws NftablesException {
    kernel.refusingSends(errno);
    NftablesException failure = failure(TABLE);

    assertEquals(
        "batch of 1 message, not applied: netlink sendto: " + Errno.describe(errno.number()),
        failure.getMessage());
    assertTrue(failure.is(errno));
    assertEquals(0, kernel.batches());
  }

  @ParameterizedTest
  @EnumSource(names = {"EPERM", "ENOMEM", "ENOBUFS", "EINTR", "ENFILE", "ERESTART"})
  void aRefusalNamesTheObject(Errno errno) throws NftablesException {
    kernel.refusing(errno);
    NftablesException refusal = failure(TABLE);

    assertEquals("add table inet t: " + Errno.describe(errno.number()), refusal.getMessage());
    assertTrue(refusal.is(errno));
    assertEquals(1, kernel.batches());
  }

  @Test
  void aRefusalThatIsReadIsKnownWhateverElseIsLost() throws NftablesException {
    kernel.refusing(Errno.ENOMEM);
    answeringBatches(CommitFaultsTest::afterALoss);

    assertEquals("add table inet t: ENOMEM (cannot allocate memory)", failure(TABLE).getMessage());
  }

  @Test
  void refusalsAreToldWhetherInOneDatagramOrInTwo() throws NftablesException {
    kernel.refusing(Errno.ENOENT);
    Request other = new Tables.NewTable(FAMILY, "other");
    String words = failure(TABLE, other).getMessage();

    assertTrue(words.startsWith("add table inet t: ENOENT"), words);
    assertTrue(words.contains("; add table inet other: ENOENT"), words);
    answeringBatches(Replies::together);
    assertEquals(words, failure(TABLE, other).getMessage());
  }

  @Test
  void whatIsAppliedIsCalledAppliedWhateverFollows() throws NftablesException {
    kernel.answering(replies -> kernel.questions() == 0 ? replies : List.of());
    NftablesException failure = failure(TABLE);

    assertTrue(failure.getMessage().startsWith("the batch was applied, but"), failure.getMessage());
    assertTrue(failure.is(Errno.EIO));
  }

  @Test
  void aFailureBetweenTwoBatchesTellsHowFarItCame() throws NftablesException {
    kernel.answering(replies -> kernel.batches() < 2 ? replies : List.of(new Failure(Errno.EPERM)));
    long[] keys = LongStream.range(0, 500).toArray();
    List<Request> add = List.of(new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(keys)));
    BatchStep step = new BatchStep("add", add, List.of(), true);
    Artifact artifact = new Artifact("", List.of(), List.of(step), Observation.nothing());
    Execution execution =
        new Execution(new NftablesConnection(new NetlinkExchange(kernel, SHORT)), artifact);
    NftablesException failure =
        assertThrows(NftablesException.class, () -> execution.run(Progress.SILENT));

    assertTrue(execution.begun());
    assertTrue(failure.getMessage().startsWith("after 1 of "), failure.getMessage());
    assertTrue(failure.is(Errno.EIO), "something was changed, so it is not a matter of rights");
  }

  @Test
  void whatCannotBeDividedIsNotSentWhenItIsTooLong() {
    List<Request> many =
        IntStream.range(0, 200)
            .mapToObj(index -> (Request) new Tables.NewTable(FAMILY, "t" + index))
            .toList();
    NftablesConnection connection = new NftablesConnection(new NetlinkExchange(kernel, SHORT));
    NftablesException failure =
        assertThrows(NftablesException.class, () -> connection.commit(many));

    assertTrue(failure.is(Errno.EMSGSIZE));
    assertTrue(failure.getMessage().contains("cannot be sent in parts"), failure.getMessage());
    assertEquals(0, kernel.batches());
  }
}
