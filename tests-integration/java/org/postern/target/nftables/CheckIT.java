package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.apply.Features;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Statements;
import org.postern.target.nftables.wire.Tables;

/** The kernel looks at requests and forgets them, so that what it cannot do is told before. */
class CheckIT {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final Request TABLE = new Tables.NewTable(FAMILY, "t");
  private static final Request CHAIN = new Chains.NewChain(FAMILY, "t", "c", Optional.empty());

  private final NetnsThread namespace = new NetnsThread();

  @AfterEach
  void leaveNamespace() {
    namespace.close();
  }

  private static Request rule(Expression... expressions) {
    return new Rules.NewRule(FAMILY, "t", "c", List.of(expressions), Optional.empty());
  }

  @Test
  void whatIsCheckedLeavesNoTrace() {
    namespace.connected(
        connection -> {
          long before = connection.generation();
          connection.check(ExampleRuleset.requests());
          assertEquals(before, connection.generation());
          return connection;
        });
    assertEquals("", namespace.nft("", "list", "ruleset"));
  }

  @Test
  void whatTheKernelDoesNotKnowIsNamed() {
    Expression unknown = new Expression.Unknown("absent", Bytes.of());
    List<Request> requests = List.of(TABLE, CHAIN, rule(unknown));
    NftablesException refusal =
        namespace.connected(
            connection -> assertThrows(NftablesException.class, () -> connection.check(requests)));

    assertTrue(Features.isLacking(refusal), refusal.getMessage());
    assertTrue(refusal.is(Errno.ENOENT), refusal.getMessage());
    String words = Features.lacking(requests, refusal);
    assertTrue(words.startsWith("this kernel (Linux "), words);
    assertTrue(words.contains("add rule inet t c at expression 1, absent: ENOENT"), words);
    assertTrue(words.endsWith("Linux 5.10 or later and its modules nf_tables"), words);
    assertEquals("", namespace.nft("", "list", "ruleset"));
  }

  @Test
  void theModulesOfItsRulesAreNamed() {
    List<Request> requests =
        List.of(rule(Statements.Reject.tcpReset()), rule(Statements.Log.warning("x: ")));
    String words =
        Features.lacking(requests, new NftablesException(Errno.EOPNOTSUPP, "add rule inet t c"));

    assertTrue(words.endsWith("modules nf_tables, nft_log, nft_reject_inet"), words);
  }

  @Test
  void whatHandsPacketsOverNeedsAModuleMore() {
    List<Request> requests = List.of(rule(new Statements.LogGroup(1, 64, 1)));
    String words =
        Features.lacking(requests, new NftablesException(Errno.ENOENT, "add rule inet t c"));

    assertTrue(words.endsWith("modules nf_tables, nfnetlink_log, nft_log"), words);
  }

  @Test
  void aBatchOfNothingIsFine() {
    namespace.connected(
        connection -> {
          connection.check(List.of());
          return connection;
        });
  }
}
