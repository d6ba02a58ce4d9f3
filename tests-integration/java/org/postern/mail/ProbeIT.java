package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * {@code postern probe} on a machine beside that of a real Postfix, with a real name server: a
 * domain with an address of each family, and an exchanger with other addresses of the same machine.
 */
class ProbeIT {
  private static final String HOST_A = "198.51.100.10";
  private static final String HOST_AAAA = "2001:db8::10";
  private static final String MX_A = "198.51.100.11";
  private static final String MX_AAAA = "2001:db8::11";

  private static final String ZONE =
      """
      @ 60 IN SOA ns admin 1 7200 3600 86400 60
      @ 60 IN NS ns
      ns 60 IN A 198.51.100.10
      @ 60 IN A 198.51.100.10
      @ 60 IN AAAA 2001:db8::10
      @ 60 IN MX 10 mail
      mail 60 IN A 198.51.100.11
      mail 60 IN AAAA 2001:db8::11
      filter 60 IN A 192.0.2.1
      """;

  private static final String NSD =
      """
      server:
        ip-address: 198.51.100.10@53
        username: ""
        chroot: ""
        zonesdir: "/mnt"
        database: ""
        pidfile: "/mnt/nsd.pid"
        xfrdfile: "/mnt/xfrd.state"
        xfrdir: "/mnt"
        zonelistfile: "/mnt/zone.list"
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: example.com
        zonefile: zone
      """;

  /** The machine of the stranger has two addresses, which no policy names, and one way out. */
  private static final String STRANGER =
      """
      ip netns add stranger
      ip link add wan type veth peer name eth0 netns stranger
      ip link set wan up
      ip address add fe80::1/64 dev wan nodad
      ip route add 203.0.113.66/32 dev wan
      ip -6 route add 2001:db8:66::66/128 dev wan table local
      ip -n stranger link set lo up
      ip -n stranger link set eth0 up
      ip -n stranger address add 203.0.113.66/32 dev eth0
      ip -n stranger address add 2001:db8:66::66/128 dev eth0 nodad
      ip -n stranger route add default dev eth0
      ip -n stranger -6 route add default via fe80::1 dev eth0
      echo nameserver 198.51.100.10 > /etc/resolv.conf
      nsd -c /mnt/nsd.conf
      until nsenter --net=/run/netns/stranger dig +short @198.51.100.10 MX example.com | grep -q mail
      do sleep 0.05; done
      """;

  private static final Pattern EXIT = Pattern.compile("(?s)(.*)exit ([0-9]+)\n");

  @TempDir private Path folder;
  private MailLab lab;
  private boolean isHooked;

  @BeforeEach
  void startTheMachines() throws IOException, InterruptedException {
    lab = MailLab.start(MailHost.POSTFIX, folder);
    lab.write("/mnt/zone", ZONE);
    lab.write("/mnt/nsd.conf", NSD);
    lab.sh(STRANGER);
    lab.sh("mkdir -p /etc/postern");
  }

  @AfterEach
  void endTheMachines() throws IOException {
    lab.close();
  }

  /** What the stranger sees: the text, and the exit code. */
  private record Seen(int exit, String output) {}

  private Seen probe(String... more) throws IOException, InterruptedException {
    String words =
        String.join(
            " ", MailMachine.program("probe", "example.com", "--recipient", "u@example.com"));
    String output =
        lab.sh(
            "code=0; nsenter --net=/run/netns/stranger -- %s %s 2>&1 || code=$?; echo exit $code"
                .formatted(words, String.join(" ", more)));
    Matcher matcher = EXIT.matcher(output);
    assertTrue(matcher.matches(), output);
    return new Seen(Integer.parseInt(matcher.group(2)), matcher.group(1));
  }

  /** What was found at each address. */
  private Map<String, String> states(int exit, String... more)
      throws IOException, InterruptedException {
    String[] words = Arrays.copyOf(more, more.length + 2);
    words[more.length] = "--format";
    words[more.length + 1] = "json";
    Seen seen = probe(words);
    assertEquals(exit, seen.exit(), seen.output());
    Map<String, String> states = new TreeMap<>();
    for (JsonTree one : Json.read(seen.output()).objects("addresses")) {
      states.put(one.string("way") + " " + one.string("address"), one.string("state"));
    }
    return states;
  }

  /** All of them, in the same state. */
  private static Map<String, String> all(String state) {
    return new TreeMap<>(
        Map.of(
            "host " + HOST_A, state,
            "host " + HOST_AAAA, state,
            "mx " + MX_A, state,
            "mx " + MX_AAAA, state));
  }

  private void gate(String rule, String target, String otherwise)
      throws IOException, InterruptedException {
    lab.write(
        Enforcement.POLICY,
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules: [{name: gate, %s, accept: [filter], otherwise: %s}]
        targets: [%s]
        """
            .formatted(rule, otherwise, target));
    if (target.equals("postfix") && !isHooked) {
      isHooked = true;
      lab.postern("apply").expecting(4); // without effect as long as the line is missing
      lab.postern("hook", "postfix", "--write").expecting(0);
      lab.restart();
    }
    lab.postern("apply").expecting(0);
  }

  @Test
  void anOpenGateIsOpenAtEveryAddressOfHostAndExchanger() throws Exception {
    Seen seen = probe();
    assertEquals(1, seen.exit(), seen.output());
    assertTrue(seen.output().contains("a stranger can deliver past the filter"), seen.output());
    assertTrue(seen.output().contains("RCPT u@example.com: 250"), seen.output());
    assertTrue(seen.output().contains("a stranger learns which recipients exist"), seen.output());
    assertEquals(all("open"), states(1));
    assertFalse(lab.sh("cat /mnt/mail.log").contains("DATA"), "no mail was begun");
  }

  /** A greylist answers as a gate that defers does, and lets the second try in. */
  @Test
  void aGateThatTheMailServerShutsIsProvenIfItIsShutForGood() throws Exception {
    gate("hook: smtp", "postfix", "reject");
    Seen seen = probe();
    assertEquals(0, seen.exit(), seen.output());
    assertTrue(seen.output().contains("example.com: shut"), seen.output());
    assertFalse(seen.output().contains("learns which recipients"), seen.output());
    assertEquals(all("refused"), states(0));
    gate("hook: smtp", "postfix", "defer");
    assertEquals(all("refused"), states(75));
    lab.sh("kill $(cat /mnt/nsd.pid); while pgrep '^nsd' > /mnt/none; do sleep 0.05; done");
    Seen untold = probe();
    assertEquals(75, untold.exit(), untold.output());
    assertTrue(untold.output().contains("addresses may be missing"), untold.output());
  }

  @Test
  void aGateOfThePacketFilterIsProvenWhereTheFilterAnswers() throws Exception {
    gate("port: tcp/25, to: [198.51.100.10, 198.51.100.11, \"2001:db8::/64\"]", "nftables", "drop");
    assertEquals(all("silent"), states(75, "--wait", "1s"));
    assertEquals(all("silent"), states(0, "--wait", "1s", "--filter", "filter.example.com"));
    lab.postern("remove").expecting(0);
    assertEquals(all("open"), states(1));
  }

  /** A server that takes nothing without TLS is not shut: a stranger speaks TLS as well. */
  @Tag("nightly")
  @Test
  void theStrangerGoesOnInTlsWhereTheServerDemandsIt() throws Exception {
    lab.sh(
        """
        openssl req -x509 -newkey rsa:2048 -nodes -keyout /mnt/key -out /mnt/cert -days 2 \
          -subj /CN=mx.example 2> /mnt/none
        printf '%s\\n' 'smtpd_tls_security_level = encrypt' 'smtpd_tls_loglevel = 1' \
          'smtpd_tls_chain_files = /mnt/key, /mnt/cert' >> /etc/postfix/main.cf
        """);
    lab.restart();
    assertEquals(all("open"), states(1));
    String log = lab.sh("cat /mnt/mail.log");
    assertTrue(
        log.contains("TLS connection established from unknown[203.0.113.66]"), "no TLS: " + log);
    gate("hook: smtp", "postfix", "reject");
    assertEquals(all("refused"), states(0));
  }
}
