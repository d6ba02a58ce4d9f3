package org.postern.pipeline.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.ProcNet;
import org.postern.pipeline.Request;
import org.postern.pipeline.check.Examined;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.source.NameServerExam;
import org.postern.target.MailServerKind;

/** Sick hosts, of each of which exactly what it has is found, and healthy ones. */
class DoctorTest {
  private static final NameServerExam.Unanswered REFUSED =
      new NameServerExam.Unanswered("connection refused");

  private static final NameServerExam.Answered CUT =
      new NameServerExam.Answered(0, true, false, false, 0);

  private static final String JOURNAL =
      "journalctl --no-pager --quiet --output=short-iso --lines=50000 SYSLOG_FACILITY=2";

  private static final String FORWARD =
      "port: tcp/25, hook: [input, forward], to: [198.51.100.10, \"2001:db8::10\"],";

  private static final String MAIL =
      World.POLICY.replace("port: tcp/25,", "hook: smtp,").replace("drop", "defer")
          + "targets: ["
          + MailServerKind.NAME
          + "]\n";

  private static final String KEEPS =
      "should a name server of this host keeps records past their lifetime";

  private static final String HIDES =
      "the proxy of a container hides the senders from its mail server";

  private static final String USERS = "users log in at port 25, which a gate shuts for them";

  private static final String EXIM_USER =
      "2026-03-01 04:05:06 1vw-01 <= u@x.example H=(pc) [203.0.113.9]:4000 P=esmtpsa"
          + " X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=plain:u S=300 id=1@pc";

  private static final String NO_OWN_NETWORK =
      "rules: [{name: smtp, port: tcp/25, to: [198.51.100.10], accept: [filter], otherwise: drop}]";

  /** Makes a healthy host sick. */
  interface Illness {
    void on(World world) throws IOException;
  }

  /**
   * A sick host.
   *
   * @param found each severity with the beginning of the title
   */
  record Sick(String name, Illness illness, List<String> found) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Sick sick(String name, Illness illness, String... found) {
    return new Sick(name, illness, List.of(found));
  }

  private static final List<Sick> NAME_SERVERS =
      List.of(
          sick(
              "TCP to the name server is blocked",
              world -> world.answer("delivery.example A TCP", REFUSED),
              "must name server 192.0.2.53:53 does not answer over TCP"),
          sick(
              "TCP is blocked and the answer is cut",
              world ->
                  world
                      .answer("delivery.example A UDP", CUT)
                      .answer("delivery.example A TCP", REFUSED),
              "must name server 192.0.2.53:53 does not answer over TCP"),
          sick(
              "the name server is dead",
              world ->
                  world
                      .answer("delivery.example A UDP", REFUSED)
                      .answer("delivery.example A TCP", REFUSED),
              "must name server 192.0.2.53:53 does not answer"),
          sick(
              "answers are too large for UDP",
              world -> world.answer("delivery.example A UDP", CUT),
              "note answers of 192.0.2.53:53 are too large for UDP"),
          sick(
              "the resolver does not validate",
              world ->
                  world.answer(". SOA UDP", new NameServerExam.Answered(0, false, false, false, 0)),
              "note name server 192.0.2.53:53 does not validate"),
          sick(
              "the resolver tells of its past",
              world ->
                  world.answer(
                      "delivery.example A UDP",
                      new NameServerExam.Answered(0, false, false, true, 0)),
              "should name server 192.0.2.53:53 answers past the lifetime"),
          sick(
              "the resolver is talkative",
              world ->
                  world.answer(
                      "delivery.example A UDP",
                      new NameServerExam.Answered(0, false, false, false, 7)),
              "note name server 192.0.2.53:53 answers more than it is asked"),
          sick(
              "Unbound of this host serves what has expired",
              world ->
                  world
                      .resolver("127.0.0.1")
                      .file("etc/unbound/unbound.conf", "server:\n  ede-serve-expired: yes\n")
                      .file(
                          "etc/unbound/unbound.conf.d/cache.conf",
                          "server:\n  cache-min-ttl: 0\n  serve-expired: yes\n"),
              KEEPS),
          sick(
              "BIND of this host stretches lifetimes",
              world ->
                  world
                      .resolver("198.51.100.10")
                      .file(
                          "etc/bind/named.conf.options",
                          "options {\n stale-answer-enable no;\n min-cache-ttl 90;\n};\n"),
              KEEPS),
          sick(
              "dnsmasq of this host serves what is stale",
              world ->
                  world
                      .resolver("127.0.0.1")
                      .file("etc/dnsmasq.d/cache", "#min-cache-ttl=9\nuse-stale-cache=3600\n"),
              KEEPS),
          sick(
              "systemd-resolved keeps what is stale",
              world ->
                  world
                      .resolver("127.0.0.53")
                      .file("etc/systemd/resolved.conf", "[Resolve]\nStaleRetentionSec=1d\n"),
              KEEPS));

  private static final List<Sick> ROUTES =
      List.of(
          sick(
              "a backup MX leads past the filter",
              world ->
                  world
                      .lab()
                      .neighbourhood()
                      .mail("example.com", "old.example", Duration.ofDays(1), "198.51.100.10"),
              "must mail of example.com goes past the filter"),
          sick(
              "the domain is written wrong",
              world ->
                  world
                      .lab()
                      .neighbourhood()
                      .mail("example.com", "example.com", Duration.ofHours(1)),
              "must example.com takes no mail"),
          sick(
              "it was never looked since when",
              world -> world.lab().policy(World.POLICY.replace(", clean-since: 2026-01-01", "")),
              "should the MX of example.com is not watched for long enough"),
          sick(
              "the policy protects no domain",
              world -> world.lab().policy(World.POLICY.replaceFirst("protects:.*", "")),
              "not checked where mail goes past the filter"));

  private static final List<Sick> RULES =
      List.of(
          sick(
              "a chain of others drops port 25",
              world ->
                  world.target(
                      refused(
                          new Effect(
                              "smtp",
                              Effect.Kind.NONE,
                              "inet filter input (hook input)",
                              "drops or rejects it",
                              List.of("nft insert rule inet filter input tcp dport 25 accept")))),
              "must others refuse the peers that rule smtp accepts"),
          sick(
              "the mail server lets all past before ours",
              world ->
                  world.target(
                      affected(
                          new Effect(
                              "mta",
                              Effect.Kind.NONE,
                              "smtpd_client_restrictions of /etc/postfix/main.cf",
                              "has permit before it",
                              List.of("postern hook postfix")))),
              "must rule mta has no effect"),
          sick(
              "others accept before ours in iptables",
              world ->
                  world.target(damaged("IPv4 chain INPUT does not begin with the way to ours")),
              "must something of ours on iptables is not as it was made"),
          sick(
              "iptables drops port 25 behind ours",
              world ->
                  world.target(
                      World.seen(
                          "iptables",
                          new Observation.Foreign(
                              "iptables-nft filter INPUT", "drops or rejects tcp/25"))),
              "should others refuse at port 25 too"),
          sick(
              "saved rules of iptables name our sets",
              world -> world.saved("etc/iptables/rules.v4"),
              "must at boot none of the saved rules is loaded"),
          sick(
              "a file that nftables.conf includes has our table",
              world ->
                  world
                      .file("etc/nftables.conf", "include \"/etc/nftables.d/*.nft\"\n")
                      .file("etc/nftables.d/saved.nft", "table inet postern {\n}\n")
                      .without("etc/systemd/system/sysinit.target.wants/postern-restore.service"),
              "must a saved file loads our table as it was, and nothing renews it"),
          sick(
              "nothing brings the rules back",
              world -> {
                world.lab().pipeline().apply(Request.of(world.lab().file()));
                world.without("etc/systemd/system/sysinit.target.wants/postern-restore.service");
              },
              "must nothing brings our rules back at boot"),
          sick(
              "there is no systemd",
              world -> {
                world.lab().pipeline().apply(Request.of(world.lab().file()));
                world
                    .without("etc/systemd/system/sysinit.target.wants/postern-restore.service")
                    .without("etc/systemd/system/sysinit.target.wants")
                    .without("etc/systemd/system");
              },
              "not checked whether our rules come back at boot"));

  private static final List<Sick> PORTS =
      List.of(
          sick(
              "port 25 of IPv6 is not judged",
              world -> world.lab().policy(World.POLICY.replaceFirst("rules:.*", NO_OWN_NETWORK)),
              "must port 25 is open by IPv6 where no rule judges"),
          sick(
              "Docker publishes port 25",
              world ->
                  world.program(
                      "nft -t list ruleset",
                      "table ip nat {\n\ttcp dport 25 counter dnat to 172.17.0.2:25\n}\n"),
              "must port 25 is sent on to another host, where no rule judges"),
          sick(
              "Docker publishes port 25 by extensions of iptables",
              world ->
                  world
                      .program("nft -t list ruleset", "table ip nat {\n\t# xt_tcp\n}\n")
                      .program(
                          "iptables-nft-save -t nat",
                          "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 25 -j DNAT"
                              + " --to-destination 172.17.0.2:25\n"),
              "must port 25 is sent on to another host, where no rule judges"),
          sick(
              "one inner address carries all connections",
              world -> {
                for (int i = 0; i < 30; i++) {
                  world.net().established("198.51.100.10", 25, "172.17.0.1", 40_000 + i, i);
                }
              },
              "must something hides the senders from this host"),
          sick(
              "the mail log knows one inner address alone",
              world ->
                  world.log(
                      Collections.nCopies(
                              40, "Mar  1 04:05:06 mx postfix/smtpd[9]: connect from x[172.22.1.1]")
                          .toArray(String[]::new)),
              "must something hides the senders from this host"),
          sick(
              "the journal knows one inner address alone",
              world ->
                  world
                      .without("var/log/mail.log")
                      .program(
                          JOURNAL,
                          "2026-03-01T04:05:06+0000 mx postfix/smtpd[9]: connect from x[172.22.1.1]\n"
                              .repeat(40)),
              "must something hides the senders from this host"));

  private static final List<Sick> CONTAINERS =
      List.of(
          sick("Docker's proxy takes all", world -> proxy(world, "0.0.0.0"), "note " + HIDES),
          sick(
              "Docker's proxy takes IPv6 for a container without",
              world ->
                  proxy(world, "::")
                      .program(
                          "nft -t list ruleset",
                          "table ip nat {\n\ttcp dport 25 dnat to 172.17.0.2:25\n}\n")
                      .lab()
                      .policy(World.POLICY.replace("port: tcp/25,", FORWARD)),
              "note " + HIDES),
          sick(
              "podman's proxy stands before the mail server that is to judge",
              world -> {
                world.net().listening("::", 25, 77);
                world.process(812, "rootlessport", 1, 77).lab().kind(server(world)).policy(MAIL);
              },
              "must " + HIDES),
          sick(
              "a mail server has a network of its own",
              world -> inside(world, "eth0: 0 0\n"),
              "must port 25 is open in a network namespace where no rule judges"));

  private static final List<Sick> MAIL_SERVERS =
      List.of(
          sick(
              "Postfix refuses all but its own network",
              world -> main(world, "smtpd_client_restrictions = permit_mynetworks, reject"),
              "must Postfix refuses the filter"),
          sick(
              "Postfix has a list of its own",
              world ->
                  main(
                          world,
                          "smtpd_client_restrictions = check_client_access cidr:/etc/postfix/in,"
                              + " reject")
                      .file("etc/postfix/in", "192.0.2.1 OK\n"),
              "should Postfix keeps a list of clients beside ours"),
          sick(
              "Postfix asks a block list",
              world -> main(world, "smtpd_recipient_restrictions = reject_rbl_client zen.example"),
              "should Postfix asks block lists about the filter's own nodes"),
          sick(
              "Postfix limits connections",
              world -> main(world, "smtpd_client_connection_rate_limit = 30"),
              "should a limit of Postfix counts the filter's nodes like any client"),
          sick(
              "postscreen asks a block list",
              world -> main(world, "postscreen_dnsbl_sites = zen.example"),
              "should postscreen asks block lists about the filter's own nodes"),
          sick(
              "Exim asks a block list",
              world ->
                  world
                      .file("usr/sbin/exim4", "")
                      .file("etc/exim4/exim4.conf", "")
                      .program("exim4 -bP config", "deny\ndnslists = zen.example\n"),
              "should Exim asks block lists about the filter's own nodes"),
          sick(
              "Exim limits its clients",
              world ->
                  world
                      .file("usr/sbin/exim4", "")
                      .file("etc/exim4/exim4.conf", "")
                      .program("exim4 -bP config", "defer\nratelimit = 10 / 1h / strict\n"),
              "should a limit of Exim counts the filter's nodes like any client"),
          sick(
              "fail2ban watches Postfix",
              world ->
                  world
                      .file("etc/fail2ban/jail.local", "[DEFAULT]\nignoreip = 127.0.0.1/8 ::1\n")
                      .file("etc/fail2ban/jail.d/mail.conf", "[postfix]\nenabled = true\n"),
              "should fail2ban may ban the filter's nodes"),
          sick(
              "users log in at port 25 of Postfix",
              world ->
                  world.log(
                      "Mar  1 04:05:06 mx postfix/smtpd[9]: 4A: client=x[203.0.113.9],"
                          + " sasl_method=PLAIN, sasl_username=u",
                      "Mar  1 04:05:06 mx postfix/submission/smtpd[9]: 4B: client=x[203.0.113.8],"
                          + " sasl_method=PLAIN, sasl_username=v"),
              "must " + USERS),
          sick(
              "users log in at port 25 by the journal",
              world ->
                  world
                      .without("var/log/mail.log")
                      .program(
                          JOURNAL,
                          "2026-03-01T04:05:06+0000 mx postfix/smtpd[9]: 4A: client=x[203.0.113.9],"
                              + " sasl_method=PLAIN, sasl_username=u\n"),
              "must " + USERS),
          sick(
              "Exim tells that users log in at port 25",
              world ->
                  world.file(
                      "var/log/exim4/mainlog",
                      EXIM_USER.replace(" P=", " I=[198.51.100.10]:25 P=") + "\n"),
              "must " + USERS),
          sick(
              "users of Exim have no port but 25",
              world -> world.file("var/log/exim4/mainlog", EXIM_USER + "\n"),
              "must " + USERS),
          sick(
              "Exim tells no port, and users have another",
              world -> {
                world.net().listening(587);
                world.file("var/log/exim4/mainlog", EXIM_USER + "\n");
              },
              "not checked whether users log in at port 25"));

  private static final List<Sick> HOST =
      List.of(
          sick(
              "the clock runs free",
              world -> world.program("timedatectl show -p NTPSynchronized --value", "no\n"),
              "should the clock is not synchronised"),
          sick(
              "every user may write the policy",
              world ->
                  Files.setPosixFilePermissions(
                      world.lab().file(), PosixFilePermissions.fromString("rw-rw-rw-")),
              "must every user of this host may write"),
          sick(
              "a container without the right to rule",
              world -> world.file("proc/self/status", "Uid:\t0\t0\nCapEff:\t00000000a80425fb\n"),
              "must root may not change rules of packets here"),
          sick(
              "a user without rights looks",
              world -> world.file("proc/self/status", "Uid:\t1000\nCapEff:\t0000000000000000\n"),
              "not checked the rules of the kernel and files of root"),
          sick(
              "namespaces are forbidden",
              world -> world.file("proc/sys/user/max_user_namespaces", "0\n"),
              "note postern try cannot have namespaces of its own"),
          sick(
              "no program tells of the clock",
              world -> world.withoutProgram("timedatectl show -p NTPSynchronized --value"),
              "not checked whether the clock is synchronised"));

  private static final List<Sick> RECIPES =
      List.of(
          sick(
              "the scripts of cPanel",
              world -> world.file("opt/setest", "").file("opt/setestptr", ""),
              "must the manual's scripts decide whose mail comes in"),
          sick(
              "the statement of Exim",
              world ->
                  world
                      .file("usr/sbin/exim4", "")
                      .file("etc/exim4/exim4.conf", "")
                      .program(
                          "exim4 -bP config",
                          "defer\n    !hosts = delivery.antispamcloud.com : localhost\n"),
              "must the manual's statement has Exim ask DNS at each recipient"),
          sick(
              "the table of Postfix",
              world ->
                  main(
                          world,
                          "smtpd_client_restrictions = check_client_access"
                              + " hash:/etc/postfix/access, permit_mynetworks, reject")
                      .file("etc/postfix/access", "antispamcloud.com OK\n"),
              "must the manual's table lets the filter in by its name"),
          sick(
              "the class of Postfix",
              world ->
                  main(
                          world,
                          "smtpd_restriction_classes = spamexperts",
                          "spamexperts = check_client_access hash:/etc/postfix/spamexperts, reject")
                      .file("etc/postfix/spamexperts", "antispamcloud.com OK \n"),
              "must the manual's class ends all restrictions on recipients with OK"),
          sick(
              "the rules of tcpserver",
              world ->
                  world.file(
                      "etc/tcp.smtp", "=delivery.antispamcloud.com:allow,RELAYCLIENT=\"\"\n"),
              "must the manual's rules of tcpserver deny no client",
              "must the filter may relay to anywhere"),
          sick(
              "the lines of tcpd",
              world ->
                  world
                      .file(
                          "etc/hosts.allow", "tcp-env: .antispamcloud.com: setenv = RELAYCLIENT\n")
                      .file("etc/hosts.deny", "tcp-env: ALL\n"),
              "must the filter may relay to anywhere"),
          sick(
              "the script of Exchange",
              world -> world.file("psscripts/exchangereceiveconnector.ps1", ""),
              "must the manual's script sets the connector to whatever one look-up gives"),
          sick(
              "the blacklist of SmarterMail",
              world ->
                  world.target(
                      World.seen(
                          "smartermail",
                          new Observation.Foreign(
                              "the blacklist of mail.example",
                              "refuses 1.1.1.1-10.1.1.3, which others have listed"))),
              "must the manual's blacklist of SmarterMail begins at 1.1.1.1"));

  static Stream<Sick> sickHosts() {
    return Stream.of(NAME_SERVERS, ROUTES, RULES, PORTS, CONTAINERS, MAIL_SERVERS, HOST, RECIPES)
        .flatMap(List::stream);
  }

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void makeAHealthyHost() throws IOException {
    world = new World(folder);
  }

  /** Docker's, for a container with an address of IPv4. */
  private static World proxy(World world, String address) throws IOException {
    world.net().listening(address, 25, 77);
    return world.process(
        812,
        "docker-proxy -proto tcp -host-ip %s -host-port 25 -container-ip 172.17.0.2"
            .formatted(address),
        1,
        77);
  }

  /** A mail server in a network with these interfaces. */
  private static World inside(World world, String interfaces) throws IOException {
    new ProcNet(world.at("proc/4711/net")).listening(25);
    return world
        .process(4711, "master", 2, 5)
        .file("proc/4711/net/dev", "Inter-| Receive\n    lo: 0 0\n" + interfaces);
  }

  private static MailServerKind server(World world) {
    return new MailServerKind(world.at("mail"));
  }

  private static World main(World world, String... lines) throws IOException {
    return world.file("etc/postfix/main.cf", String.join("\n", lines) + "\n");
  }

  private static Examined.Seen refused(Effect effect) {
    Examined.Seen seen = World.seen("nftables");
    return new Examined.Seen(seen.name(), seen.kind(), seen.held(), List.of(effect));
  }

  private static Examined.Seen affected(Effect effect) {
    Examined.Seen seen = World.seen("postfix");
    return new Examined.Seen(
        seen.name(), seen.kind(), seen.held().leaving(List.of(effect)), List.of());
  }

  private static Examined.Seen damaged(String anomaly) {
    Observation held =
        new Observation(
            World.seen("iptables").held().owned(),
            Observation.Layout.NOTHING,
            "",
            Map.of(),
            List.of(),
            List.of(anomaly),
            Proof.EXACT);
    return new Examined.Seen("iptables", "iptables", held, List.of());
  }

  @ParameterizedTest
  @MethodSource("sickHosts")
  void ofASickHostExactlyThatIsFound(Sick sick) throws IOException {
    sick.illness().on(world);
    List<Finding> findings = world.findings();
    assertEquals(sick.found().size(), findings.size(), findings::toString);
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      String told = finding.severity().word() + " " + finding.title();
      assertTrue(told.startsWith(sick.found().get(i)), told);
      assertFalse(finding.evidence().isBlank(), told);
      assertTrue(finding.severity() == Severity.NOT_CHECKED || !finding.remedy().isBlank(), told);
    }
  }

  @Test
  void onAHealthyHostNothingIsFound() throws IOException {
    assertEquals(List.of(), world.findings());
  }

  @Test
  void onAHealthyHostWithRulesInForceNothingIsFound() throws IOException {
    world.lab().pipeline().apply(Request.of(world.lab().file()));
    assertEquals(List.of(), world.findings());
  }

  @Test
  void aContainerWhoseConnectionsARuleSeesIsHealthy() throws IOException {
    inside(world, "  eth0: 0 0\n");
    proxy(world, "0.0.0.0")
        .program("nft -t list ruleset", "table ip nat {\n\ttcp dport 25 dnat to 172.17.0.2:25\n}\n")
        .lab()
        .policy(World.POLICY.replace("port: tcp/25,", FORWARD));
    assertEquals(List.of(), world.findings());
  }

  @Test
  void aNetworkThatNothingReachesIsHealthy() throws IOException {
    inside(world, "");
    assertEquals(List.of(), world.findings());
  }

  @Test
  void aNameServerElsewhereIsNotJudgedByFilesOfThisHost() throws IOException {
    world.file("etc/unbound/unbound.conf", "server:\n  serve-expired: yes\n");
    assertEquals(List.of(), world.findings());
  }

  @Test
  void aDeadNameServerIsTakenOutWhereItIsWritten() throws IOException {
    world.answer("delivery.example A UDP", REFUSED).answer("delivery.example A TCP", REFUSED);
    assertEquals(List.of("take it out of /etc/resolv.conf, or let this host reach it"), remedies());
    world.lab().policy(World.POLICY + "resolve: {servers: [192.0.2.53]}\n");
    assertEquals(
        List.of(
            "take it out of \"resolve: {servers: ...}\" of %s, or let this host reach it"
                .formatted(world.lab().file())),
        remedies());
  }

  private List<String> remedies() throws IOException {
    return world.findings().stream().map(Finding::remedy).toList();
  }

  /** Before the first apply a dead name server is what the look is for. */
  @Test
  void aPolicyWhoseSourcesTellNothingIsLookedAtAllTheSame() throws IOException {
    world
        .answer("delivery.example A UDP", REFUSED)
        .answer("delivery.example A TCP", REFUSED)
        .lab()
        .silence();
    List<String> told = new ArrayList<>();
    world.findings().forEach(one -> told.add(one.severity().word() + " " + one.title()));
    assertEquals(
        List.of(
            "must name server 192.0.2.53:53 does not answer", "not checked what the policy means"),
        told);
  }

  @Test
  void fail2banThatKnowsTheFilterBansItNot() throws IOException {
    world
        .file("etc/fail2ban/jail.local", "[DEFAULT]\nignoreip = 127.0.0.1/8 8.8.8.0/24\n")
        .file("etc/fail2ban/jail.d/mail.conf", "[postfix]\nenabled = true\n");
    assertEquals(List.of(), world.findings());
  }

  /** What a filter of one's own network is: a single host that a rule names. */
  @Test
  void anInnerFilterThatARuleNamesHidesNoSender() throws IOException {
    world.lab().policy(World.POLICY.replace("{dns: delivery.example}", "10.9.8.7"));
    world.log(
        Collections.nCopies(40, "Mar  1 04:05:06 mx postfix/smtpd[9]: connect from x[10.9.8.7]")
            .toArray(String[]::new));
    assertEquals(List.of(), world.findings());
  }

  @Test
  void aHostWithoutAPolicyIsLookedAtTooAndThatIsTold() throws IOException {
    world.withoutPolicy().file("opt/setestptr", "");
    List<String> told = new ArrayList<>();
    world.findings().forEach(one -> told.add(one.severity().word() + " " + one.title()));
    assertEquals(
        List.of(
            "must the manual's scripts decide whose mail comes in",
            "should port 25 is open by IPv4 where no rule judges",
            "should port 25 is open by IPv6 where no rule judges",
            "not checked what needs a policy"),
        told);
  }

  @Test
  void nothingIsWritten() throws IOException {
    world.lab().pipeline().apply(Request.of(world.lab().file()));
    Map<String, String> before = stamps();
    assertTrue(before.size() > 20, before::toString);
    world.findings();
    assertEquals(before, stamps());
  }

  private Map<String, String> stamps() throws IOException {
    Path processes = folder.resolve("lab/processes"); // the lab writes them anew each time
    Map<String, String> stamps = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(path -> !path.startsWith(processes)).toList()) {
        stamps.put(
            one.toString(),
            Files.readAttributes(one, "unix:ino,ctime,size", LinkOption.NOFOLLOW_LINKS).toString());
      }
    }
    return stamps;
  }

  @Test
  void eachCheckIsOnThePageOfTheManual() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/doctor.md"));
    for (String name : Doctor.names()) {
      assertTrue(
          page.contains("## " + Character.toUpperCase(name.charAt(0)) + name.substring(1)), name);
    }
  }
}
