package org.postern.policy.parse.text;

import org.postern.diagnostic.Code;

/** Finds the tabs that YAML refuses, all of them, because an editor usually made many. */
public final class Tabs {
  private static final int SHOWN = 20;

  private Tabs() {}

  /** Tells whether no line is indented by a tab; if one is, the report says so. */
  public static boolean passes(Scope scope) {
    int found = 0;
    for (int line = 1; line <= scope.source().lines().size(); line++) {
      String text = scope.source().line(line);
      int tab = tabInIndentation(text);
      if (tab >= 0 && found < SHOWN) {
        scope.add(
            Code.TAB,
            scope.source().span(line, tab + 1, 1),
            "the line is indented by a tab",
            "indent with two spaces, and let the editor do so");
      }
      found += tab >= 0 ? 1 : 0;
    }
    return found == 0;
  }

  private static int tabInIndentation(String text) {
    int at = 0;
    int tab = -1;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      if (text.charAt(at) == '\t' && tab < 0) {
        tab = at;
      }
      at++;
    }
    boolean nothingBehind = at == text.length() || text.charAt(at) == '#';
    return nothingBehind ? -1 : tab;
  }
}
