package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_CHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_EXPRESSIONS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_HANDLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_POSITION;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_USERDATA;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELRULE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWRULE;

import java.util.List;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

/** Rules: expressions one after the other, until one does not match or gives a verdict. */
public final class Rules {
  private Rules() {}

  /** Appends a rule to its chain. */
  public record NewRule(
      TableFamily family,
      String table,
      String chain,
      List<Expression> expressions,
      Optional<String> comment)
      implements Request {

    public NewRule {
      expressions = List.copyOf(expressions);
    }

    @Override
    public int message() {
      return NFT_MSG_NEWRULE;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE | Netlink.NLM_F_APPEND;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_RULE_TABLE, table);
      out.string(NFTA_RULE_CHAIN, chain);
      Expression.encodeList(NFTA_RULE_EXPRESSIONS, expressions, out);
      comment.ifPresent(text -> out.bytes(NFTA_RULE_USERDATA, UserData.ruleComment(text)));
    }

    @Override
    public String describe() {
      return "add rule " + family.word() + " " + table + " " + chain;
    }

    @Override
    public Optional<String> member(int index) {
      return index < expressions.size()
          ? Optional.of("expression " + (index + 1) + ", " + expressions.get(index).name())
          : Optional.empty();
    }
  }

  /** Deletes the rule with this handle. */
  public record DelRule(TableFamily family, String table, String chain, long handle)
      implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELRULE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_RULE_TABLE, table);
      out.string(NFTA_RULE_CHAIN, chain);
      out.be64(NFTA_RULE_HANDLE, handle);
    }

    @Override
    public String describe() {
      return "delete rule " + family.word() + " " + table + " " + chain + " handle " + handle;
    }
  }

  /** Deletes all rules of a chain. */
  public record FlushChain(TableFamily family, String table, String chain) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELRULE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_RULE_TABLE, table);
      out.string(NFTA_RULE_CHAIN, chain);
    }

    @Override
    public String describe() {
      return "flush chain " + family.word() + " " + table + " " + chain;
    }
  }

  /**
   * A rule that is there.
   *
   * @param handle unique in its table
   * @param previous the handle of the rule before it in the chain
   * @param comment the text that nft shows as the rule's comment
   */
  public record RuleInfo(
      TableFamily family,
      String table,
      String chain,
      long handle,
      Optional<Long> previous,
      List<Expression> expressions,
      Optional<String> comment) {

    static RuleInfo decode(Message message) throws NftablesException {
      Attributes attributes = message.attributes();
      return new RuleInfo(
          message.family(),
          attributes.string(NFTA_RULE_TABLE),
          attributes.string(NFTA_RULE_CHAIN),
          attributes.be64OrZero(NFTA_RULE_HANDLE),
          attributes.be64IfPresent(NFTA_RULE_POSITION),
          Expression.decodeList(attributes.nested(NFTA_RULE_EXPRESSIONS)),
          attributes.find(NFTA_RULE_USERDATA).map(Attribute::bytes).flatMap(UserData::ruleComment));
    }
  }
}
