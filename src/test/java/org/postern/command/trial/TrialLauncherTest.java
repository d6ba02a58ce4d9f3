package org.postern.command.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.CommandRunner;
import org.postern.target.TargetException;

class TrialLauncherTest {
  private static final CommandRunner NOTHING =
      (command, input, deadline) -> new CommandRunner.Result(1, "", "");

  @TempDir private Path folder;

  @Test
  void findsAProgramInTheFirstFolderThatHasIt() throws IOException {
    Path ip = Files.writeString(folder.resolve("ip"), "#!/bin/sh");
    Files.setPosixFilePermissions(ip, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(ip.toString(), launcher("/nowhere:" + folder).program("ip", "iproute2"));
  }

  @Test
  void namesThePackageOfAMissingProgram() {
    TargetException e =
        assertThrows(
            TargetException.class, () -> launcher(folder.toString()).program("ip", "iproute2"));
    assertEquals(TargetException.Kind.UNAVAILABLE, e.kind());
    assertEquals("ip is missing; install it with: apt-get install iproute2", e.getMessage());
  }

  @Test
  void namesTheSettingThatForbidsNamespaces() throws IOException {
    sysctl("user/max_user_namespaces", "96365");
    sysctl("kernel/apparmor_restrict_unprivileged_userns", "1");
    String message = String.valueOf(launcher("").forbidden("unshare: failed").getMessage());
    assertTrue(
        message.endsWith(
            "kernel.apparmor_restrict_unprivileged_userns is 1; allow it with: "
                + "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        message);
  }

  @Test
  void namesAllSettingsWhenNoneForbidsNamespaces() throws IOException {
    sysctl("user/max_user_namespaces", "96365");
    String message = String.valueOf(launcher("").forbidden("unshare: failed").getMessage());
    assertTrue(message.contains("none of user.max_user_namespaces, "), message);
    assertTrue(message.contains("kernel.unprivileged_userns_clone"), message);
  }

  private void sysctl(String name, String value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  private TrialLauncher launcher(String path) {
    return new TrialLauncher(NOTHING, path, folder);
  }
}
