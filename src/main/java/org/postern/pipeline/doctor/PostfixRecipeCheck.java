package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Checks for the recipes for Postfix: a table that says OK to a name, and a class of restrictions
 * with it.
 */
final class PostfixRecipeCheck implements Check {
  private static final String CLASSES = "smtpd_restriction_classes";

  @Override
  public String name() {
    return "recipes";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    for (PostfixSettings settings : PostfixSettings.all(host)) {
      for (String one : settings.words(CLASSES)) {
        for (String table : settings.clientTables(one)) {
          ofClass(host, settings, one, table, found);
        }
      }
      for (String table : settings.clientTables(PostfixSettings.CLIENT)) {
        ofClients(host, settings, table, found);
      }
    }
  }

  /** Tells whether a file is the table of the manual. */
  static boolean isRecipe(HostFiles files, String file) throws IOException {
    return files.lines(file).stream().anyMatch(PostfixRecipeCheck::isRecipe);
  }

  private static boolean isRecipe(String line) {
    return line.toLowerCase(Locale.ROOT).matches("\\.?antispamcloud\\.com\\s+ok");
  }

  private static void ofClients(
      HostView host, PostfixSettings settings, String table, Findings found) throws IOException {
    if (isRecipe(host.files(), PostfixSettings.file(table))) {
      found.must(
          "the manual's table lets the filter in by its name",
          settings.line(PostfixSettings.CLIENT)
              + ": users who log in at port 25 are refused, and so is each node whose name DNS does"
              + " not confirm just then",
          Recipes.wayOver(
              "postfix",
              "take check_client_access %s and reject out of %s"
                  .formatted(table, PostfixSettings.CLIENT)));
    }
  }

  private static void ofClass(
      HostView host, PostfixSettings settings, String name, String table, Findings found)
      throws IOException {
    List<String> permitted = PostfixSettings.permitted(host.files(), table);
    if (!permitted.isEmpty()) {
      found.must(
          "the manual's class ends all restrictions on recipients with OK",
          "%s; %s permits %s: where smtpd_relay_restrictions is empty, these clients may relay"
              .formatted(settings.line(name), table, permitted.getFirst()),
          Recipes.wayOver(
              "postfix",
              "take %s out of %s and of the access table of recipients".formatted(name, CLASSES)));
    }
  }
}
