package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks for the recipes for qmail: rules that deny no client, and RELAYCLIENT for the filter. */
final class QmailRecipeCheck implements Check {
  private static final List<String> RULES =
      List.of(
          "etc/tcp.smtp",
          "etc/tcprules.d/tcp.smtp",
          "home/vpopmail/etc/tcp.smtp",
          "var/qmail/rules/smtp.txt");

  private static final String ALLOW = "etc/hosts.allow";
  private static final String DENY = "etc/hosts.deny";
  private static final Pattern DENIES =
      Pattern.compile("(?i)(?:ALL|tcp-env|qmail-smtpd)\\s*:\\s*ALL.*");

  private static final String RELAY = "RELAYCLIENT";

  @Override
  public String name() {
    return "recipes";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    for (String file : RULES) {
      List<String> lines = host.files().lines(file);
      Optional<String> named = lines.stream().filter(QmailRecipeCheck::isOfFilter).findFirst();
      if (named.isPresent()) {
        tcpserver(file, lines, named.get(), found);
      }
    }
    Optional<String> allows =
        host.files().lines(ALLOW).stream().filter(QmailRecipeCheck::isOfFilter).findFirst();
    if (allows.isPresent()) {
      tcpd(host.files().lines(DENY), allows.get(), found);
    }
  }

  private static boolean isOfFilter(String line) {
    return line.contains(Recipes.FILTER);
  }

  private static void tcpserver(String file, List<String> lines, String named, Findings found) {
    String rest =
        "take \"%s\" out of %s and make its cdb anew".formatted(named, HostFiles.shown(file));
    if (lines.stream().noneMatch(line -> line.startsWith(":deny"))) {
      found.must(
          "the manual's rules of tcpserver deny no client",
          HostFiles.shown(file) + " has no line :deny, and what no line matches is allowed",
          Recipes.wayOver("tcpserver", rest));
    }
    if (named.contains(RELAY)) {
      found.must(
          "the filter may relay to anywhere",
          "%s: %s: mail that comes by the filter is taken for every domain"
              .formatted(HostFiles.shown(file), named),
          Recipes.wayOver("tcpserver", rest));
    }
  }

  private static void tcpd(List<String> denied, String allows, Findings found) {
    String rest = "take \"%s\" out of /etc/hosts.allow".formatted(allows);
    boolean denies = denied.stream().anyMatch(line -> DENIES.matcher(line).matches());
    if (!denies) {
      found.must(
          "the manual's line in hosts.allow denies no client",
          "/etc/hosts.deny has no line tcp-env: ALL",
          Recipes.wayOver("tcpwrappers", rest));
    }
    if (allows.contains(RELAY)) {
      found.must(
          "the filter may relay to anywhere",
          "/etc/hosts.allow: %s: mail that comes by the filter is taken for every domain"
              .formatted(allows),
          Recipes.wayOver("tcpwrappers", rest));
    }
  }
}
