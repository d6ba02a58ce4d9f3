package org.postern.target.nftables.netlink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The framing of netlink: {@code include/uapi/linux/netlink.h}, {@code netfilter/nfnetlink.h} and
 * netlink(7).
 */
public final class Netlink {
  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;

  public static final int NLM_F_REQUEST = 1;
  public static final int NLM_F_ACK = 4;
  public static final int NLM_F_DUMP_INTR = 0x10;
  public static final int NLM_F_CAPPED = 0x100;
  public static final int NLM_F_ACK_TLVS = 0x200;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  public static final int NLMSGERR_ATTR_MSG = 1;
  public static final int NLMSGERR_ATTR_OFFS = 2;

  public static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  public static final int NFNL_MSG_BATCH_END = 0x11;
  public static final int NFNL_BATCH_GENID = 1;
  public static final int NFNL_SUBSYS_NFTABLES = 10;

  /** The bytes of struct nlmsghdr: length, type, flags, sequence, port id. */
  public static final int MESSAGE_HEADER = 16;

  /** The bytes of struct nfgenmsg: family, version, resource id. */
  public static final int NFGEN_HEADER = 4;

  /** The bytes of struct nlattr: length, type. */
  public static final int ATTRIBUTE_HEADER = 4;

  static final int NLA_F_NESTED = 0x8000;
  public static final int NLA_TYPE_MASK = 0x3fff;

  /** The length of an attribute is 16 bits, header included. */
  public static final int MAX_ATTRIBUTE = 0xffff;

  private static final VarHandle INT_BIG = ints(ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_HOST = ints(ByteOrder.nativeOrder());
  private static final VarHandle LONG_BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT_HOST =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  private Netlink() {}

  private static VarHandle ints(ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(int[].class, order);
  }

  public static int align(int length) {
    return (length + 3) & ~3;
  }

  public static int be32(byte[] bytes, int at) {
    return (int) INT_BIG.get(bytes, at);
  }

  static void putBe32(byte[] bytes, int at, int value) {
    INT_BIG.set(bytes, at, value);
  }

  public static long be64(byte[] bytes, int at) {
    return (long) LONG_BIG.get(bytes, at);
  }

  static void putBe64(byte[] bytes, int at, long value) {
    LONG_BIG.set(bytes, at, value);
  }

  public static int host32(byte[] bytes, int at) {
    return (int) INT_HOST.get(bytes, at);
  }

  public static void putHost32(byte[] bytes, int at, int value) {
    INT_HOST.set(bytes, at, value);
  }

  public static int host16(byte[] bytes, int at) {
    return Short.toUnsignedInt((short) SHORT_HOST.get(bytes, at));
  }

  public static void putHost16(byte[] bytes, int at, int value) {
    SHORT_HOST.set(bytes, at, (short) value);
  }
}
