package org.postern.target.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.target.ForeignChain;

class ForeignSavedTest {
  @Test
  void aChainIsNamedWithTheTableThatHasIt() {
    ForeignSaved saved =
        new ForeignSaved(Family.IP6, Tools.Variant.LEGACY, Saved.parse(ForeignSaved.UNREAD));
    assertEquals(
        List.of("ip6tables-legacy nat PREROUTING", "ip6tables-legacy nat OUTPUT"),
        saved.translations().stream().map(ForeignChain::where).toList());
    assertEquals(
        List.of("ip6tables-legacy filter INPUT"),
        saved.filters(Set.of(Hook.INPUT), false).stream().map(ForeignChain::where).toList());
  }
}
