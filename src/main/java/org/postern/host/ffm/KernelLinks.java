package org.postern.host.ffm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.host.Link;
import org.postern.host.Links;

/**
 * Asks the kernel for one interface of the network namespace of the calling thread, by
 * rtnetlink(7); needs no right, and costs as much on a host with thousands of them. Numbers are
 * those of {@code include/uapi/linux/rtnetlink.h} and {@code if_link.h}.
 */
public final class KernelLinks implements Links {
  private static final int HEADER = 16;
  private static final int INFO = 16;
  private static final int ATTRIBUTE = 4;
  private static final int TYPE = 4;
  private static final int TYPE_MASK = 0x3fff;
  private static final int NLMSG_ERROR = 2;
  private static final int ENODEV = 19;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int NLM_F_REQUEST = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_EXT_MASK = 29;
  private static final int IFLA_INFO_SLAVE_KIND = 4;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public Optional<Link> named(String name) throws IOException {
    return ask(0, name);
  }

  @Override
  public Optional<Link> numbered(int number) throws IOException {
    return ask(number, "");
  }

  private static Optional<Link> ask(int number, String name) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new IOException("interfaces are told by Linux only");
    }
    byte[] question = question(number, name);
    try (NetlinkSocket socket = NetlinkSocket.openRoute()) {
      socket.send(question, question.length);
      return read(socket.receive(PATIENCE));
    } catch (ErrnoException e) {
      throw new IOException("interfaces cannot be asked for: " + e.getMessage(), e);
    }
  }

  private static byte[] question(int number, String name) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int names = name.isEmpty() ? 0 : align(ATTRIBUTE + text.length);
    byte[] question = new byte[HEADER + INFO + 2 * ATTRIBUTE + names];
    ByteBuffer out = buffer(question);
    out.putInt(question.length).putShort((short) RTM_GETLINK).putShort((short) NLM_F_REQUEST);
    out.putInt(1).putInt(0).putInt(0).putInt(number).putInt(0).putInt(0);
    out.putShort((short) (2 * ATTRIBUTE)).putShort((short) IFLA_EXT_MASK);
    out.putInt(RTEXT_FILTER_SKIP_STATS);
    if (names > 0) {
      out.putShort((short) (ATTRIBUTE + text.length)).putShort((short) IFLA_IFNAME).put(text);
    }
    return question;
  }

  /** Reads the answer; the error ENODEV means that there is no such interface. */
  static Optional<Link> read(byte[] datagram) throws IOException {
    ByteBuffer in = buffer(datagram);
    if (datagram.length < HEADER + INFO) {
      throw new IOException("an answer about interfaces is too short");
    }
    int type = in.getShort(TYPE);
    if (type == NLMSG_ERROR) {
      int error = -in.getInt(HEADER);
      if (error != ENODEV) {
        throw new IOException("an answer about interfaces is error " + error);
      }
      return Optional.empty();
    }
    if (type != RTM_NEWLINK) {
      throw new IOException("an answer about interfaces is of type " + type);
    }
    Map<Integer, ByteBuffer> all = attributes(in, HEADER + INFO, datagram.length);
    ByteBuffer name = all.get(IFLA_IFNAME);
    ByteBuffer master = all.get(IFLA_MASTER);
    ByteBuffer info = all.get(IFLA_LINKINFO);
    if (name == null || (master != null && master.remaining() < Integer.BYTES)) {
      throw new IOException("an answer about interfaces is not whole");
    }
    ByteBuffer kind =
        info == null ? null : attributes(info, 0, info.remaining()).get(IFLA_INFO_SLAVE_KIND);
    return Optional.of(
        new Link(
            text(name),
            in.getInt(HEADER + Integer.BYTES),
            Optional.ofNullable(master).map(one -> one.getInt(0)),
            kind == null ? "" : text(kind)));
  }

  private static Map<Integer, ByteBuffer> attributes(ByteBuffer in, int from, int end)
      throws IOException {
    Map<Integer, ByteBuffer> found = new HashMap<>();
    for (int at = from; end - at >= ATTRIBUTE; ) {
      int length = Short.toUnsignedInt(in.getShort(at));
      if (length < ATTRIBUTE || length > end - at) {
        throw new IOException("an answer about interfaces is cut off");
      }
      int type = in.getShort(at + Short.BYTES) & TYPE_MASK;
      ByteBuffer value = in.slice(at + ATTRIBUTE, length - ATTRIBUTE);
      found.put(type, value.order(ByteOrder.nativeOrder()));
      at += align(length);
    }
    return found;
  }

  private static String text(ByteBuffer bytes) {
    byte[] all = new byte[bytes.remaining()];
    bytes.get(0, all);
    int end = 0;
    while (end < all.length && all[end] != 0) {
      end++;
    }
    return new String(all, 0, end, StandardCharsets.UTF_8);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static int align(int length) {
    return (length + 3) & ~3;
  }
}
