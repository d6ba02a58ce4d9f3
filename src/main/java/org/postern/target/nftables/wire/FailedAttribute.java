package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_EXPRESSIONS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_ELEMENTS;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELSETELEM;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWRULE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWSETELEM;

import java.util.List;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;

/** Turns the byte offset of an attribute that the kernel refused into words. */
final class FailedAttribute {
  private FailedAttribute() {}

  /** Returns {@code " at NAME"} and what is at that offset; empty if there is no attribute. */
  static String describe(Request request, byte[] message, int offset) {
    try {
      return find(message, Netlink.MESSAGE_HEADER + Netlink.NFGEN_HEADER, message.length, offset)
          .map(attribute -> " at " + describe(request, message, attribute, offset))
          .orElse("");
    } catch (NftablesException e) {
      return "";
    }
  }

  private static String describe(Request request, byte[] message, Attribute top, int offset) {
    String name = name(request.message(), top.type());
    if (!isList(request.message(), top.type())) {
      return name;
    }
    return member(message, top, offset).flatMap(request::member).orElse(name);
  }

  private static boolean isList(int message, int type) {
    return switch (message) {
      case NFT_MSG_NEWRULE -> type == NFTA_RULE_EXPRESSIONS;
      case NFT_MSG_NEWSETELEM, NFT_MSG_DELSETELEM -> type == NFTA_SET_ELEM_LIST_ELEMENTS;
      default -> false;
    };
  }

  /** Returns the index of the list's member that the offset is in. */
  private static Optional<Integer> member(byte[] message, Attribute list, int offset) {
    try {
      List<Attribute> members = Attributes.read(message, list.from(), list.to()).list();
      for (int index = 0; index < members.size(); index++) {
        Attribute member = members.get(index);
        if (holds(member, offset)) {
          return Optional.of(index);
        }
      }
      return Optional.empty();
    } catch (NftablesException e) {
      return Optional.empty();
    }
  }

  private static Optional<Attribute> find(byte[] message, int from, int to, int offset)
      throws NftablesException {
    return Attributes.read(message, from, to).list().stream()
        .filter(attribute -> holds(attribute, offset))
        .findFirst();
  }

  private static boolean holds(Attribute attribute, int offset) {
    return attribute.from() - Netlink.ATTRIBUTE_HEADER <= offset && offset < attribute.to();
  }

  /**
   * Returns the name in nf_tables.h; requests have few attributes, in the order of their numbers.
   */
  private static String name(int message, int type) {
    return switch (message) {
      case NfTables.NFT_MSG_NEWTABLE, NfTables.NFT_MSG_DELTABLE ->
          name("NFTA_TABLE_", type, "NAME", "FLAGS");
      case NfTables.NFT_MSG_NEWCHAIN, NfTables.NFT_MSG_DELCHAIN ->
          name("NFTA_CHAIN_", type, "TABLE", "HANDLE", "NAME", "HOOK", "POLICY", "USE", "TYPE");
      case NFT_MSG_NEWRULE, NfTables.NFT_MSG_DELRULE ->
          name("NFTA_RULE_", type, "TABLE", "CHAIN", "HANDLE", "EXPRESSIONS");
      case NfTables.NFT_MSG_NEWSET, NfTables.NFT_MSG_DELSET ->
          name("NFTA_SET_", type, "TABLE", "NAME", "FLAGS", "KEY_TYPE", "KEY_LEN");
      case NFT_MSG_NEWSETELEM, NFT_MSG_DELSETELEM ->
          name("NFTA_SET_ELEM_LIST_", type, "TABLE", "SET", "ELEMENTS");
      case NfTables.NFT_MSG_NEWOBJ, NfTables.NFT_MSG_DELOBJ ->
          name("NFTA_OBJ_", type, "TABLE", "NAME", "TYPE", "DATA");
      default -> "attribute " + type;
    };
  }

  private static String name(String prefix, int type, String... names) {
    return type >= 1 && type <= names.length ? prefix + names[type - 1] : "attribute " + type;
  }
}
