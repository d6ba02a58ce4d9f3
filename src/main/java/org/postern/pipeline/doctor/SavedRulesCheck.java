package org.postern.pipeline.doctor;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks what is loaded at boot: files that name objects of ours, and the units that bring ours
 * back.
 */
final class SavedRulesCheck implements Check {
  private static final String RESTORE = "postern-restore.service";
  private static final String NFT = "etc/nftables.conf";
  private static final Pattern TABLE =
      Pattern.compile("(?m)^\\s*(?:add\\s+)?table\\s+inet\\s+postern\\b");
  private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*include\\s+\"([^\"]+)\"");

  /**
   * The most files that are looked at: those that include one another without end are looked at
   * once each.
   */
  private static final int MOST = 200;

  @Override
  public String name() {
    return "saved rules";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    boolean restores = host.isEnabled(RESTORE);
    iptables(host, found);
    for (String file : nftFiles(host.files())) {
      if (host.files().text(file).filter(text -> TABLE.matcher(text).find()).isPresent()) {
        saved(file, restores, found);
      }
    }
    boolean isHeld = host.examined().isInForce() && host.hasRulesOfPackets();
    if (isHeld && !host.files().isThere("etc/systemd/system")) {
      found.unseen(
          "whether our rules come back at boot",
          "there is no systemd",
          "have postern restore run early at boot");
    } else if (isHeld && !restores) {
      found.must(
          "nothing brings our rules back at boot",
          RESTORE + " is not enabled",
          "systemctl enable " + RESTORE);
    }
  }

  private static void saved(String file, boolean restores, Findings found) {
    String remedy =
        "take table inet postern out of %s; systemctl enable %s brings it back as it is meant"
            .formatted(HostFiles.shown(file), RESTORE);
    if (restores) {
      found.should(
          "a saved file loads our table as it was",
          HostFiles.shown(file) + " has table inet postern",
          remedy);
    } else {
      found.must(
          "a saved file loads our table as it was, and nothing renews it",
          "%s has table inet postern; %s is not enabled".formatted(HostFiles.shown(file), RESTORE),
          remedy);
    }
  }

  private static void iptables(HostView host, Findings found) {
    List<Path> files = host.saved().files();
    boolean isUsed =
        host.examined().targets().stream().anyMatch(one -> one.kind().equals("iptables"));
    if (files.isEmpty() || (isUsed && host.saved().arePrepared())) {
      return;
    }
    Path root = host.files().root();
    String names =
        files.stream().map(file -> "/" + root.relativize(file)).collect(Collectors.joining(", "));
    found.must(
        "at boot none of the saved rules is loaded",
        names + ": they name sets of postern, which are not there before",
        isUsed
            ? "systemctl enable postern-sets.service"
            : "save them once more, without ours: netfilter-persistent save");
  }

  /** Returns the file that nftables.service loads, with all that it includes, nft(8). */
  private static Set<String> nftFiles(HostFiles files) throws IOException {
    Set<String> met = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(NFT));
    while (!open.isEmpty() && met.size() < MOST) {
      String file = open.removeFirst();
      if (met.add(file)) {
        Matcher include = INCLUDE.matcher(files.text(file).orElse(""));
        while (include.find()) {
          open.addAll(included(files, String.valueOf(include.group(1))));
        }
      }
    }
    return met;
  }

  private static List<String> included(HostFiles files, String text) throws IOException {
    String path = text.startsWith("/") ? text.substring(1) : "etc/" + text;
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    String name = path.substring(slash + 1);
    if (name.isEmpty()) {
      return files.in(folder).stream().map(one -> folder + "/" + one).toList();
    }
    PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + name);
    return files.in(folder).stream()
        .filter(one -> pattern.matches(Path.of(one)))
        .map(one -> folder + "/" + one)
        .toList();
  }
}
