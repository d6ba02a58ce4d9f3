package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.host.NamespaceSettings;
import org.postern.pipeline.check.Examined;
import org.postern.policy.TargetBinding;

/**
 * Checks whether this process may see the rules of the kernel, and the kernel has what rules need.
 */
final class KernelCheck implements Check {
  /** The number of the capability in {@code include/uapi/linux/capability.h}. */
  private static final int CAP_NET_ADMIN = 12;

  /** The modules that the kernel needs for each packet filter. */
  private static final Map<String, List<String>> MODULES =
      Map.of("nftables", List.of("nf_tables"), "iptables", List.of("ip_set", "xt_set"));

  @Override
  public String name() {
    return "kernel and rights";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    rights(host, found);
    modules(host, found);
    for (String forbids : new NamespaceSettings(host.files().at("proc/sys")).forbidding()) {
      int semicolon = forbids.indexOf("; ");
      found.note(
          "postern try cannot have namespaces of its own",
          forbids.substring(0, semicolon),
          forbids.substring(semicolon + 2));
    }
  }

  private static void rights(HostView host, Findings found) throws IOException {
    List<String> status = host.files().lines("proc/self/status");
    boolean isRoot = value(status, "Uid:").filter(uid -> uid.startsWith("0")).isPresent();
    boolean mayRule = value(status, "CapEff:").filter(KernelCheck::hasNetAdmin).isPresent();
    if (!isRoot) {
      found.unseen(
          "the rules of the kernel and files of root",
          "this process is not root's",
          "run postern doctor as root");
    } else if (!mayRule && host.hasRulesOfPackets()) {
      found.must(
          "root may not change rules of packets here",
          "CapEff of /proc/self/status is without CAP_NET_ADMIN, as in a container",
          "run postern on the host, or give the container --cap-add NET_ADMIN");
    }
  }

  private static Optional<String> value(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst();
  }

  private static boolean hasNetAdmin(String mask) {
    return ((Long.parseUnsignedLong(mask, 16) >>> CAP_NET_ADMIN) & 1) == 1;
  }

  /** Checks the modules; a target that was looked at has what it needs. */
  private static void modules(HostView host, Findings found) throws IOException {
    for (String kind : kinds(host).toList()) {
      for (String module : MODULES.getOrDefault(kind, List.of())) {
        if (isMissing(host.files(), module)) {
          found.must(
              "the kernel has no " + module,
              "neither /lib/modules nor /sys/module has it, and target %s needs it".formatted(kind),
              "boot a kernel that has it: modprobe %s tells".formatted(module));
        }
      }
    }
  }

  private static Stream<String> kinds(HostView host) {
    List<String> seen = host.examined().targets().stream().map(Examined.Seen::kind).toList();
    return host.examined().policy().stream()
        .flatMap(policy -> policy.targets().stream())
        .map(TargetBinding::kind)
        .filter(kind -> !seen.contains(kind))
        .distinct();
  }

  private static boolean isMissing(HostFiles files, String module) throws IOException {
    Optional<String> release = files.text("proc/sys/kernel/osrelease").map(String::strip);
    String folder = "lib/modules/" + release.orElse("");
    if (release.isEmpty() || !files.isThere(folder + "/modules.dep")) {
      return false;
    }
    String all =
        files.text(folder + "/modules.dep").orElse("")
            + files.text(folder + "/modules.builtin").orElse("");
    return !files.isThere("sys/module/" + module) && !all.contains("/" + module + ".ko");
  }
}
