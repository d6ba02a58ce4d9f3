package org.postern.target.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Text of a PowerShell script: printable ASCII, and data only as single-quoted literals, in which
 * PowerShell expands nothing (about_Quoting_Rules).
 */
public final class ScriptText {
  /**
   * Text that may stand between single quotes: printable ASCII without the single quote. The other
   * characters that PowerShell takes for one are not ASCII.
   */
  private static final Pattern SAFE = Pattern.compile("[ -&(-~]*");

  private static final Pattern ASCII = Pattern.compile("[\\n -~]*");

  private final StringBuilder text = new StringBuilder();

  /** Creates an empty text. */
  public ScriptText() {
    // What goes into it is added.
  }

  /** A literal. Nothing that needs to be escaped is ever printed, so it is refused instead. */
  public static String quote(String value) {
    if (!SAFE.matcher(value).matches()) {
      throw new IllegalArgumentException("not fit for a script: " + value);
    }
    return "'" + value + "'";
  }

  /**
   * A text of any characters as one that is fit for a literal: those that are not as {@code \\u}
   * and four digits for each UTF-16 unit, which {@code Regex.Unescape} takes back.
   */
  public static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      String unit = value.substring(i, i + 1);
      boolean plain = !unit.equals("\\") && SAFE.matcher(unit).matches();
      escaped.append(plain ? unit : "\\u%04x".formatted((int) unit.charAt(0)));
    }
    return escaped.toString();
  }

  /** An expression that gives a text of any characters. */
  public static String unescaping(String value) {
    return "[System.Text.RegularExpressions.Regex]::Unescape(" + quote(escaped(value)) + ")";
  }

  /** A truth value. */
  public static String truth(boolean value) {
    return value ? "$true" : "$false";
  }

  /** Returns values on lines of their own behind a name, or none. */
  public static String list(List<String> values, String indent) {
    if (values.isEmpty()) {
      return "@()";
    }
    List<String> lines = new ArrayList<>();
    values.forEach(value -> lines.add(indent + "    " + quote(value)));
    return "@(\n" + String.join(",\n", lines) + "\n" + indent + ")";
  }

  /** A part that ships with us, with a title in the place of its mark. */
  public ScriptText part(String name, String title) {
    return part(ScriptText.class, name, title);
  }

  /** Adds a part that lies beside a class. */
  public ScriptText part(Class<?> beside, String name, String title) {
    return resource(beside, name + ".ps1", title);
  }

  /** A file that lies beside a class, with a title in the place of its mark. */
  public ScriptText resource(Class<?> beside, String file, String title) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      String part = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      text.append(part.replace("@@TITLE@@", title));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part that ships with us and has no mark. */
  public ScriptText part(String name) {
    return part(name, "");
  }

  /** A line, without its end. */
  public ScriptText line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Returns the whole, with the line ends of Windows. */
  public String finished() {
    if (!ASCII.matcher(text).matches()) {
      throw new IllegalStateException("a script is not ASCII");
    }
    return text.toString().replace("\n", "\r\n");
  }
}
