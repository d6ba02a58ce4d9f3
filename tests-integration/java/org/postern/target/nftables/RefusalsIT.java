package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements.DelSetElem;
import org.postern.target.nftables.wire.Elements.NewSetElem;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/** What the kernel refuses, in words; and that nothing of a refused batch stays. */
class RefusalsIT {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final Request TABLE = new Tables.NewTable(FAMILY, "t");
  private static final Request SET = Sets.NewSet.hash(FAMILY, "t", "s", KeyType.IPV4_ADDR);

  private final NetnsThread namespace = new NetnsThread();

  @AfterEach
  void leaveNamespace() {
    namespace.close();
  }

  private static NewSetElem add(long... keys) {
    return new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(keys));
  }

  private NftablesException refusal(Request... requests) {
    return namespace.connected(
        connection -> {
          return assertThrows(NftablesException.class, () -> connection.commit(List.of(requests)));
        });
  }

  private void commit(Request... requests) {
    namespace.connected(
        connection -> {
          return connection.commit(List.of(requests));
        });
  }

  @Test
  void aTableThatMustNotExistYet() {
    commit(TABLE);
    NftablesException refusal = refusal(new Tables.NewTable(FAMILY, "t", 0, true));

    assertTrue(refusal.is(Errno.EEXIST));
    assertEquals("add table inet t at NFTA_TABLE_NAME: EEXIST (file exists)", refusal.getMessage());
  }

  @Test
  void theElementThatIsNotThereIsNamedAndNothingOfTheBatchStays() {
    commit(TABLE, SET, add(1));
    DelSetElem delete = new DelSetElem(FAMILY, "t", "s", ElementKeys.ipv4(1, 0xc0000201L));
    NftablesException refusal = refusal(add(5), delete, add(6));

    assertEquals(
        "delete 2 elements of inet t s at element 192.0.2.1:"
            + " ENOENT (no such file or directory)",
        refusal.getMessage());
    assertEquals("0.0.0.1", elements());
  }

  private String elements() {
    String listing = namespace.nft("", "list", "set", "inet", "t", "s");
    return listing.replaceFirst("(?s).*elements = \\{ ", "").replaceFirst("(?s) \\}.*", "");
  }

  @Test
  void theElementThatIsThereAlreadyIsNamed() {
    commit(TABLE, SET, add(1));
    NewSetElem again = new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(2, 1), true);

    assertEquals(
        "add 2 elements to inet t s at element 0.0.0.1: EEXIST (file exists)",
        refusal(again).getMessage());
  }

  @Test
  void theExpressionThatNamesNoSetIsNamed() {
    Request chain = new Chains.NewChain(FAMILY, "t", "c", Optional.empty());
    Request rule =
        new Rules.NewRule(
            FAMILY,
            "t",
            "c",
            List.of(
                new Loads.Payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 12, 4, NfTables.NFT_REG_1),
                new Matches.Lookup("absent", NfTables.NFT_REG_1, false)),
            Optional.empty());

    NftablesException refusal = refusal(TABLE, chain, rule);
    assertTrue(refusal.is(Errno.ENOENT));
    assertTrue(refusal.getMessage().startsWith("add rule inet t c"), refusal.getMessage());
  }

  @Test
  void everyRefusalIsToldUpToALimit() {
    List<Request> requests = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      requests.add(new Chains.DelChain(FAMILY, "absent", "c" + index));
    }
    String words = refusal(requests.toArray(Request[]::new)).getMessage();

    assertTrue(words.startsWith("delete chain inet absent c0 at NFTA_CHAIN_TABLE: ENOENT"), words);
    assertTrue(words.endsWith("; and 3 more"), words);
  }

  @Test
  void aBatchForAnotherGenerationIsNotApplied() {
    commit(TABLE);
    NftablesException refusal =
        namespace.connected(
            connection -> {
              long before = connection.generation();
              connection.commit(List.of(SET));
              return assertThrows(
                  NftablesException.class, () -> connection.commitAt(before, List.of(add(1))));
            });

    assertTrue(refusal.is(Errno.ERESTART), refusal.getMessage());
  }

  @Test
  void elementsOfASetThatIsNotThere() {
    commit(TABLE);
    NftablesException refusal =
        namespace.connected(
            connection -> {
              return assertThrows(
                  NftablesException.class,
                  () -> connection.reader().hasElement(FAMILY, "t", "absent", ElementKeys.ipv4(1)));
            });

    assertEquals(
        "read set inet t absent: ENOENT (no such file or directory)", refusal.getMessage());
  }

  @Test
  void withoutPrivilegeTheReasonIsPermission() throws IOException, InterruptedException {
    assertEquals(
        "batch of 1 message: EPERM (operation not permitted)\n",
        inChild(List.of("unshare", "--user"), "commit"));
  }

  @Test
  void withoutRealPrivilegeSmallBatchesWork() throws IOException, InterruptedException {
    assertEquals(
        "50000 elements\n",
        inChild(List.of("unshare", "--user", "--map-root-user", "--net"), "elements"));
  }

  private static String inChild(List<String> wrapper, String action)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RootlessMain.class.getName());
    command.add(action);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
