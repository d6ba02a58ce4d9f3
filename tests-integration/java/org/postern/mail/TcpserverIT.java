package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailHost;
import org.postern.target.mail.tcpserver.TcpserverKind;

/** A real tcpserver lets in whom the policy and the administrator's own lines mean. */
class TcpserverIT {
  private static final String FOLDER = "/var/lib/postern-mail/tcpserver";
  private static final String OURS = FOLDER + "/mta.tcprules";
  private static final String CDB = FOLDER + "/tcp.smtp.cdb";
  private static final String SOURCE = "/etc/tcp.smtp";
  private static final int CHANGES = Sizes.pick(8, 200);

  /** So many changes are made by the program, each of which takes it a second. */
  private static final int BY_PROGRAM = Sizes.pick(4, 5);

  private static final int ENOUGH = Sizes.pick(60, 300);

  private static final AddressSet FEW =
      MailPolicy.of("192.0.2.1-192.0.2.6", "203.0.113.64-203.0.113.79", "10.1.9.9");

  private static final AddressSet OTHERS = MailPolicy.of("192.0.2.1", "203.0.113.70-203.0.113.90");

  /** What lines of the administrator decide on, whatever we say. */
  private static final AddressSet RELAYS = MailPolicy.of("10.1.0.0-10.1.255.255", "192.0.2.5");

  private static final AddressSet BANNED = MailPolicy.of("203.0.113.66");

  @TempDir private Path folder;
  private Optional<ConnectionLab> opened = Optional.empty();
  private byte[] source = new byte[0];

  @BeforeEach
  void start() throws Exception {
    opened = Optional.of(new ConnectionLab("tcpserver", folder));
    source = Files.readAllBytes(lab().path(SOURCE));
  }

  @AfterEach
  void end() throws IOException {
    opened.orElseThrow().close();
  }

  private ConnectionLab lab() {
    return opened.orElseThrow();
  }

  /** Has tcpserver go by a file of compiled rules, as its script would say. */
  private void serve(String cdb) throws Exception {
    lab().sh("nohup /mnt/serve %s > /dev/null 2>&1 &".formatted(cdb));
    lab()
        .sh(
            "until tr '\\0' ' ' < /proc/$(cat /run/tcpserver)/cmdline | grep -q '^tcpserver .*%s';"
                    .formatted(cdb)
                + " do sleep 0.02; done");
    lab().sh("until grep -q :0019 /proc/net/tcp; do sleep 0.02; done");
  }

  /** By day one test asks what is told between these steps. */
  private void begin(AddressSet accepted) throws Exception {
    if (Sizes.pick(false, true)) {
      beginAndLook(accepted);
      return;
    }
    lab().policy(accepted);
    lab().postern("apply").expecting(4);
    serve(CDB);
    lab().postern("prove", "tcpserver").expecting(0);
  }

  private void beginAndLook(AddressSet accepted) throws Exception {
    lab().policy(accepted);
    assertTrue(lab().postern("apply").expecting(4).contains("has no effect"));
    String lines = lab().postern("hook", "tcpserver").expecting(0);
    assertTrue(lines.contains("-x " + CDB), lines);
    serve(CDB);
    lab().postern("prove", "tcpserver").expecting(0);
    lab().postern("apply").expecting(0);
    assertTrue(lab().postern("hook", "tcpserver").expecting(0).contains("(is there)"));
  }

  private static boolean isAccepted(AddressSet accepted, Address peer) {
    return !BANNED.contains(peer) && (RELAYS.contains(peer) || accepted.contains(peer));
  }

  private List<String> wrong(AddressSet accepted) {
    Set<Address> peers = ConnectionLab.edges(accepted.union(RELAYS).union(BANNED));
    return lab().wrong(peers, peer -> isAccepted(accepted, peer));
  }

  @Test
  void dialoguesAreAsMeant() throws Exception {
    AddressSet many =
        MailPolicy.of(
            IntStream.range(0, Sizes.pick(20, 100))
                .mapToObj(
                    i -> "172.16.%d.%d-172.16.%d.%d".formatted(2 * i, i, 2 * i + i % 2, 200 - i))
                .toArray(String[]::new));
    beginAndLook(many);
    Set<Address> peers = ConnectionLab.edges(many);
    assertTrue(peers.size() >= ENOUGH, peers::toString);
    assertEquals(List.of(), lab().wrong(peers, peer -> isAccepted(many, peer)));
    lab().apply(FEW);
    assertEquals(List.of(), wrong(FEW));
    assertEquals(Optional.of("220 relay="), lab().greeting("192.0.2.5"));
    assertEquals(Optional.of("220 relay="), lab().greeting("10.1.9.9"));
    assertEquals(Optional.of("220 relay=no"), lab().greeting("192.0.2.4"));
    assertEquals(Optional.of("220 relay="), lab().greeting("127.0.0.1"));
    assertEquals(Optional.empty(), lab().greeting("203.0.113.66"));
    assertTrue(lab().postern("plan").output().contains("denies 203.0.113.66"));
    lab().apply(AddressSet.none().union(MailPolicy.of("198.18.0.1")));
    assertEquals(Optional.empty(), lab().greeting("192.0.2.4"));
    lab().postern("remove").expecting(0);
    assertEquals(Optional.of("220 relay=no"), lab().greeting("198.51.100.77"));
    assertEquals(Optional.empty(), lab().greeting("203.0.113.66"));
    assertEquals(new String(source, StandardCharsets.UTF_8), Files.readString(lab().path(SOURCE)));
  }

  @Test
  void hisLinesArePartOfIt() throws Exception {
    begin(FEW);
    lab().sh("echo ':allow' >> /etc/tcp.smtp");
    String said = lab().postern("apply").expecting(4);
    assertTrue(said.contains("lets all others in by its line \":allow\""), said);
    assertEquals(Optional.of("220 relay=no"), lab().greeting("198.51.100.77"));
    Files.write(lab().path(SOURCE), source);
    lab().postern("prove", "tcpserver").expecting(0);
    assertEquals(List.of(), wrong(FEW));
    String before = lab().sh("cksum " + CDB);
    lab().sh("echo '2001:db8::1:allow' >> /etc/tcp.smtp");
    assertTrue(lab().postern("prove", "tcpserver").expecting(4).contains("is as it was"));
    lab().sh("mv /etc/tcp.smtp /etc/gone");
    assertTrue(lab().postern("prove", "tcpserver").expecting(4).contains("is missing: make it"));
    assertEquals(before, lab().sh("cksum " + CDB));
    assertEquals(List.of(), wrong(FEW));
    Files.write(lab().path(SOURCE), source);
    lab().sh("rm " + CDB);
    lab().postern("plan").expecting(2);
    lab().postern("apply").expecting(0);
    assertEquals(List.of(), wrong(FEW));
  }

  @Test
  void whatCannotBeHeldIsRefused() throws Exception {
    for (String rest :
        List.of(
            "otherwise: defer", "spare: [], otherwise: observe", "spare: [], otherwise: reject")) {
      lab().policy(FEW, rest);
      String said = lab().postern("apply").expecting(65);
      assertTrue(said.contains("tcpserver "), said);
      assertTrue(said.contains("write"), said);
    }
    lab().policy(MailPolicy.of("192.0.2.1", "2001:db8::7"));
    assertTrue(lab().postern("apply").expecting(65).contains("by family:"));
    assertFalse(Files.exists(lab().path(CDB)));
  }

  @Tag("nightly")
  @Test
  void underTrafficItIsAsBeforeOrAfter() throws Exception {
    begin(FEW);
    List<String> wrong =
        lab()
            .traffic(
                List.of("192.0.2.1", "203.0.113.70", "10.1.0.1"),
                List.of("192.0.2.7", "203.0.113.63", "198.51.100.77"),
                CHANGES,
                number -> {
                  AddressSet accepted = number % 2 == 0 ? FEW : OTHERS;
                  if (number % BY_PROGRAM == 0) {
                    lab().apply(accepted);
                  } else {
                    write(accepted);
                  }
                });
    assertEquals(List.of(), wrong);
  }

  /** The lists take turns by the steps that an apply makes. */
  private void write(AddressSet accepted) throws TargetException {
    Target target =
        new TcpserverKind(new MailHost(new ProcessRunner(), folder, true))
            .open(
                new TargetBinding(
                    "tcpserver",
                    "tcpserver",
                    Span.wholeFile(""),
                    Map.of(
                        "folder",
                        lab().path(FOLDER).toString(),
                        "source",
                        lab().path(SOURCE).toString(),
                        "commands",
                        ConnectionLab.FILES.resolve("usr/bin").toAbsolutePath().toString())),
                Secrets.none());
    AccessRule rule = ConnectionRules.rule("mta", new Peers.Only(accepted), Optional.empty());
    Plan plan = Plan.between(target.observe(Observation.nothing()), new Ruleset(List.of(rule)));
    assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
  }

  @Tag("nightly")
  @Test
  void killedAtEachRenameItIsAsBeforeOrAfter() throws Exception {
    begin(FEW);
    lab()
        .killedAtEachRename(
            OURS, FEW, OTHERS, this::assertBetween, () -> assertEquals(List.of(), wrong(OTHERS)));
  }

  /** What our file says is not compiled: the next apply does that. */
  @Test
  void killedInTheLastStepTheNextBringsItToItsEnd() throws Exception {
    begin(FEW);
    lab()
        .sh(
            """
            mkdir /mnt/bin
            ln -s /usr/bin/tcprulescheck /mnt/bin/
            cat > /mnt/bin/tcprules << 'EOF'
            #!/bin/sh
            exec strace -o /dev/null -e inject=rename:signal=KILL /usr/bin/tcprules "$@"
            EOF
            chmod 755 /mnt/bin/tcprules
            """);
    lab().policy(OTHERS, "spare: [], otherwise: defer", "{tcpserver: {commands: /mnt/bin}}");
    String said = lab().postern("apply").expecting(4);
    assertTrue(said.contains("tcp.smtp.cdb is older than what it is made of"), said);
    assertBetween();
    assertEquals(List.of(), wrong(FEW));
    lab().apply(OTHERS);
    assertEquals(List.of(), wrong(OTHERS));
    assertEquals("mta.tcprules\ntcp.smtp.cdb\n", lab().sh("ls -A /var/lib/postern-mail/tcpserver"));
  }

  /** Who is accepted by both is let in, and who is by neither is not. */
  private void assertBetween() {
    for (String kept : List.of("192.0.2.1", "203.0.113.70")) {
      assertTrue(lab().greeting(kept).isPresent(), kept);
    }
    for (String stranger : List.of("192.0.2.7", "198.51.100.77")) {
      assertEquals(Optional.empty(), lab().greeting(stranger));
    }
  }
}
