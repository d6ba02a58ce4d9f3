package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_HANDLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_HOOK;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_POLICY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CHAIN_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_HOOK_HOOKNUM;
import static org.postern.target.nftables.netlink.NfTables.NFTA_HOOK_PRIORITY;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELCHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWCHAIN;
import static org.postern.target.nftables.netlink.NfTables.NF_ACCEPT;

import java.util.Optional;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

/** Chains: lists of rules, those with a hook called by the kernel, the others by jumps. */
public final class Chains {
  private Chains() {}

  /**
   * The hook that makes a chain a base chain.
   *
   * @param type {@code filter}, {@code nat} or {@code route}
   * @param hook {@code NF_INET_…} and its like for other families
   * @param priority lower comes first; iptables has 0
   * @param policy {@code NF_ACCEPT} or {@code NF_DROP}: what happens at the end of the chain
   */
  public record BaseHook(String type, int hook, int priority, int policy) {
    /** A filter whose end lets the packet go on. */
    public static BaseHook filter(int hook, int priority) {
      return new BaseHook("filter", hook, priority, NF_ACCEPT);
    }
  }

  /** Creates a chain, or finds it there. */
  public record NewChain(TableFamily family, String table, String name, Optional<BaseHook> base)
      implements Request {
    @Override
    public int message() {
      return NFT_MSG_NEWCHAIN;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_CHAIN_TABLE, table);
      out.string(NFTA_CHAIN_NAME, name);
      base.ifPresent(
          value -> {
            out.string(NFTA_CHAIN_TYPE, value.type());
            out.be32(NFTA_CHAIN_POLICY, value.policy());
            out.nested(
                NFTA_CHAIN_HOOK,
                hook -> {
                  hook.be32(NFTA_HOOK_HOOKNUM, value.hook());
                  hook.be32(NFTA_HOOK_PRIORITY, value.priority());
                });
          });
    }

    @Override
    public String describe() {
      return "add chain " + family.word() + " " + table + " " + name;
    }
  }

  /** Deletes a chain that is empty and that no rule jumps to. */
  public record DelChain(TableFamily family, String table, String name) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELCHAIN;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_CHAIN_TABLE, table);
      out.string(NFTA_CHAIN_NAME, name);
    }

    @Override
    public String describe() {
      return "delete chain " + family.word() + " " + table + " " + name;
    }
  }

  /** A chain that is there. */
  public record ChainInfo(
      TableFamily family, String table, String name, long handle, Optional<BaseHook> base) {
    static ChainInfo decode(Message message) throws NftablesException {
      Attributes attributes = message.attributes();
      return new ChainInfo(
          message.family(),
          attributes.string(NFTA_CHAIN_TABLE),
          attributes.string(NFTA_CHAIN_NAME),
          attributes.be64OrZero(NFTA_CHAIN_HANDLE),
          decodeBase(attributes));
    }

    private static Optional<BaseHook> decodeBase(Attributes attributes) throws NftablesException {
      if (!attributes.has(NFTA_CHAIN_HOOK)) {
        return Optional.empty();
      }
      Attributes hook = attributes.nested(NFTA_CHAIN_HOOK);
      return Optional.of(
          new BaseHook(
              attributes.string(NFTA_CHAIN_TYPE),
              hook.be32(NFTA_HOOK_HOOKNUM),
              hook.be32(NFTA_HOOK_PRIORITY),
              attributes.be32(NFTA_CHAIN_POLICY, NF_ACCEPT)));
    }
  }
}
