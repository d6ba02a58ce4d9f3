package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decoders end, and throw nothing but the exception that they declare, whatever they are fed. */
class DecoderFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void randomBytes() {
    Random random = new Random(25);
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            decodeAll(datagram);
          }
        });
  }

  @Test
  void validMessagesWithAFewBytesChanged() {
    byte[] valid = validBatch();
    Random random = new Random(26);
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] datagram = valid.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
              datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            decodeAll(datagram);
          }
        });
  }

  @Test
  void validMessagesCutOffAnywhere() {
    byte[] valid = validBatch();
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int length = 0; length < valid.length; length++) {
            decodeAll(Arrays.copyOf(valid, length));
          }
        });
  }

  @Test
  void anAttributeOfLengthZeroDoesNotLoop() {
    byte[] datagram = new byte[40];
    Netlink.putHost32(datagram, 0, 40);
    assertTimeoutPreemptively(LIMIT, () -> assertTrue(decodeAll(datagram) > 0));
  }

  private static byte[] validBatch() {
    Batch batch = Batch.encode(ExampleRuleset.requests(), 1, Optional.of(5L));
    return Arrays.copyOf(batch.buffer(), batch.length());
  }

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
          message -> {
            CollectedElements sink = new CollectedElements();
            ElementCursor.decode(message, sink);
            return sink;
          });

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
