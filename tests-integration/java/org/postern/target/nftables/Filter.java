package org.postern.target.nftables;

import java.util.List;
import org.postern.Sizes;
import org.postern.host.ProcessRunner;
import org.postern.target.Target;
import org.postern.target.iptables.IptablesTarget;
import org.postern.target.iptables.Tools;

/** The packet filters that the same tests are run over. */
enum Filter {
  NFTABLES,
  IPTABLES_NFT,
  IPTABLES_LEGACY;

  Target target() {
    return switch (this) {
      case NFTABLES -> new NftablesTarget();
      case IPTABLES_NFT -> iptables(Tools.Variant.NFT);
      case IPTABLES_LEGACY -> iptables(Tools.Variant.LEGACY);
    };
  }

  private static Target iptables(Tools.Variant variant) {
    return new IptablesTarget(new ProcessRunner(), new NftNeighbourhood(), Tools.of(variant));
  }

  /** Both variants of iptables; in every build one is enough for what takes long. */
  static List<Filter> iptables(Filter enough) {
    return Sizes.pick(1, 2) == 1 ? List.of(enough) : List.of(IPTABLES_NFT, IPTABLES_LEGACY);
  }

  /** Ours and one over nf_tables in every build; all at night. */
  static List<Filter> withNft() {
    return Sizes.pick(List.of(NFTABLES, IPTABLES_NFT), List.of(values()));
  }

  /** Ours and the one over the older kernel interface in every build; all at night. */
  static List<Filter> withLegacy() {
    return Sizes.pick(List.of(NFTABLES, IPTABLES_LEGACY), List.of(values()));
  }

  /** Ours in every build; all at night. */
  static List<Filter> ours() {
    return Sizes.pick(List.of(NFTABLES), List.of(values()));
  }

  /** One variant of iptables in every build, both at night. */
  static List<Filter> oneNft() {
    return iptables(IPTABLES_NFT);
  }

  /** The same with the other one. */
  static List<Filter> oneLegacy() {
    return iptables(IPTABLES_LEGACY);
  }

  /** The word by which its tools are told from those of the other variant. */
  String variant() {
    return switch (this) {
      case NFTABLES -> throw new AssertionError("nftables has one variant");
      case IPTABLES_NFT -> Tools.Variant.NFT.text();
      case IPTABLES_LEGACY -> Tools.Variant.LEGACY.text();
    };
  }
}
