package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.target.nftables.CollectedElements;
import org.postern.target.nftables.ExampleRuleset;
import org.postern.target.nftables.FakeKernel.Reply;
import org.postern.target.nftables.Fuzz;
import org.postern.target.nftables.Replies;
import org.postern.target.nftables.netlink.Acknowledgement;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;

/** Decoders end, and throw nothing but the exception that they declare, whatever they are fed. */
@Timeout(300)
class DecoderFuzzTest {
  private static final int ROUNDS = 20_000;

  private interface Decoder {
    Object decode(Message message) throws NftablesException;
  }

  private static final List<Decoder> DECODERS =
      List.of(
          Tables.TableInfo::decode,
          Chains.ChainInfo::decode,
          Rules.RuleInfo::decode,
          Sets.SetInfo::decode,
          Counters.CounterInfo::decode,
          Acknowledgement::decode,
          message -> elements(message, new CollectedElements()),
          message -> elements(message, new AddressCollector(KeyType.IPV4_ADDR, count -> {})),
          message -> elements(message, new AddressCollector(KeyType.IPV6_ADDR, count -> {})));

  private static Object elements(Message message, ElementSink sink) throws NftablesException {
    ElementCursor.decode(message, sink);
    return sink;
  }

  @Test
  void randomBytes() {
    Fuzz.play(
        ROUNDS,
        random -> {
          byte[] datagram = new byte[random.nextInt(200)];
          random.nextBytes(datagram);
          decodeAll(datagram);
        });
  }

  @Test
  void messagesWithSomethingChanged() {
    byte[] valid = validBatch();
    Fuzz.play(ROUNDS / 20, random -> decodeAll(Fuzz.damaged(valid, random)));
  }

  /** One message at a time, so that every change hits what its own decoder reads. */
  @Test
  void requestsWithSomethingChanged() {
    List<Request> requests = ExampleRuleset.requests();
    Fuzz.play(
        ROUNDS,
        random -> {
          Request request = requests.get(random.nextInt(requests.size()));
          Reply.Datagram valid = (Reply.Datagram) Replies.object(1, request);
          decodeAll(Fuzz.damaged(valid.bytes(), random));
        });
  }

  @Test
  void messagesCutOffAnywhere() {
    byte[] valid = validBatch();
    for (int length = 0; length < valid.length; length++) {
      decodeAll(Arrays.copyOf(valid, length));
    }
  }

  @Test
  void anAttributeOfLengthZeroDoesNotLoop() {
    byte[] datagram = new byte[40];
    Netlink.putHost32(datagram, 0, 40);
    assertTrue(decodeAll(datagram) > 0);
  }

  @Test
  void answersToABatch() {
    Batch batch = Batch.encode(ExampleRuleset.requests(), 1, Optional.empty());
    int extended = Netlink.NLM_F_CAPPED | Netlink.NLM_F_ACK_TLVS;
    Fuzz.play(
        ROUNDS,
        random -> {
          int sequence = random.nextInt(batch.messages() + 2);
          int offset = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(600);
          batch.describe(new Acknowledgement(sequence, 2, Optional.of(offset), Optional.empty()));
          Reply refusal = Replies.with16(Replies.error(sequence, 2), 6, extended);
          byte[] valid = ((Reply.Datagram) refusal).bytes();
          byte[] longer = Arrays.copyOf(valid, valid.length + random.nextInt(40));
          Netlink.putHost16(longer, 0, longer.length);
          decodeAll(Fuzz.damaged(longer, random));
        });
  }

  @Test
  void whatOthersKeepWithTheirRules() {
    Fuzz.play(
        ROUNDS,
        random -> {
          byte[] data = new byte[random.nextInt(20)];
          random.nextBytes(data);
          UserData.ruleComment(Bytes.copyOf(data, 0, data.length));
        });
  }

  private static byte[] validBatch() {
    Batch batch = Batch.encode(ExampleRuleset.requests(), 1, Optional.of(5L));
    return Arrays.copyOf(batch.buffer(), batch.length());
  }

  /** How many decoders refused. */
  private static int decodeAll(byte[] datagram) {
    int refused = 0;
    try {
      for (Message message : Message.split(datagram)) {
        for (Decoder decoder : DECODERS) {
          refused += refuses(decoder, message) ? 1 : 0;
        }
      }
    } catch (NftablesException e) {
      refused++;
    }
    return refused;
  }

  private static boolean refuses(Decoder decoder, Message message) {
    try {
      decoder.decode(message);
      return false;
    } catch (NftablesException e) {
      return true;
    }
  }
}
