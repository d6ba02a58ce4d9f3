package org.postern.target.nftables;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same over both variants of iptables. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NFTABLES")
class IptablesOpenRuleIT extends OpenRule {
  IptablesOpenRuleIT(Filter filter) {
    super(filter);
  }
}
