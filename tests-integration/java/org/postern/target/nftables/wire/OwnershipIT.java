package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.Progress;
import org.postern.plan.Change;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.nftables.Host;
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.Rulesets;
import org.postern.target.nftables.World;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NfTables;

/** A table that one process owns: no other changes it, and it outlives its owner. */
class OwnershipIT {
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.1, 198.51.100.0/24]}}
      rules: [{name: smtp, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  private final World world = new World();
  private final Host host = world.host("server");
  private final NftablesTarget owner = NftablesTarget.owning(Progress.SILENT);
  private final Ruleset wanted = Rulesets.of(POLICY);
  private final Ruleset other = Rulesets.of(POLICY.replace("192.0.2.1", "192.0.2.2"));

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private void own(Ruleset ruleset) {
    Applied applied =
        host.run(() -> owner.apply(owner.compile(Plan.between(owner.observe(), ruleset))));
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    Observation after = host.run(owner::observe);
    assertEquals(List.of(), Plan.between(after, ruleset).changes());
  }

  private record Ended(int exit, String error) {}

  private Ended apply(String policy) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    Process process =
        host.run(
            () ->
                new ProcessBuilder(
                        System.getProperty("postern.image"),
                        "apply",
                        file.toString(),
                        "--state",
                        folder.resolve("state").toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), error);
  }

  private String tables() {
    return host.nft("list tables");
  }

  @Test
  void othersNeitherFlushNorChangeIt() {
    own(wanted);
    host.load("flush ruleset");
    assertTrue(tables().contains("inet postern"));
    for (String change :
        List.of(
            "delete table inet postern",
            "flush chain inet postern input",
            "add element inet postern smtp_ip_32_1536 { 192.0.2.9 }")) {
      assertThrows(AssertionError.class, () -> host.load(change), change);
    }
    own(other);
  }

  @Test
  void itOutlivesItsOwnerAndTheNextAdoptsIt() throws Exception {
    assertEquals(0, apply(POLICY + "targets: [nftables: {owner: true}]\n").exit());
    assertTrue(host.nft("list table inet postern").contains("smtp_refused"));

    own(other);
    host.load("flush ruleset");
    assertTrue(tables().contains("inet postern"), "adopted, not only changed");
  }

  /** To a table that is owned, by the process that carries this out. */
  private List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    owner.compile(Plan.between(Observation.nothing(), wanted)).steps().stream()
        .map(BatchStep.class::cast)
        .forEach(step -> requests.addAll(step.requests()));
    return requests;
  }

  /** Its owner is gone, and nothing else has moved: no generation, no handle. */
  private void orphan() {
    long before = host.connected(connection -> connection.commit(requests()));
    assertEquals(before, host.connected(NftablesConnection::generation));
  }

  @Test
  void anOrphanIsADifferenceUntilItIsAdopted() {
    orphan();
    Plan plan = host.run(() -> Plan.between(owner.observe(), wanted));
    assertEquals(
        List.of(
            new Change.Repair("the process that owned the table has ended: anybody may change it")),
        plan.changes());
    assertEquals(
        List.of("own the table"),
        owner.compile(plan).steps().stream().map(Artifact.Step::title).toList());
    own(wanted);
    host.load("flush ruleset");
    assertTrue(tables().contains("inet postern"), "adopted");
  }

  private record Looks(Observation seen, String pulse) {}

  /** The owner ends between two looks, of which the second would only recall the first. */
  @Test
  void whoRemembersATableSeesThatItsOwnerIsGone() {
    Looks owned =
        host.connected(
            connection -> {
              connection.commit(requests());
              return new Looks(owner.observe(), owner.changeToken());
            });
    assertEquals(List.of(), Plan.between(owned.seen(), wanted).changes());

    Observation after = host.run(() -> owner.observe(owned.seen()));
    assertEquals(1, Plan.between(after, wanted).changes().size());
    assertNotEquals(owned.pulse(), host.run(owner::changeToken));
    Observation written = Observation.remembered(wanted, owned.seen().precondition());
    Observation remembered = host.run(() -> owner.observe(written));
    assertEquals(1, Plan.between(remembered, wanted).changes().size());
    own(wanted);
    Observation adopted = host.run(owner::observe);
    Observation again = host.run(() -> owner.observe(adopted));
    assertEquals(List.of(), Plan.between(again, wanted).changes(), "our own is in sync");
  }

  @Test
  void anOrphanThatSleepsIsWokenAndAdopted() {
    orphan();
    host.connected(
        connection ->
            connection.commit(
                List.of(
                    new Tables.NewTable(
                        TableContents.FAMILY,
                        Names.TABLE,
                        NfTables.NFT_TABLE_F_PERSIST | NfTables.NFT_TABLE_F_DORMANT,
                        false))));
    own(wanted);
    host.load("flush ruleset");
    assertTrue(tables().contains("inet postern"), "adopted");
  }

  @Test
  void aSecondProcessIsToldWhoseItIsAndChangesNothing() throws Exception {
    own(wanted);
    Ended ended = apply(POLICY.replace("192.0.2.1", "192.0.2.2"));

    assertEquals(69, ended.exit(), ended.error());
    assertTrue(ended.error().contains("belongs to another process (netlink port "), ended.error());
    assertEquals(List.of(), Plan.between(host.run(owner::observe), wanted).changes());
  }

  @Test
  void aTableIsMadeAnewWhereItsFlagsCannotBeChanged() {
    host.bring(wanted);
    Plan plan = host.run(() -> Plan.between(owner.observe(), wanted));
    assertFalse(plan.isEmpty());
    assertEquals(1, owner.compile(plan).steps().size());
    own(wanted);
    host.load("flush ruleset");
    assertTrue(tables().contains("inet postern"));
  }

  @Test
  void andBackAgainWhenTheOwnerIsGone() throws Exception {
    assertEquals(0, apply(POLICY + "targets: [nftables: {owner: true}]\n").exit());
    assertFalse(host.planTo(wanted).isEmpty());
    host.bring(wanted);
    host.load("flush ruleset");
    assertFalse(tables().contains("inet postern"));
  }
}
