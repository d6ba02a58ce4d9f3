package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package in trees of Debian that have no Java, and built a second time. */
@Tag("package-nightly")
class PackageTreesIT {
  @TempDir private Path folder;

  /** Where this machine's own packages come from. */
  private String mirror() throws Exception {
    return Deb.run(
            folder,
            "sh",
            "-c",
            "apt-get indextargets --format '$(REPO_URI) $(SUITE)' 'Created-By: Packages'"
                + " | awk '$2 !~ /security|updates/ {print $1; exit}'")
        .orFail()
        .strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bookworm", "trixie"})
  void itIsInstalledByAptInADebianTree(String release) throws Exception {
    Path tree = folder.resolve("tree");
    Deb.run(folder, "debootstrap", "--variant=minbase", release, tree.toString(), mirror())
        .orFail();
    Files.copy(Deb.file(), tree.resolve("postern.deb"));
    String said =
        inside(
                tree,
                """
                ! command -v java
                printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
                apt-get -qq install -y --no-install-recommends /postern.deb >/dev/null
                postern version
                postern check
                test -s /usr/lib/postern/runtime/lib/postern.aot && echo archived
                apt-get -qq purge -y postern >/dev/null
                find /usr /etc /var/lib -xdev -name '*postern*'
                """)
            .orFail();
    assertTrue(said.contains("postern " + Deb.version() + "\n"), said);
    assertTrue(said.endsWith("archived\n"), said);
  }

  private Deb.Said inside(Path tree, String script) throws IOException, InterruptedException {
    String enter =
        "mount -t proc proc \"$0/proc\" && mount --rbind /dev \"$0/dev\""
            + " && exec chroot \"$0\" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin"
            + " DEBIAN_FRONTEND=noninteractive bash -eu -c \"$1\"";
    return Deb.run(
        folder,
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--propagation",
        "private",
        "sh",
        "-ec",
        enter,
        tree.toString(),
        script);
  }

  /** In another folder, with another mask for new files. */
  @Test
  void twoBuildsGiveTheSameBytes() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("again"));
    List<String> sources =
        List.of("pom.xml", "src", "rulesets", "systemd", "tests-integration", ".github", ".mvn");
    for (String source : sources) {
      Deb.run(folder, "cp", "-r", Path.of(source).toAbsolutePath().toString(), copy.toString())
          .orFail();
    }
    Deb.run(
            copy,
            "sh",
            "-c",
            "umask 077; exec mvn -B -q -Pquick,package -Dmaven.test.skip=true package")
        .orFail();
    Path target = copy.resolve("target");
    for (Path made : List.of(Deb.file(), Deb.tarball())) {
      assertEquals(
          -1,
          Files.mismatch(made, target.resolve(String.valueOf(made.getFileName()))),
          () -> made + " differs");
    }
  }
}
