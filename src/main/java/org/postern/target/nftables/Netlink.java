package org.postern.target.nftables;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The framing of netlink: {@code include/uapi/linux/netlink.h}, {@code netfilter/nfnetlink.h} and
 * netlink(7).
 */
final class Netlink {
  static final int NLMSG_ERROR = 2;
  static final int NLMSG_DONE = 3;

  static final int NLM_F_REQUEST = 1;
  static final int NLM_F_ACK = 4;
  static final int NLM_F_DUMP_INTR = 0x10;
  static final int NLM_F_CAPPED = 0x100;
  static final int NLM_F_ACK_TLVS = 0x200;
  static final int NLM_F_EXCL = 0x200;
  static final int NLM_F_DUMP = 0x300;
  static final int NLM_F_CREATE = 0x400;
  static final int NLM_F_APPEND = 0x800;

  static final int NLMSGERR_ATTR_MSG = 1;
  static final int NLMSGERR_ATTR_OFFS = 2;

  static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  static final int NFNL_MSG_BATCH_END = 0x11;
  static final int NFNL_BATCH_GENID = 1;
  static final int NFNL_SUBSYS_NFTABLES = 10;

  /** struct nlmsghdr: length, type, flags, sequence, port id. */
  static final int MESSAGE_HEADER = 16;

  /** struct nfgenmsg: family, version, resource id. */
  static final int NFGEN_HEADER = 4;

  /** struct nlattr: length, type. */
  static final int ATTRIBUTE_HEADER = 4;

  static final int NLA_F_NESTED = 0x8000;
  static final int NLA_TYPE_MASK = 0x3fff;

  /** The length of an attribute is 16 bits, header included. */
  static final int MAX_ATTRIBUTE = 0xffff;

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

  static int align(int length) {
    return (length + 3) & ~3;
  }

  static int be32(byte[] bytes, int at) {
    return (int) INT_BIG.get(bytes, at);
  }

  static void putBe32(byte[] bytes, int at, int value) {
    INT_BIG.set(bytes, at, value);
  }

  static long be64(byte[] bytes, int at) {
    return (long) LONG_BIG.get(bytes, at);
  }

  static void putBe64(byte[] bytes, int at, long value) {
    LONG_BIG.set(bytes, at, value);
  }

  static int host32(byte[] bytes, int at) {
    return (int) INT_HOST.get(bytes, at);
  }

  static void putHost32(byte[] bytes, int at, int value) {
    INT_HOST.set(bytes, at, value);
  }

  static int host16(byte[] bytes, int at) {
    return Short.toUnsignedInt((short) SHORT_HOST.get(bytes, at));
  }

  static void putHost16(byte[] bytes, int at, int value) {
    SHORT_HOST.set(bytes, at, (short) value);
  }
}
