package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Checks for the recipes for Exim: shell scripts that ask DNS, and a host list that is a name. */
final class EximRecipeCheck implements Check {
  private static final String SCRIPT = "setest";
  private static final String CPANEL =
      "usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK/custom_begin_recp_verify";

  @Override
  public String name() {
    return "recipes";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    List<String> scripts =
        host.files().in("opt").stream().filter(name -> name.startsWith(SCRIPT)).toList();
    boolean isCpanel =
        host.files().isThere("usr/local/cpanel")
            || host.files().text(CPANEL).filter(text -> text.contains(SCRIPT)).isPresent();
    if (!scripts.isEmpty()) {
      found.must(
          "the manual's scripts decide whose mail comes in",
          ("/opt/%s: the PTR of a client is believed unconfirmed, so that each owner of a reverse"
                  + " zone gets in; a shell runs for every recipient")
              .formatted(String.join(", /opt/", scripts)),
          Recipes.wayOver(
              "exim",
              isCpanel ? "{exim: {layout: cpanel}}" : "exim",
              "take the SpamExperts block out of the ACL and rm /opt/%s"
                  .formatted(String.join(" /opt/", scripts))));
    }
    Optional<String> named =
        EximText.lines(host).stream()
            .filter(line -> line.matches("!?\\s*hosts\\s*=.*"))
            .filter(line -> line.contains(Recipes.FILTER) && !line.contains(SCRIPT))
            .findFirst();
    named.ifPresent(
        line ->
            found.must(
                "the manual's statement has Exim ask DNS at each recipient",
                line + ": while no answer comes, the filter is deferred like any client",
                Recipes.wayOver("exim", "take the statement out of the ACL")));
  }
}
