package org.postern.target.mail;

import java.util.regex.Pattern;

/** The lines of ours in a configuration of others, between two comments that say so. */
public final class HookBlock {
  private static final String END = "# postern: end\n";

  private static final Pattern BLOCK =
      Pattern.compile("# postern: begin[^\n]*\n.*?# postern: end\n", Pattern.DOTALL);

  private HookBlock() {}

  /** Returns lines with the comments around them. */
  public static String of(String target, String lines) {
    return "# postern: begin, by \"postern hook %s\"\n".formatted(target) + lines + END;
  }

  /** A configuration without them: every other byte of it as it was. */
  public static String without(String text) {
    return BLOCK.matcher(text).replaceAll("");
  }
}
