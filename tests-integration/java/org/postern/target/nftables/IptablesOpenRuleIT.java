package org.postern.target.nftables;

import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same over both variants of iptables. */
@ParameterizedClass
@MethodSource("filters")
class IptablesOpenRuleIT extends OpenRule {
  static List<Filter> filters() {
    return Filter.iptables(Filter.IPTABLES_NFT);
  }

  IptablesOpenRuleIT(Filter filter) {
    super(filter);
  }
}
