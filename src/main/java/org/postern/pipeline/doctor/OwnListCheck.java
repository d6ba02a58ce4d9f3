package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;

/**
 * Checks whether a mail server judges clients by a list of its own, which disagrees with ours one
 * day.
 */
final class OwnListCheck implements Check {
  private static final String CLIENT = PostfixSettings.CLIENT;

  @Override
  public String name() {
    return "lists of the mail server";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    for (PostfixSettings settings : PostfixSettings.all(host)) {
      List<String> words = settings.words(CLIENT);
      List<String> tables = settings.clientTables(CLIENT);
      boolean isClosed = words.contains("reject") || words.contains("defer");
      if (isClosed && tables.isEmpty()) {
        found.must(
            "Postfix refuses the filter",
            settings.line(CLIENT) + ": no client is permitted but those of this network",
            "postconf -e '%s =', and let a rule decide: hook: smtp".formatted(CLIENT));
      } else if (isClosed) {
        for (String table : tables) {
          own(host, settings, table, found);
        }
      }
    }
  }

  private static void own(HostView host, PostfixSettings settings, String table, Findings found)
      throws IOException {
    boolean isOurs = table.contains("/postern");
    boolean isRecipe = PostfixRecipeCheck.isRecipe(host.files(), PostfixSettings.file(table));
    if (!isOurs && !isRecipe) {
      found.should(
          "Postfix keeps a list of clients beside ours",
          "%s: a new node of the filter is refused until it stands in %s"
              .formatted(settings.line(CLIENT), table),
          "take check_client_access %s and reject out, and add ours: postern hook postfix --write"
              .formatted(table));
    }
  }
}
