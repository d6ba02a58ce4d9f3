package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.host.Link;
import org.postern.host.Links;

class KernelLinksTest {
  private static byte[] attribute(int type, byte[] value) {
    int length = 4 + value.length;
    return ByteBuffer.allocate((length + 3) & ~3)
        .order(ByteOrder.nativeOrder())
        .putShort((short) length)
        .putShort((short) type)
        .put(value)
        .array();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] text(String value) {
    return (value + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] answer(int type, byte[]... attributes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] one : attributes) {
      body.writeBytes(one);
    }
    return ByteBuffer.allocate(32 + body.size())
        .order(ByteOrder.nativeOrder())
        .putInt(32 + body.size())
        .putShort((short) type)
        .putShort((short) 0)
        .putInt(1)
        .putInt(0)
        .putInt(0)
        .putInt(7)
        .putInt(0)
        .putInt(0)
        .put(body.toByteArray())
        .array();
  }

  private static byte[] error(int error) {
    byte[] answer = answer(2);
    ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()).putInt(16, -error);
    return answer;
  }

  private static byte[] port() {
    byte[] info = attribute(4, text("bridge"));
    return answer(16, attribute(3, text("eth0")), attribute(10, number(9)), attribute(18, info));
  }

  @Test
  void anAnswerIsRead() throws IOException {
    assertEquals(
        Optional.of(new Link("eth0", 7, Optional.of(9), "bridge")), KernelLinks.read(port()));
    assertEquals(
        Optional.of(new Link("eth0", 7, Optional.empty(), "")),
        KernelLinks.read(answer(16, attribute(3, text("eth0")))));
    assertEquals(Optional.empty(), KernelLinks.read(error(19)));
  }

  @Test
  void whatMakesNoSenseIsAnError() {
    byte[] whole = port();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertTrue(KernelLinks.read(cut).isPresent(), "a name at least");
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("answer about interfaces"), e::toString);
      }
    }
    assertThrows(IOException.class, () -> KernelLinks.read(error(1)));
    assertThrows(IOException.class, () -> KernelLinks.read(error(0)));
    assertThrows(IOException.class, () -> KernelLinks.read(answer(20)));
    assertThrows(IOException.class, () -> KernelLinks.read(answer(16)));
  }

  @Test
  void noBytesBreakIt() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = port();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertTrue(KernelLinks.read(bytes).map(Link::name).orElse("").length() < 100);
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("answer about interfaces"), e::toString);
      }
    }
  }

  @Test
  void thisHostHasALoopback() throws IOException {
    Links links = new KernelLinks();
    assertEquals("lo", links.numbered(1).orElseThrow().name());
    assertEquals(1, links.named("lo").orElseThrow().number());
    assertEquals(Optional.empty(), links.named("nosuch0"));
  }
}
