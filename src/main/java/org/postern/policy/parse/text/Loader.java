package org.postern.policy.parse.text;

import org.postern.diagnostic.Code;

/** Brings the text of included files; the parser itself opens nothing. */
public interface Loader {
  /**
   * Returns the file that an {@code include} names.
   *
   * @param includingFile the name of the file that says so
   * @param path the path as written there; relative paths are relative to that file, and {@link
   *     org.postern.policy.PolicyText#SHIPPED} begins what comes with the program
   */
  Loaded load(String includingFile, String path);

  /** The outcome of loading. */
  sealed interface Loaded {
    /**
     * The file was read.
     *
     * @param name one name per file, however it was reached; cycles are found by it
     * @param text the text from {@link SourceText#decode}
     * @param quotable whether diagnostics may show it
     */
    record Text(String name, String text, boolean quotable) implements Loaded {
      /** A text that may be shown. */
      public Text(String name, String text) {
        this(name, text, true);
      }

      public SourceText source() {
        return new SourceText(name, text, quotable);
      }
    }

    /**
     * The text was not loaded.
     *
     * @param reason the reason, as a clause that can follow a colon
     * @param forbidden whether it is there, and this user may not read it
     * @param way the remedy; empty where that depends on who asked
     */
    record Missing(String reason, boolean forbidden, String way) implements Loaded {
      /** Creates the outcome for a text that is not there, or is no text. */
      public Missing(String reason) {
        this(reason, false);
      }

      /** Creates the outcome for a file. */
      public Missing(String reason, boolean forbidden) {
        this(reason, forbidden, "");
      }

      /** Returns the code of the fault, given the code that a missing file would have. */
      public Code code(Code missing) {
        return forbidden ? Code.FILE_FORBIDDEN : missing;
      }

      /** Returns the fix, given the one for a missing file. */
      public String fix(String missing) {
        return forbidden ? Code.FORBIDDEN_FIX : way.isEmpty() ? missing : way;
      }
    }
  }
}
