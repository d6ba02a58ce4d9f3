package org.postern.pipeline.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.host.FileModes;
import org.postern.policy.PolicyText;
import org.postern.policy.SecretReference;

/** Checks whether others may write what decides who comes in, or read what is secret. */
final class PermissionCheck implements Check {
  private static final String MACHINE = "etc/postern/daemon.yaml";

  @Override
  public String name() {
    return "permissions";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    for (Path file : written(host)) {
      if (allows(file, PosixFilePermission.OTHERS_WRITE)) {
        found.must(
            "every user of this host may write %s".formatted(file),
            "its mode lets others write",
            "chmod o-w " + file);
      }
    }
    Path state = host.places().state();
    if (allows(state, PosixFilePermission.OTHERS_READ)) {
      found.should(
          "every user of this host may read the state",
          state + " is readable by others",
          "chmod o-rwx " + state);
    }
    for (Path secret : secrets(host)) {
      if (allows(secret, PosixFilePermission.OTHERS_READ)
          || allows(secret, PosixFilePermission.GROUP_READ)) {
        found.must(
            "a secret is readable by others",
            secret + " is not its owner's alone",
            "chmod 600 " + secret);
      }
    }
  }

  /** Returns the policy with all that it includes, the settings of the machine, and the state. */
  private static List<Path> written(HostView host) {
    List<Path> files = new ArrayList<>(host.places().policy().stream().toList());
    host.examined().policy().stream()
        .flatMap(policy -> policy.texts().stream())
        .map(PolicyText::name)
        .map(Path::of)
        .forEach(files::add);
    files.add(host.files().at(MACHINE));
    files.add(host.places().state());
    return files.stream().distinct().toList();
  }

  private static List<Path> secrets(HostView host) {
    return host.examined().policy().stream()
        .flatMap(policy -> policy.targets().stream())
        .flatMap(target -> target.options().values().stream())
        .map(SecretReference::of)
        .flatMap(Optional::stream)
        .filter(SecretReference.File.class::isInstance)
        .map(SecretReference.File.class::cast)
        .map(file -> host.files().at(file.path().substring(1)))
        .toList();
  }

  private static boolean allows(Path file, PosixFilePermission permission) throws IOException {
    if (Files.notExists(file) || !FileModes.areKnown(file)) {
      return false;
    }
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    return allowed.contains(permission);
  }
}
