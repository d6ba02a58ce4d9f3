package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the kernel by which users without rights may have namespaces of their own.
 *
 * @param sysctls the folder {@code /proc/sys}
 */
public record NamespaceSettings(Path sysctls) {
  /**
   * The settings that forbid namespaces: the name, the value that forbids, the value that does not.
   */
  private static final Map<String, List<String>> SYSCTLS = new LinkedHashMap<>();

  static {
    SYSCTLS.put("user.max_user_namespaces", List.of("0", "15000"));
    SYSCTLS.put("user.max_net_namespaces", List.of("0", "15000"));
    SYSCTLS.put("kernel.unprivileged_userns_clone", List.of("0", "1"));
    SYSCTLS.put("kernel.apparmor_restrict_unprivileged_userns", List.of("1", "0"));
  }

  /** Returns the names of all settings. */
  public static Set<String> names() {
    return SYSCTLS.keySet();
  }

  /** Returns the settings that forbid it now, each with its remedy, in words. */
  public List<String> forbidding() {
    List<String> guilty = new ArrayList<>();
    SYSCTLS.forEach(
        (name, values) -> {
          if (value(name).equals(Optional.of(values.getFirst()))) {
            guilty.add(
                "%s is %s; allow it with: sysctl -w %s=%s"
                    .formatted(name, values.getFirst(), name, values.getLast()));
          }
        });
    return guilty;
  }

  private Optional<String> value(String sysctl) {
    try {
      return Optional.of(Files.readString(sysctls.resolve(sysctl.replace('.', '/'))).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
