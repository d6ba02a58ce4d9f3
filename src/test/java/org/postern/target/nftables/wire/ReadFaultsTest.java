package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.FakeKernel;
import org.postern.target.nftables.FakeKernel.Reply;
import org.postern.target.nftables.FakeKernel.Reply.Failure;
import org.postern.target.nftables.Replies;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Patience;
import org.postern.target.nftables.netlink.TableFamily;

/** Answers that do not come, or make no sense: each read ends, and is never wrong. */
@Timeout(20)
class ReadFaultsTest {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final String LISTING = "list sets of inet: ";
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(50));

  private final FakeKernel kernel =
      new FakeKernel(
          List.of(
              Sets.NewSet.hash(FAMILY, "t", "a", KeyType.IPV4_ADDR),
              Sets.NewSet.hash(FAMILY, "t", "b", KeyType.IPV4_ADDR),
              new Elements.NewSetElem(FAMILY, "t", "a", ElementKeys.ipv4(1, 2)),
              new Elements.NewSetElem(FAMILY, "t", "a", ElementKeys.ipv4(3))));
  private final RulesetReader reader = new RulesetReader(new NetlinkExchange(kernel, SHORT));

  /** Asks that the generation be answered as ever, and lists or single objects like that. */
  private void answering(UnaryOperator<List<Reply>> replacement) {
    kernel.answering(replies -> isGeneration(replies) ? replies : replacement.apply(replies));
  }

  private static boolean isGeneration(List<Reply> replies) {
    return replies.size() == 1
        && replies.getFirst() instanceof Reply.Datagram datagram
        && Netlink.host16(datagram.bytes(), 4)
            == (Netlink.NFNL_SUBSYS_NFTABLES << 8 | Replies.NEWGEN);
  }

  private List<String> sets() throws NftablesException {
    return reader.sets(FAMILY, "t").stream().map(Sets.SetInfo::name).toList();
  }

  private static UnaryOperator<List<Reply>> first(Function<Reply, Reply> change) {
    return replies -> {
      List<Reply> all = new ArrayList<>(replies);
      all.set(0, change.apply(all.getFirst()));
      return all;
    };
  }

  private static UnaryOperator<List<Reply>> failing(Errno errno) {
    return replies -> List.of(new Failure(errno));
  }

  /** What makes no sense in any answer. */
  static Stream<Named<UnaryOperator<List<Reply>>>> nonsense() {
    return Stream.of(
        Named.of("ENOMEM", failing(Errno.ENOMEM)),
        Named.of("EINTR", failing(Errno.EINTR)),
        Named.of("EPERM", failing(Errno.EPERM)),
        Named.of("a datagram too long for us", failing(Errno.EMSGSIZE)),
        Named.of("silence", replies -> List.of()),
        Named.of("a header cut off", first(reply -> Replies.cut(reply, 15))),
        Named.of("a message cut off", first(reply -> Replies.cut(reply, 30))),
        Named.of("an attribute cut off", first(r -> Replies.with16(Replies.cut(r, 30), 0, 30))),
        Named.of("no attributes", first(r -> Replies.with16(Replies.cut(r, 20), 0, 20))),
        Named.of("no family", first(r -> Replies.with16(Replies.cut(r, 16), 0, 16))),
        Named.of("a length of 0", first(reply -> Replies.with16(reply, 0, 0))),
        Named.of("a length below 0", first(reply -> Replies.with16(reply, 2, 0xffff))),
        Named.of("an attribute of length 0", first(reply -> Replies.with16(reply, 20, 0))),
        Named.of("an attribute too long", first(reply -> Replies.with16(reply, 20, 0xffff))),
        Named.of("an answer to something else", first(reply -> Replies.with16(reply, 4, 0x0a00))),
        Named.of("a confirmation", first(ReadFaultsTest::confirmation)));
  }

  private static Reply confirmation(Reply reply) {
    return Replies.error(sequence(reply), 0);
  }

  private static int sequence(Reply reply) {
    return Netlink.host32(((Reply.Datagram) reply).bytes(), 8);
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aListThatMakesNoSenseIsNoList(UnaryOperator<List<Reply>> fault) {
    answering(fault);

    String words = assertThrows(NftablesException.class, this::sets).getMessage();
    assertTrue(words.startsWith(LISTING), words);
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void anObjectThatMakesNoSenseIsNoObject(UnaryOperator<List<Reply>> fault) {
    answering(fault);

    assertThrows(NftablesException.class, () -> reader.set(FAMILY, "t", "a"));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsNoMember(UnaryOperator<List<Reply>> fault) {
    answering(fault);

    assertThrows(
        NftablesException.class, () -> reader.hasElement(FAMILY, "t", "a", ElementKeys.ipv4(1)));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aGenerationThatMakesNoSenseIsNone(UnaryOperator<List<Reply>> fault) {
    kernel.answering(fault);

    String words = assertThrows(NftablesException.class, reader::generation).getMessage();
    assertTrue(words.startsWith("read the generation: "), words);
  }

  @Test
  void everySendThatFailsIsNamed() {
    kernel.refusingSends(Errno.EPERM);

    NftablesException failure = assertThrows(NftablesException.class, this::sets);
    assertEquals(
        "read the generation: netlink sendto: EPERM (operation not permitted)",
        failure.getMessage());
    assertTrue(failure.is(Errno.EPERM));
  }

  @Test
  void aListThatEndsWithAnErrorIsNone() {
    answering(replies -> List.of(Replies.done(sequence(replies.getFirst()), 12)));

    NftablesException failure = assertThrows(NftablesException.class, this::sets);
    assertEquals(LISTING + "ENOMEM (cannot allocate memory)", failure.getMessage());
  }

  @Test
  void aListMayComeInOneDatagramOrInMany() throws NftablesException {
    assertEquals(List.of("a", "b"), sets());
    answering(Replies::together);
    assertEquals(List.of("a", "b"), sets());
  }

  @Test
  void whatOthersAskedForIsPassedOver() throws NftablesException {
    answering(
        replies -> {
          List<Reply> all = new ArrayList<>(List.of(Replies.with16(replies.get(1), 8, 4711)));
          all.addAll(replies);
          return all;
        });

    assertEquals(List.of("a", "b"), sets());
  }

  @Test
  void anInterruptedListIsReadAgain() throws NftablesException {
    int[] lists = {0};
    answering(replies -> lists[0]++ == 0 ? interrupted(replies) : replies);

    assertEquals(List.of("a", "b"), sets());
    assertEquals(2, lists[0]);
  }

  private static List<Reply> interrupted(List<Reply> replies) {
    return first(reply -> Replies.with16(reply, 6, Netlink.NLM_F_DUMP_INTR)).apply(replies);
  }

  @Test
  void aLossInAListIsReadAgain() throws NftablesException {
    int[] lists = {0};
    answering(
        replies -> {
          List<Reply> all = new ArrayList<>(replies);
          if (lists[0]++ == 0) {
            all.set(0, new Failure(Errno.ENOBUFS));
          }
          return all;
        });

    assertEquals(List.of("a", "b"), sets());
    assertEquals(2, lists[0]);
  }

  @Test
  void aListThatIsAlwaysInterruptedEnds() {
    answering(ReadFaultsTest::interrupted);

    NftablesException failure = assertThrows(NftablesException.class, this::sets);
    assertTrue(failure.is(Errno.ERESTART), failure.getMessage());
  }

  @Test
  void readsInsideOthersShareTheirAttempts() {
    int[] lists = {0};
    kernel.answering(
        replies -> {
          lists[0] += isGeneration(replies) ? 0 : 1;
          return isGeneration(replies) ? replies : slowly(interrupted(replies));
        });

    NftablesException failure =
        assertThrows(
            NftablesException.class,
            () ->
                reader.atOneGeneration(
                    () -> reader.addresses(FAMILY, "t", "a", KeyType.IPV4_ADDR, count -> {})));
    assertTrue(failure.is(Errno.ERESTART), failure.getMessage());
    assertTrue(lists[0] < 50, () -> lists[0] + " attempts");
  }

  private static List<Reply> slowly(List<Reply> replies) {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return replies;
  }

  @Test
  void lossesWithoutEndEnd() {
    kernel.endlessly(new Failure(Errno.ENOBUFS));
    answering(replies -> List.of());

    NftablesException failure = assertThrows(NftablesException.class, this::sets);
    assertTrue(failure.is(Errno.ENOBUFS), failure.getMessage());
  }

  @Test
  void unrelatedDatagramsWithoutEndEnd() {
    kernel.endlessly(Replies.generation(4711));
    answering(replies -> List.of());

    NftablesException list = assertThrows(NftablesException.class, this::sets);
    assertEquals(
        LISTING + "no answer in time: ETIMEDOUT (connection timed out)", list.getMessage());
    assertThrows(NftablesException.class, () -> reader.set(FAMILY, "t", "a"));
  }

  @Test
  void aListWithoutEndEnds() {
    int first = 2;
    kernel.endlessly(Replies.object(first, Sets.NewSet.hash(FAMILY, "t", "x", KeyType.IPV4_ADDR)));
    answering(replies -> List.of());

    NftablesException failure = assertThrows(NftablesException.class, this::sets);
    assertTrue(failure.is(Errno.ETIMEDOUT), failure.getMessage());
  }

  @Test
  void elementsOfAnInterruptedListAreNotTakenTwice() throws NftablesException {
    int[] lists = {0};
    kernel.answering(
        replies -> isGeneration(replies) || lists[0]++ != 1 ? replies : interrupted(replies));

    assertEquals(3, reader.addresses(FAMILY, "t", "a", KeyType.IPV4_ADDR, count -> {}).length);
    assertTrue(lists[0] > 2);
  }
}
