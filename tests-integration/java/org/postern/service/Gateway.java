package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.postern.readme.Readme;

/** A mail gateway in a box: installed as the pages say, with a name server and a policy. */
final class Gateway implements AutoCloseable {
  /** What the name holds that the policy is about. */
  static final String NODE = "185.201.16.10";

  /** Several times what anything takes, since the machine may be busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static final String POLICY = "/etc/postern/policy.yaml";

  /** Each look is a process or several, so that one who waits for long looks seldom. */
  private static final int LOOKS = 8;

  private static final String NAMES =
      """
      server:
        ip-address: 127.0.0.1@53
        username: ""
        chroot: ""
        zonesdir: "/etc/names"
        database: ""
        pidfile: ""
        xfrdfile: "/run/names.xfrd"
        xfrdir: "/run"
        zonelistfile: "/run/names.zones"
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: example.net
        zonefile: zone
      """;

  /** ProtectProc= mounts another /proc, where the box has not put its own name of the boot. */
  private static final String BOOT =
      """
      [Service]
      BindReadOnlyPaths=/run/boot_id:/proc/sys/kernel/random/boot_id
      """;

  private static final String NAMES_UNIT =
      """
      [Unit]
      Description=name server of the gateway
      [Service]
      ExecStart=/usr/sbin/nsd -d -c /etc/names/nsd.conf
      [Install]
      WantedBy=multi-user.target
      """;

  private final Box box;
  private List<String> written = List.of();

  private Gateway(Box box) {
    this.box = box;
  }

  /** Boots one, and has it enforce its policy. */
  static Gateway start() throws IOException {
    Box.require("nftables", "nft");
    Box.require("nsd", "nsd");
    Box box = Box.create();
    try {
      box.boot();
      Gateway gateway = new Gateway(box);
      gateway.prepare();
      gateway.follow("install");
      gateway.standing();
      return gateway;
    } catch (Throwable e) {
      box.close();
      throw e;
    }
  }

  private void prepare() {
    for (String unit :
        List.of(
            "postern", "postern-restore", "postern-refresh", "postern-confirm", "postern-prove@")) {
      box.write("/etc/systemd/system/%s.service.d/box.conf".formatted(unit), BOOT);
    }
    box.write("/etc/resolv.conf", "nameserver 127.0.0.1\n");
    box.write("/etc/names/nsd.conf", NAMES);
    box.write("/etc/systemd/system/names.service", NAMES_UNIT);
    box.sh("useradd --system stranger && useradd --system reader && useradd --system changer");
    names(List.of(NODE));
    box.sh("systemctl enable --now nftables.service");
  }

  Box box() {
    return box;
  }

  /** Has the name hold these addresses. */
  void names(List<String> nodes) {
    StringBuilder zone =
        new StringBuilder(
            "$ORIGIN example.net.\n$TTL 60\n@ SOA ns mail 1 60 60 86400 60\n@ NS ns\n");
    nodes.forEach(node -> zone.append("nodes A ").append(node).append('\n'));
    box.write("/etc/names/zone", zone + "ns A 127.0.0.1\n");
    box.sh("systemctl enable names && systemctl restart names");
  }

  /** Writes a policy: the nodes of the name, and these. */
  void policy(String... others) {
    written = List.of(others);
    StringBuilder sources = new StringBuilder();
    Arrays.stream(others).forEach(other -> sources.append("      - ").append(other).append('\n'));
    box.write(
        POLICY,
        """
        sets:
          filter:
            sources:
              - dns: nodes.example.net
        %srules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
        """
            .formatted(sources));
  }

  /** Runs the commands of {@link Readme#SERVICE} below the comment with this name. */
  void follow(String name) throws IOException {
    for (Readme.Block block : Readme.blocks(Readme.SERVICE)) {
      if (block.language().equals("shell") && block.file().equals(name)) {
        box.sh("set -eu\ncd /mnt\n" + block.text());
        return;
      }
    }
    fail(Readme.SERVICE + " has no commands for " + name);
  }

  /** What each test begins with: the daemon enforces the policy, and nothing is left of another. */
  void standing() {
    box.sh(
        """
        set -eu
        rm -rf /run/systemd/system/postern*.d
        systemctl daemon-reload
        systemctl disable -q --now postern-refresh.timer
        systemctl stop postern-refresh
        systemctl reset-failed
        systemctl enable -q --now nftables names postern.socket postern-read.socket \
          postern-restore postern-confirm.path postern-alarm.socket postern
        """);
    if (!written.isEmpty() || !accepts(NODE)) {
      policy();
      box.sh("postern apply --reason standing " + POLICY);
    }
    assertTrue(accepts(NODE), this::journal);
  }

  /** Lines that systemd adds to a unit until the next test. */
  void adjust(String unit, String lines) {
    box.write("/run/systemd/system/%s.d/test.conf".formatted(unit), lines);
    box.sh("systemctl daemon-reload");
  }

  /** Whether the kernel holds the address in our table. */
  boolean accepts(String address) {
    return box.run("nft list table inet postern").output().contains(address);
  }

  /** Our table with the kernel's handles: equal only when nothing was made anew. */
  String handles() {
    return box.sh("nft -a -s list table inet postern");
  }

  /** A property of a unit. */
  String property(String unit, String property) {
    return box.sh("systemctl show --value -p %s %s".formatted(property, unit));
  }

  /** When something happened to a unit, since the boot, in microseconds. */
  long micros(String unit, String event) {
    return Long.parseLong(property(unit, event + "TimestampMonotonic"));
  }

  /** The daemon's process, as seen in the box. */
  String daemon() {
    return property("postern", "MainPID");
  }

  /** Everything our units have written since the boot. */
  String journal() {
    return box.run("journalctl -b -q --no-pager -u 'postern*'").output();
  }

  /** Waits until something is so. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - begin;
      if (waited > PATIENCE.toNanos()) {
        fail("not " + what + " after " + PATIENCE + ":\n" + journal());
      }
      Thread.sleep(Math.clamp(waited / LOOKS / 1_000_000, 50, 500));
    }
  }

  @Override
  public void close() throws IOException {
    box.close();
  }
}
