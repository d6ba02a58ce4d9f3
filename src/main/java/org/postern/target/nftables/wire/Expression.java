package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_EXPR_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXPR_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIST_ELEM;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * An instruction of a rule. An expression of a rule that others wrote is decoded only if every
 * attribute of it is understood; otherwise it is {@link Unknown}, so that no record ever stands for
 * more or less than what the kernel does.
 */
public sealed interface Expression {

  /** Returns the name of the kernel's module: {@code meta}, {@code cmp} and so on. */
  String name();

  /** Writes what stands inside {@code NFTA_EXPR_DATA}. */
  void encodeData(AttributeWriter out);

  /** An expression that fills a register. */
  sealed interface Load extends Expression
      permits Loads.Meta, Loads.Payload, Loads.Exthdr, Loads.Ct, Loads.Byteorder, Loads.Bitwise {}

  /** Ends the rule for packets that do not match. */
  sealed interface Match extends Expression
      permits Matches.Cmp, Matches.Range, Matches.Lookup, Matches.Limit {}

  /** An expression that does something to the packet, or remembers it. */
  sealed interface Statement extends Expression
      permits Statements.ImmediateVerdict,
          Statements.Counter,
          Statements.Objref,
          Statements.DynsetUpdate,
          Statements.Reject,
          Statements.Log,
          Statements.LogGroup {}

  /** An expression that is not understood, or has attributes that are not. */
  record Unknown(String name, Bytes data) implements Expression {
    @Override
    public void encodeData(AttributeWriter out) {
      out.raw(data);
    }
  }

  /** Writes this expression as attribute {@code type}. */
  default void encode(int type, AttributeWriter out) {
    out.nested(
        type,
        body -> {
          body.string(NFTA_EXPR_NAME, name());
          body.nested(NFTA_EXPR_DATA, this::encodeData);
        });
  }

  static void encodeList(int type, List<Expression> expressions, AttributeWriter out) {
    out.nested(type, list -> expressions.forEach(one -> one.encode(NFTA_LIST_ELEM, list)));
  }

  static List<Expression> decodeList(Attributes list) throws NftablesException {
    List<Expression> expressions = new ArrayList<>();
    for (Attribute element : list.list()) {
      expressions.add(decode(element));
    }
    return List.copyOf(expressions);
  }

  static Expression decode(Attribute element) throws NftablesException {
    Attributes attributes = element.nested();
    String name = attributes.string(NFTA_EXPR_NAME);
    Bytes data = attributes.find(NFTA_EXPR_DATA).map(Attribute::bytes).orElse(Bytes.zeros(0));
    return understand(name, attributes).orElseGet(() -> new Unknown(name, data));
  }

  private static Optional<Expression> understand(String name, Attributes attributes) {
    try {
      return decodeData(name, attributes.nested(NFTA_EXPR_DATA));
    } catch (NftablesException e) {
      return Optional.empty();
    }
  }

  private static Optional<Expression> decodeData(String name, Attributes data)
      throws NftablesException {
    return switch (name) {
      case Loads.Meta.NAME -> Loads.Meta.decode(data);
      case Loads.Payload.NAME -> Loads.Payload.decode(data);
      case Loads.Exthdr.NAME -> Loads.Exthdr.decode(data);
      case Loads.Ct.NAME -> Loads.Ct.decode(data);
      case Loads.Byteorder.NAME -> Loads.Byteorder.decode(data);
      case Loads.Bitwise.NAME -> Loads.Bitwise.decode(data);
      case Matches.Cmp.NAME -> Matches.Cmp.decode(data);
      case Matches.Range.NAME -> Matches.Range.decode(data);
      case Matches.Lookup.NAME -> Matches.Lookup.decode(data);
      case Matches.Limit.NAME -> Matches.Limit.decode(data);
      case Statements.ImmediateVerdict.NAME -> Statements.ImmediateVerdict.decode(data);
      case Statements.Counter.NAME -> Statements.Counter.decode(data);
      case Statements.Objref.NAME -> Statements.Objref.decode(data);
      case Statements.DynsetUpdate.NAME -> Statements.DynsetUpdate.decode(data);
      case Statements.Reject.NAME -> Statements.Reject.decode(data);
      case Statements.Log.NAME -> Statements.Log.decode(data);
      default -> Optional.empty();
    };
  }
}
