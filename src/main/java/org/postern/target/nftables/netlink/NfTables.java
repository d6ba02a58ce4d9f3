package org.postern.target.nftables.netlink;

/**
 * Numbers of nf_tables: {@code include/uapi/linux/netfilter/nf_tables.h}, the few that are used,
 * under their names there.
 */
public final class NfTables {
  // Messages: enum nf_tables_msg_types
  public static final int NFT_MSG_NEWTABLE = 0;
  public static final int NFT_MSG_GETTABLE = 1;
  public static final int NFT_MSG_DELTABLE = 2;
  public static final int NFT_MSG_NEWCHAIN = 3;
  public static final int NFT_MSG_GETCHAIN = 4;
  public static final int NFT_MSG_DELCHAIN = 5;
  public static final int NFT_MSG_NEWRULE = 6;
  public static final int NFT_MSG_GETRULE = 7;
  public static final int NFT_MSG_DELRULE = 8;
  public static final int NFT_MSG_NEWSET = 9;
  public static final int NFT_MSG_GETSET = 10;
  public static final int NFT_MSG_DELSET = 11;
  public static final int NFT_MSG_NEWSETELEM = 12;
  public static final int NFT_MSG_GETSETELEM = 13;
  public static final int NFT_MSG_DELSETELEM = 14;
  public static final int NFT_MSG_NEWGEN = 15;
  public static final int NFT_MSG_GETGEN = 16;
  public static final int NFT_MSG_NEWOBJ = 18;
  public static final int NFT_MSG_GETOBJ = 19;
  public static final int NFT_MSG_DELOBJ = 20;

  // Lists of anything
  public static final int NFTA_LIST_ELEM = 1;

  // Tables
  public static final int NFTA_TABLE_NAME = 1;
  public static final int NFTA_TABLE_FLAGS = 2;
  public static final int NFTA_TABLE_USE = 3;
  public static final int NFTA_TABLE_HANDLE = 4;
  public static final int NFTA_TABLE_OWNER = 7;
  public static final int NFT_TABLE_F_DORMANT = 1;
  public static final int NFT_TABLE_F_OWNER = 2;
  public static final int NFT_TABLE_F_PERSIST = 4;

  // Chains
  public static final int NFTA_CHAIN_TABLE = 1;
  public static final int NFTA_CHAIN_HANDLE = 2;
  public static final int NFTA_CHAIN_NAME = 3;
  public static final int NFTA_CHAIN_HOOK = 4;
  public static final int NFTA_CHAIN_POLICY = 5;
  public static final int NFTA_CHAIN_TYPE = 7;
  public static final int NFTA_HOOK_HOOKNUM = 1;
  public static final int NFTA_HOOK_PRIORITY = 2;

  // Rules
  public static final int NFTA_RULE_TABLE = 1;
  public static final int NFTA_RULE_CHAIN = 2;
  public static final int NFTA_RULE_HANDLE = 3;
  public static final int NFTA_RULE_EXPRESSIONS = 4;
  public static final int NFTA_RULE_POSITION = 6;
  public static final int NFTA_RULE_USERDATA = 7;

  // Sets
  public static final int NFTA_SET_TABLE = 1;
  public static final int NFTA_SET_NAME = 2;
  public static final int NFTA_SET_FLAGS = 3;
  public static final int NFTA_SET_KEY_TYPE = 4;
  public static final int NFTA_SET_KEY_LEN = 5;
  public static final int NFTA_SET_DESC = 9;
  public static final int NFTA_SET_ID = 10;
  public static final int NFTA_SET_TIMEOUT = 11;
  public static final int NFTA_SET_USERDATA = 13;
  public static final int NFTA_SET_HANDLE = 16;
  public static final int NFTA_SET_EXPR = 17;
  public static final int NFTA_SET_COUNT = 20;
  public static final int NFTA_SET_DESC_SIZE = 1;
  public static final int NFT_SET_ANONYMOUS = 0x1;
  public static final int NFT_SET_CONSTANT = 0x2;
  public static final int NFT_SET_INTERVAL = 0x4;
  static final int NFT_SET_MAP = 0x8;
  public static final int NFT_SET_TIMEOUT = 0x10;
  public static final int NFT_SET_EVAL = 0x20;
  public static final int NFT_SET_CONCAT = 0x80;

  // Elements of sets
  public static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  public static final int NFTA_SET_ELEM_LIST_SET = 2;
  public static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  public static final int NFTA_SET_ELEM_KEY = 1;
  public static final int NFTA_SET_ELEM_DATA = 2;
  public static final int NFTA_SET_ELEM_FLAGS = 3;
  public static final int NFTA_SET_ELEM_TIMEOUT = 4;
  public static final int NFTA_SET_ELEM_EXPIRATION = 5;
  public static final int NFTA_SET_ELEM_EXPR = 7;
  public static final int NFTA_SET_ELEM_KEY_END = 10;
  public static final int NFT_SET_ELEM_INTERVAL_END = 1;
  public static final int NFT_SET_ELEM_CATCHALL = 2;

  // Stateful objects
  public static final int NFTA_OBJ_TABLE = 1;
  public static final int NFTA_OBJ_NAME = 2;
  public static final int NFTA_OBJ_TYPE = 3;
  public static final int NFTA_OBJ_DATA = 4;
  public static final int NFTA_OBJ_HANDLE = 6;

  // Generations
  public static final int NFTA_GEN_ID = 1;
  public static final int NFTA_GEN_PROC_PID = 2;
  public static final int NFTA_GEN_PROC_NAME = 3;
  public static final int NFNLGRP_NFTABLES = 7;

  // Expressions in general
  public static final int NFTA_EXPR_NAME = 1;
  public static final int NFTA_EXPR_DATA = 2;
  public static final int NFTA_DATA_VALUE = 1;
  public static final int NFTA_DATA_VERDICT = 2;
  public static final int NFTA_VERDICT_CODE = 1;
  public static final int NFTA_VERDICT_CHAIN = 2;
  public static final int NFT_REG_VERDICT = 0;
  public static final int NFT_REG_1 = 1;
  public static final int NFT_REG_2 = 2;
  public static final int NFT_REG_4 = 4;

  // meta
  public static final int NFTA_META_DREG = 1;
  public static final int NFTA_META_KEY = 2;
  public static final int NFT_META_PROTOCOL = 1;
  public static final int NFT_META_IIF = 4;
  public static final int NFT_META_OIF = 5;
  public static final int NFT_META_IIFNAME = 6;
  public static final int NFT_META_OIFNAME = 7;
  public static final int NFT_META_NFPROTO = 15;
  public static final int NFT_META_L4PROTO = 16;
  public static final int NFT_META_TIME_NS = 30;

  // payload
  public static final int NFTA_PAYLOAD_DREG = 1;
  public static final int NFTA_PAYLOAD_BASE = 2;
  public static final int NFTA_PAYLOAD_OFFSET = 3;
  public static final int NFTA_PAYLOAD_LEN = 4;
  static final int NFT_PAYLOAD_LL_HEADER = 0;
  public static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  public static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

  // ct
  public static final int NFTA_CT_DREG = 1;
  public static final int NFTA_CT_KEY = 2;
  public static final int NFTA_CT_DIRECTION = 3;
  public static final int NFT_CT_STATE = 0;
  public static final int NFT_CT_DIRECTION = 1;
  public static final int NFT_CT_STATUS = 2;
  public static final int NFT_CT_PROTOCOL = 10;
  public static final int NFT_CT_PROTO_DST = 12;
  public static final int NFT_CT_DST_IP = 20;
  public static final int NFT_CT_DST_IP6 = 22;

  // bitwise
  public static final int NFTA_BITWISE_SREG = 1;
  public static final int NFTA_BITWISE_DREG = 2;
  public static final int NFTA_BITWISE_LEN = 3;
  public static final int NFTA_BITWISE_MASK = 4;
  public static final int NFTA_BITWISE_XOR = 5;
  public static final int NFTA_BITWISE_OP = 6;

  // byteorder
  public static final int NFTA_BYTEORDER_SREG = 1;
  public static final int NFTA_BYTEORDER_DREG = 2;
  public static final int NFTA_BYTEORDER_OP = 3;
  public static final int NFTA_BYTEORDER_LEN = 4;
  public static final int NFTA_BYTEORDER_SIZE = 5;
  public static final int NFT_BYTEORDER_HTON = 1;

  // cmp
  public static final int NFTA_CMP_SREG = 1;
  public static final int NFTA_CMP_OP = 2;
  public static final int NFTA_CMP_DATA = 3;
  public static final int NFT_CMP_EQ = 0;
  public static final int NFT_CMP_NEQ = 1;
  public static final int NFT_CMP_LT = 2;
  public static final int NFT_CMP_LTE = 3;
  public static final int NFT_CMP_GT = 4;
  public static final int NFT_CMP_GTE = 5;

  // range
  public static final int NFTA_RANGE_SREG = 1;
  public static final int NFTA_RANGE_OP = 2;
  public static final int NFTA_RANGE_FROM_DATA = 3;
  public static final int NFTA_RANGE_TO_DATA = 4;
  static final int NFT_RANGE_EQ = 0;
  public static final int NFT_RANGE_NEQ = 1;

  // lookup
  public static final int NFTA_LOOKUP_SET = 1;
  public static final int NFTA_LOOKUP_SREG = 2;
  public static final int NFTA_LOOKUP_DREG = 3;
  public static final int NFTA_LOOKUP_FLAGS = 5;
  public static final int NFT_LOOKUP_F_INV = 1;

  // limit
  public static final int NFTA_LIMIT_RATE = 1;
  public static final int NFTA_LIMIT_UNIT = 2;
  public static final int NFTA_LIMIT_BURST = 3;
  public static final int NFTA_LIMIT_TYPE = 4;
  public static final int NFTA_LIMIT_FLAGS = 5;
  public static final int NFTA_LIMIT_PAD = 6;
  public static final int NFT_LIMIT_PKTS = 0;
  public static final int NFT_LIMIT_F_INV = 1;

  // immediate
  public static final int NFTA_IMMEDIATE_DREG = 1;
  public static final int NFTA_IMMEDIATE_DATA = 2;
  public static final int NFT_CONTINUE = -1;
  public static final int NFT_JUMP = -3;
  public static final int NFT_GOTO = -4;
  public static final int NFT_RETURN = -5;

  // counter
  public static final int NFTA_COUNTER_BYTES = 1;
  public static final int NFTA_COUNTER_PACKETS = 2;
  public static final int NFTA_COUNTER_PAD = 3;

  // objref
  public static final int NFTA_OBJREF_IMM_TYPE = 1;
  public static final int NFTA_OBJREF_IMM_NAME = 2;

  // dynset
  public static final int NFTA_DYNSET_SET_NAME = 1;
  public static final int NFTA_DYNSET_OP = 3;
  public static final int NFTA_DYNSET_SREG_KEY = 4;
  public static final int NFTA_DYNSET_TIMEOUT = 6;
  public static final int NFTA_DYNSET_EXPR = 7;
  public static final int NFTA_DYNSET_PAD = 8;
  public static final int NFTA_DYNSET_FLAGS = 9;
  public static final int NFT_DYNSET_OP_ADD = 0;
  public static final int NFT_DYNSET_OP_UPDATE = 1;

  // fib
  public static final int NFTA_FIB_DREG = 1;
  public static final int NFTA_FIB_RESULT = 2;
  public static final int NFTA_FIB_FLAGS = 3;
  public static final int NFT_FIB_RESULT_ADDRTYPE = 3;
  public static final int NFTA_FIB_F_DADDR = 2;

  // nat
  public static final int NFTA_NAT_TYPE = 1;
  public static final int NFT_NAT_DNAT = 1;

  // Matches and targets of iptables
  public static final int NFTA_MATCH_NAME = 1;
  public static final int NFTA_MATCH_REV = 2;
  public static final int NFTA_MATCH_INFO = 3;
  public static final int NFTA_TARGET_NAME = 1;

  // exthdr
  public static final int NFTA_EXTHDR_DREG = 1;
  public static final int NFTA_EXTHDR_TYPE = 2;
  public static final int NFTA_EXTHDR_OFFSET = 3;
  public static final int NFTA_EXTHDR_LEN = 4;
  public static final int NFTA_EXTHDR_FLAGS = 5;
  public static final int NFTA_EXTHDR_OP = 6;

  // reject
  public static final int NFTA_REJECT_TYPE = 1;
  public static final int NFTA_REJECT_ICMP_CODE = 2;
  static final int NFT_REJECT_ICMP_UNREACH = 0;
  public static final int NFT_REJECT_TCP_RST = 1;
  public static final int NFT_REJECT_ICMPX_UNREACH = 2;

  // log
  public static final int NFTA_LOG_GROUP = 1;
  public static final int NFTA_LOG_PREFIX = 2;
  public static final int NFTA_LOG_SNAPLEN = 3;
  public static final int NFTA_LOG_QTHRESHOLD = 4;
  public static final int NFTA_LOG_LEVEL = 5;

  public static final int NFT_OBJECT_COUNTER = 1;
  public static final int NFT_OBJECT_QUOTA = 2;
  public static final int NFT_OBJECT_CT_HELPER = 3;
  public static final int NFT_OBJECT_LIMIT = 4;
  // include/uapi/linux/netfilter.h: verdicts, families and hooks
  public static final int NF_DROP = 0;
  public static final int NF_ACCEPT = 1;
  public static final int NFPROTO_IPV4 = 2;
  public static final int NFPROTO_IPV6 = 10;
  public static final int NF_INET_PRE_ROUTING = 0;
  public static final int NF_INET_LOCAL_IN = 1;
  public static final int NF_INET_FORWARD = 2;
  public static final int NF_INET_LOCAL_OUT = 3;

  // include/uapi/linux/if.h, in.h, netfilter/nf_conntrack_common.h and nf_conntrack_tuple_common.h
  public static final int IFNAMSIZ = 16;
  public static final int IPPROTO_HOPOPTS = 0;
  public static final int IPPROTO_TCP = 6;
  public static final int IPPROTO_FRAGMENT = 44;
  public static final int ETH_P_IP = 0x0800;
  public static final int ETH_P_IPV6 = 0x86DD;
  public static final int IP_CT_NEW_BIT = 0x8;
  public static final int IPS_SRC_NAT = 0x10;
  public static final int IPS_DST_NAT = 0x20;

  // include/uapi/linux/rtnetlink.h
  public static final int RTN_UNICAST = 1;
  public static final int RTN_LOCAL = 2;

  public static final int IP_CT_DIR_ORIGINAL = 0;

  // The user data of nft: include/udata.h of libnftnl
  public static final int NFTNL_UDATA_RULE_COMMENT = 0;
  public static final int NFTNL_UDATA_SET_KEYBYTEORDER = 0;

  private NfTables() {}
}
