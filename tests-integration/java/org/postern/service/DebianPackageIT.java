package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is in the Debian package and the tarball, and that both work where there is no Java. */
@Tag("package")
@Execution(ExecutionMode.CONCURRENT)
class DebianPackageIT {
  /** Libraries that the C library's package brings. */
  private static final Set<String> LIBC6 =
      Set.of(
          "libc.so.6",
          "libm.so.6",
          "libdl.so.2",
          "libpthread.so.0",
          "librt.so.1",
          "ld-linux-x86-64.so.2",
          "ld-linux-aarch64.so.1");

  @TempDir private Path folder;

  private String field(String name) throws Exception {
    return Deb.run(folder, "dpkg-deb", "--field", Deb.file().toString(), name).orFail().strip();
  }

  /** Name, and mode, owner, size and time as {@code tar} lists them. */
  private Map<String, String> contents() throws Exception {
    Map<String, String> contents = new TreeMap<>();
    Deb.run(folder, "dpkg-deb", "--contents", Deb.file().toString())
        .orFail()
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split(" +", 6);
              contents.put(
                  parts[5].replaceFirst(" (->|link to) .*", "").substring(1),
                  String.join(" ", List.of(parts).subList(0, 5)));
            });
    return contents;
  }

  @Test
  void itSaysWhatItIs() throws Exception {
    assertEquals("postern", field("Package"));
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<version>" + field("Version") + "</version>"));
    assertEquals(Deb.version(), field("Version"));
    assertEquals("nftables", field("Recommends"));
    assertFalse(field("Depends").contains("jre"), field("Depends"));
  }

  @Test
  void everythingIsInItAndIsRoots() throws Exception {
    Map<String, String> contents = contents();
    Set<String> expected = new TreeSet<>();
    for (String unit : files(Path.of("systemd"), ".*\\.(service|socket|path|timer)")) {
      expected.add("/usr/lib/systemd/system/" + unit);
    }
    for (String drop : files(Path.of("systemd"), ".*\\.conf")) {
      expected.add("/usr/share/postern/systemd/" + drop);
    }
    for (String ruleset : files(Path.of("rulesets"), ".*\\.yaml")) {
      expected.add("/usr/share/postern/rulesets/" + ruleset);
    }
    expected.addAll(
        List.of(
            "/etc/postern/policy.yaml",
            "/etc/postern/daemon.yaml",
            "/usr/bin/postern",
            "/usr/lib/postern/bin/postern",
            "/usr/lib/postern/runtime/bin/java",
            "/usr/lib/sysusers.d/postern.conf",
            "/usr/lib/tmpfiles.d/postern.conf",
            "/usr/lib/systemd/system-preset/60-postern.preset",
            "/usr/share/bash-completion/completions/postern",
            "/usr/share/zsh/vendor-completions/_postern",
            "/usr/share/fish/vendor_completions.d/postern.fish",
            "/usr/share/man/man1/postern.1.gz",
            "/usr/share/man/man1/postern-apply.1.gz",
            "/usr/share/man/man5/postern-policy.5.gz",
            "/usr/share/man/man5/postern-daemon.yaml.5.gz",
            "/usr/share/doc/postern/copyright",
            "/usr/share/doc/postern/changelog.gz",
            "/usr/share/doc/postern/CHANGELOG.md",
            "/usr/share/doc/postern/SECURITY.md",
            "/usr/share/doc/postern/CONTRIBUTING.md",
            "/usr/share/doc/postern/LICENSE",
            "/usr/share/doc/postern/licences.txt",
            "/usr/share/doc/postern/sbom.cdx.json"));
    expected.removeAll(contents.keySet());
    assertEquals(Set.of(), expected);
    assertEquals(
        Set.of("root/root"),
        contents.values().stream().map(one -> one.split(" ", -1)[1]).collect(Collectors.toSet()));
    assertTrue(
        contents.keySet().stream().noneMatch(one -> one.endsWith(".aot")), "an archive of classes");
  }

  private static Set<String> files(Path folder, String names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> found =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.matches(names))
              .collect(Collectors.toSet());
      assertFalse(found.isEmpty());
      return found;
    }
  }

  /** No file carries the moment of the build, or a mode that only its maker may use. */
  @Test
  void timesAndModesAreFixed() throws Exception {
    Map<String, String> contents = contents();
    assertEquals(
        1,
        contents.values().stream().map(one -> one.split(" ", 4)[3]).distinct().count(),
        contents::toString);
    assertEquals(
        Set.of("drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"),
        contents.values().stream().map(one -> one.split(" ", 2)[0]).collect(Collectors.toSet()));
  }

  @Test
  void itsProgramsNeedTheCLibraryAlone() throws Exception {
    Path root = folder.resolve("root");
    Deb.run(folder, "dpkg-deb", "--extract", Deb.file().toString(), root.toString()).orFail();
    Set<String> needed = new TreeSet<>();
    Set<String> brought = new TreeSet<>(LIBC6);
    try (Stream<Path> files = Files.walk(root.resolve("usr/lib/postern"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!Files.isRegularFile(file) || !isProgram(file)) {
          continue;
        }
        brought.add(String.valueOf(file.getFileName()));
        Pattern.compile("NEEDED +(\\S+)")
            .matcher(Deb.run(folder, "objdump", "-p", file.toString()).orFail())
            .results()
            .forEach(found -> needed.add(found.group(1)));
      }
    }
    assertTrue(needed.contains("libc.so.6"), needed::toString);
    needed.removeAll(brought);
    assertEquals(Set.of(), needed);
    assertTrue(field("Depends").startsWith("libc6 (>= 2.17), "), field("Depends"));
  }

  private static boolean isProgram(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      return head.length == 4 && head[0] == 0x7f && head[1] == 'E';
    }
  }

  /** With dpkg itself, over this machine's files in namespaces of their own. */
  @Test
  void itIsInstalledRemovedAndPurgedWithoutJava() throws Exception {
    String said =
        Deb.alone(
                folder,
                """
                ! command -v java
                dpkg --install /postern.deb
                postern version
                postern check
                test -s /usr/lib/postern/runtime/lib/postern.aot
                id -u postern postern-alarm >/dev/null && getent group postern-admin >/dev/null
                dpkg --verify postern
                man -w postern-apply 5 postern-policy
                echo '# mine' >>/etc/postern/policy.yaml
                postern plan && echo "plan 0"
                mkdir -p /var/lib/postern && touch /var/lib/postern/memory
                dpkg --install /postern.deb </dev/null
                tail -n 1 /etc/postern/policy.yaml
                dpkg --remove postern
                test ! -e /usr/lib/postern && test ! -e /usr/bin/postern
                test -e /var/lib/postern/memory && test -e /etc/postern/policy.yaml
                dpkg --purge postern
                find / -xdev -name '*postern*' ! -path '/proc/*' ! -path /postern.deb ! -path '/tmp/*' ! -path '/work/*' \
                  ! -path '/root/*'
                """)
            .orFail();
    List<String> lines = said.lines().toList();
    assertTrue(lines.contains("postern " + Deb.version()), said);
    assertTrue(said.contains("0 sets, 0 rules, no mistakes"), said);
    assertTrue(lines.contains("# mine"), said);
    assertTrue(lines.contains("plan 0"), said);
    assertTrue(said.contains("/usr/share/man/man5/postern-policy.5.gz"), said);
  }

  /** A mask that hides new files, no tools of systemd, a policy edited by hand, an upgrade. */
  @Tag("package-nightly")
  @Test
  void aCarelessHostKeepsItsPolicyAndCanRunIt() throws Exception {
    String said =
        Deb.alone(
                folder,
                """
                rm -f /usr/bin/systemd-sysusers /usr/bin/systemd-tmpfiles
                (umask 077; dpkg --install /postern.deb)
                runuser -u nobody -- env POSTERN_JAVA_OPTIONS=-XX:AOTMode=on postern version
                echo '# mine' >>/etc/postern/policy.yaml
                dpkg-deb --raw-extract /postern.deb /tmp/later
                sed -i 's/^Version: .*/&+later/' /tmp/later/DEBIAN/control
                echo '# theirs' >>/tmp/later/etc/postern/policy.yaml
                dpkg-deb -Znone --build /tmp/later /tmp/later.deb
                ! dpkg --install /tmp/later.deb </dev/null
                postern check
                tail -n 1 /etc/postern/policy.yaml
                dpkg --force-confold --configure -a
                test -s /usr/lib/postern/runtime/lib/postern.aot
                dpkg-query -W -f '${Status} ${Version}\n' postern
                tail -n 1 /etc/postern/policy.yaml
                """)
            .orFail();
    List<String> lines = said.lines().toList();
    assertTrue(lines.contains("postern " + Deb.version()), said);
    assertTrue(lines.contains("install ok installed " + Deb.version() + "+later"), said);
    assertEquals(2, lines.stream().filter("# mine"::equals).count(), said);
  }

  /** What a full disk costs is the archive, and the same command again ends what was cut short. */
  @Tag("package-nightly")
  @Test
  void aFullDiskAndAKilledInstallationAreMended() throws Exception {
    String said =
        Deb.alone(
                folder,
                """
                for after in 0.1 0.4 1; do
                  dpkg --install /postern.deb & dpkg=$!
                  sleep $after
                  kill -9 $dpkg || true
                  wait $dpkg || true
                done
                dpkg --unpack /postern.deb
                lib=/usr/lib/postern/runtime/lib
                mkdir /tmp/small
                mount -t tmpfs -o size=$(($(du -sm $lib | cut -f1) + 6))m small /tmp/small
                cp -a $lib/. /tmp/small
                mount --bind /tmp/small $lib
                dpkg --configure postern
                postern version
                ls $lib | grep aot || echo 'no archive'
                umount $lib
                dpkg --install /postern.deb
                test -s $lib/postern.aot && ls $lib/*.aot*
                """)
            .orFail();
    assertTrue(said.contains("postern " + Deb.version() + "\nno archive\n"), said);
    assertTrue(said.endsWith("/postern.aot\n"), said);
  }

  /** A set of ours that a rule of others refers to cannot go; all else does. */
  @Tag("package-nightly")
  @Test
  void whatOthersReferToDoesNotStopAPurge() throws Exception {
    Deb.Said said =
        Deb.alone(
            folder,
            """
            dpkg --install /postern.deb
            cat >/etc/postern/policy.yaml <<END
            sets: {own: {sources: [10.25.0.3]}}
            rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
            targets: [iptables]
            END
            postern apply --reason test
            iptables -A INPUT -m set --match-set $(ipset list -n | grep postern_ | head -n 1) src -j ACCEPT
            echo 'postern postern/remove-rules boolean true' | debconf-set-selections
            dpkg --purge postern
            ! iptables-save | grep POSTERN
            test ! -e /var/lib/postern
            dpkg-query -W postern || echo purged
            """);
    assertTrue(said.orFail().endsWith("purged\n"), said::toString);
    assertTrue(said.error().contains("not all of its rules could be removed"), said::toString);
  }

  @Tag("package-nightly")
  @Test
  void theTarballIsInstalledAsThePageSays() throws Exception {
    String said = Deb.alone(folder, "cd /tmp\n" + Deb.commands("tarball")).orFail();
    assertTrue(said.endsWith("\npostern " + Deb.version() + "\n"), said);
  }

  /** What is known to be so is listed with its reason in the package. */
  @Tag("package-nightly")
  @Test
  void lintianFindsNothing() throws Exception {
    Deb.Said said =
        Deb.run(
            folder,
            "lintian",
            "--allow-root",
            "--fail-on=error,warning,info",
            "--display-info",
            Deb.file().toString());
    assertEquals(
        "",
        said.output()
            .lines()
            .filter(line -> line.matches("[EWI]: .*"))
            .collect(Collectors.joining("\n")));
    assertEquals(0, said.status(), said.output() + said.error());
  }

  @Test
  void theTarballHasTheSameFilesAndIsInstalledBelowAFolder() throws Exception {
    Deb.run(folder, "tar", "-xzf", Deb.tarball().toString()).orFail();
    Path root = folder.resolve("root");
    Path own = root.resolve("etc/postern/policy.yaml");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "rules: []\n");
    String install = "postern-%s/install".formatted(Deb.version());
    Deb.run(folder, install, "--root", root.toString()).orFail();
    assertEquals("rules: []\n", Files.readString(own));
    assertTrue(Files.exists(root.resolve("etc/postern/policy.yaml.new")));
    for (String file : contents().keySet()) {
      Path there = root.resolve(file.substring(1));
      assertTrue(Files.exists(there) || Files.isSymbolicLink(there), file);
    }
    Deb.Said version = Deb.run(folder, root.resolve("usr/bin/postern").toString(), "version");
    assertEquals("postern " + Deb.version() + "\n", version.orFail());
    String uninstall = install.replace("install", "uninstall");
    Deb.run(folder, uninstall, "--root", root.toString()).orFail();
    assertFalse(Files.exists(root.resolve("usr/lib/postern")));
    assertFalse(Files.exists(root.resolve("usr/lib/systemd/system/postern.service")));
    assertTrue(Files.exists(own));
  }
}
