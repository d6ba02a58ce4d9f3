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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
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
import org.postern.target.mail.tcpwrappers.TcpwrappersKind;

/**
 * A real tcpd, which a real inetd starts, lets in whom the policy and the administrator mean. The
 * tests run at the same time, since tcpd keeps a client that it refuses for five seconds.
 */
@Execution(ExecutionMode.CONCURRENT)
class TcpwrappersIT {
  private static final String FOLDER = "/var/lib/postern-mail/tcpwrappers";
  private static final String OURS = FOLDER + "/clients.patterns";

  /** As the page says. */
  private static final String UNDO =
      "sed -i --follow-symlinks '/^# postern: begin/,/^# postern: end/d' /etc/hosts.deny"
          + " /etc/hosts.allow";

  private static final int CHANGES = Sizes.pick(8, 200);

  /** So many changes are made by the program, each of which takes it a second. */
  private static final int BY_PROGRAM = Sizes.pick(4, 5);

  private static final int ENOUGH = Sizes.pick(60, 300);

  private static final AddressSet FEW =
      MailPolicy.of(
          "192.0.2.1-192.0.2.6",
          "203.0.113.64-203.0.113.79",
          "10.1.9.9",
          "2001:db8::7-2001:db8::9");

  private static final AddressSet OTHERS =
      MailPolicy.of("192.0.2.1", "203.0.113.70-203.0.113.90", "2001:db8::8-2001:db8::ff");

  /** What lines of the administrator decide on, whatever we say. */
  private static final AddressSet RELAYS = MailPolicy.of("10.1.0.0-10.1.255.255", "192.0.2.5");

  private static final AddressSet BANNED = MailPolicy.of("203.0.113.66");

  /** The first of two lists accepts three of them, the second the same. */
  private static final Set<Address> SOME =
      Stream.of(
              "192.0.2.1",
              "203.0.113.70",
              "2001:db8::8",
              "198.51.100.77",
              "2001:db8::6",
              "203.0.113.63")
          .map(Dialogues::address)
          .collect(Collectors.toSet());

  @TempDir private Path folder;
  private Optional<ConnectionLab> opened = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    opened = Optional.of(new ConnectionLab("tcpwrappers", folder));
  }

  @AfterEach
  void end() throws IOException {
    opened.orElseThrow().close();
  }

  private ConnectionLab lab() {
    return opened.orElseThrow();
  }

  private void begin(AddressSet accepted) throws Exception {
    lab().policy(accepted);
    assertTrue(lab().postern("apply").expecting(4).contains("has no effect"));
    lab().postern("hook", "tcpwrappers", "--write").expecting(0);
    lab().postern("apply").expecting(0);
    assertTrue(lab().postern("hook", "tcpwrappers").expecting(0).contains("(is there)"));
  }

  private static boolean isAccepted(AddressSet accepted, Address peer) {
    return !BANNED.contains(peer) && (RELAYS.contains(peer) || accepted.contains(peer));
  }

  private List<String> wrong(AddressSet accepted) {
    Set<Address> peers = ConnectionLab.edges(accepted.union(RELAYS).union(BANNED));
    return lab().wrong(peers, peer -> isAccepted(accepted, peer));
  }

  private String file(String name) throws IOException {
    return Files.readString(lab().path("/etc/" + name), StandardCharsets.ISO_8859_1);
  }

  @Test
  void dialoguesAreAsMeant() throws Exception {
    List<String> before = List.of(file("hosts.allow"), file("hosts.deny"));
    AddressSet many =
        MailPolicy.of(
            Stream.concat(
                    IntStream.range(0, Sizes.pick(14, 70))
                        .mapToObj(
                            i ->
                                "172.16.%d.%d-172.16.%d.%d"
                                    .formatted(2 * i, i, 2 * i + i % 2, 200 - i)),
                    IntStream.range(0, Sizes.pick(6, 30))
                        .mapToObj(i -> "2001:db8:%x::%x-2001:db8:%x:5::1".formatted(i, i, i)))
                .toArray(String[]::new));
    begin(many);
    Set<Address> peers = ConnectionLab.edges(many.union(RELAYS).union(BANNED));
    assertTrue(peers.size() >= ENOUGH, peers::toString);
    assertEquals(List.of(), lab().wrong(peers, peer -> isAccepted(many, peer)));
    lab().apply(FEW);
    if (Sizes.pick(false, true)) {
      assertEquals(List.of(), wrong(FEW));
    }
    assertEquals(Optional.of("220 relay="), lab().greeting("10.1.9.9"));
    assertEquals(Optional.of("220 relay=no"), lab().greeting("192.0.2.4"));
    assertEquals(Optional.of("220 relay=no"), lab().greeting("127.0.0.1"));
    assertEquals(Optional.of("220 relay=no"), lab().greeting("::1"));
    assertTrue(lab().postern("plan").output().contains("denies 203.0.113.66"));
    lab().sh("rm " + OURS);
    lab().postern("restore").expecting(0);
    assertTrue(Files.readString(lab().path(OURS)).contains("203.0.113.64/255.255.255.240\n"));
    assertTrue(lab().postern("status").output().contains("tcpwrappers"));
    lab().postern("remove").expecting(0);
    assertEquals(Optional.of("220 relay=no"), lab().greeting("198.51.100.77"));
    assertEquals("ALL\n", Files.readString(lab().path(OURS)));
    lab().sh(UNDO);
    assertEquals(before, List.of(file("hosts.allow"), file("hosts.deny")));
  }

  /** Forms in which a file of the administrator may be, none of which is ours to change. */
  private static final SortedMap<String, String> ODD =
      new TreeMap<>(
          Map.of(
              "b: without an end", "sshd: ALL\ntcp-env: 198.51.100.77",
              "d: open", "sshd: ALL\ntcp-env: 198.51.100.77, \\\n",
              "e: of DOS", "sshd: ALL\r\nALL: 203.0.113.66 : deny\r\n",
              "a: closed", "ALL: 203.0.113.66 : deny\nALL: ALL : deny\n",
              "f: commands",
                  "sshd: ALL: spawn (echo %a \\: x | cat) &\nALL EXCEPT tcp-env: ALL\n"));

  @Tag("nightly")
  @Test
  void administratorsFilesKeepTheirBytes() throws Exception {
    lab().policy(FEW);
    lab().postern("apply").expecting(4);
    for (Map.Entry<String, String> odd : ODD.entrySet()) {
      lab().write("/etc/hosts.allow", odd.getValue());
      lab().sh("printf '# none' > /etc/hosts.deny");
      lab().postern("hook", "tcpwrappers", "--write").expecting(0);
      assertEquals(List.of(), lab().wrong(SOME, FEW::contains), odd.getKey());
      lab().sh(UNDO);
      assertEquals(odd.getValue(), file("hosts.allow"), odd.getKey());
      assertEquals("# none", file("hosts.deny"));
    }
    lab().sh("rm /etc/hosts.allow; mv /etc/hosts.deny /etc/real; ln -s real /etc/hosts.deny");
    String said = lab().postern("hook", "tcpwrappers", "--write").expecting(4);
    assertTrue(said.contains("add by hand what goes into /etc/hosts.deny"), said);
    assertEquals("real\n", lab().sh("readlink /etc/hosts.deny"));
    assertEquals("# none", file("hosts.deny"));
    lab().sh("printf '\ntcp-env: ALL\n' >> /etc/real; sed -i '1i ALL: ALL' /etc/hosts.allow");
    String open = lab().postern("apply").expecting(4);
    assertTrue(open.contains("lets all others in by its line 1 \"ALL: ALL\""), open);
    assertTrue(lab().greeting("198.51.100.77").isPresent());
    lab().sh("sed -i 1d /etc/hosts.allow");
    lab().postern("apply").expecting(0);
  }

  @Test
  void whatCannotBeHeldIsRefused() throws Exception {
    for (String rest :
        List.of(
            "otherwise: defer", "spare: [], otherwise: observe", "spare: [], otherwise: reject")) {
      lab().policy(FEW, rest);
      String said = lab().postern("apply").expecting(65);
      assertTrue(said.contains("tcpwrappers "), said);
      assertTrue(said.contains("write"), said);
    }
    assertFalse(Files.exists(lab().path(OURS)));
  }

  /** The lists take turns by the steps that an apply makes. */
  private void write(AddressSet accepted) throws TargetException {
    Target target =
        new TcpwrappersKind(new MailHost(new ProcessRunner(), folder, false))
            .open(
                new TargetBinding(
                    "tcpwrappers",
                    "tcpwrappers",
                    Span.wholeFile(""),
                    Map.of(
                        "folder",
                        lab().path(FOLDER).toString(),
                        "commands",
                        folder.resolve("none").toString())),
                Secrets.none());
    AccessRule rule = ConnectionRules.rule("mta", new Peers.Only(accepted), Optional.empty());
    Plan plan = Plan.between(target.observe(Observation.nothing()), new Ruleset(List.of(rule)));
    assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
  }

  @Test
  @Tag("nightly")
  void underTrafficItIsAsBeforeOrAfter() throws Exception {
    begin(FEW);
    List<String> wrong =
        lab()
            .traffic(
                List.of("192.0.2.1", "203.0.113.70", "10.1.0.1", "2001:db8::8"),
                List.of("192.0.2.7", "203.0.113.63", "198.51.100.77", "2001:db8::6"),
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

  /** Who is accepted by both is let in, and who is by neither is not. */
  private void assertBetween() throws IOException {
    assertTrue(Files.size(lab().path(OURS)) > 0);
    assertEquals(List.of(), lab().wrong(SOME, FEW::contains));
  }

  @Test
  @Tag("nightly")
  void killedAtEachRenameItIsAsBeforeOrAfter() throws Exception {
    lab().policy(FEW);
    lab().postern("apply").expecting(4);
    String[] hook = {"hook", "tcpwrappers", "--write"};
    for (int number : Sizes.pick(List.of(2), List.of(1, 2))) {
      assertTrue(lab().killedAt(number, hook));
      assertTrue(lab().greeting("192.0.2.1").isPresent());
      assertTrue(lab().greeting("198.51.100.77").isPresent());
      assertEquals(number > 1, file("hosts.allow").contains("# postern: end\n"));
      assertFalse(file("hosts.deny").contains("postern"));
    }
    lab().postern(hook).expecting(0);
    lab()
        .killedAtEachRename(
            OURS,
            FEW,
            OTHERS,
            this::assertBetween,
            () -> assertTrue(Files.readString(lab().path(OURS)).contains("203.0.113.90\n")));
  }

  private static final List<String> DAMAGES =
      List.of("sed -i 1i10.9.9.9 ", "rm ", "truncate -s 0 ", "truncate -s 60 ", "echo ALL > ");

  @Test
  @Tag("nightly")
  void damageAndAFullDiskAreToldAndTakenBack() throws Exception {
    lab().sh("mount -t tmpfs -o size=64k,mode=755 none /var/lib/postern-mail");
    begin(FEW);
    String whole = Files.readString(lab().path(OURS));
    for (String damage : Sizes.pick(DAMAGES.subList(0, 2), DAMAGES)) {
      lab().sh(damage + OURS);
      lab().postern("plan").expecting(2);
      lab().postern("apply").expecting(0);
      assertEquals(whole, Files.readString(lab().path(OURS)), damage);
    }
    lab().sh("dd if=/dev/zero of=/var/lib/postern-mail/full bs=1k 2> /dev/null || true");
    lab().policy(OTHERS);
    String full = lab().postern("apply").expecting(75);
    assertTrue(full.contains("No space left"), full);
    assertEquals(whole, Files.readString(lab().path(OURS)));
    assertTrue(lab().greeting("2001:db8::7").isPresent());
    lab().sh("rm /var/lib/postern-mail/full");
    lab().postern("apply").expecting(0);
    assertTrue(lab().greeting("2001:db8::ff").isPresent());
  }
}
