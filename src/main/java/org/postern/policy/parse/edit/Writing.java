package org.postern.policy.parse.edit;

import java.util.regex.Pattern;

/** How new values are written into a policy. */
final class Writing {
  /** Matches text that means the same with and without quotes, in brackets and outside them. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/][A-Za-z0-9_./-]*");

  private Writing() {}

  /** A value, in quotes where YAML could take it for something else. */
  static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A value where another one stood; quotes that were there stay. */
  static String like(String old, String text) {
    return switch (old.isEmpty() ? ' ' : old.charAt(0)) {
      case '"' -> quoted(text);
      case '\'' -> PLAIN.matcher(text).matches() ? "'" + text + "'" : quoted(text);
      default -> scalar(text);
    };
  }

  /** A source in brackets. */
  static String inBrackets(PolicyEdit.NewSource source) {
    return switch (source) {
      case PolicyEdit.NewSource.Addresses addresses -> addresses(addresses);
      case PolicyEdit.NewSource.Name name -> "{dns: " + scalar(name.name()) + "}";
      case PolicyEdit.NewSource.ListFile list -> "{file: " + scalar(list.path()) + "}";
      case PolicyEdit.NewSource.Set set -> "{set: " + scalar(set.set()) + "}";
    };
  }

  /** A source on a line of its own, behind the dash. */
  static String onLine(PolicyEdit.NewSource source) {
    String text = inBrackets(source);
    return source instanceof PolicyEdit.NewSource.Addresses
        ? text
        : text.substring(1, text.length() - 1);
  }

  /** Returns addresses as they are written, bare if there is nothing more to say. */
  static String addresses(PolicyEdit.NewSource.Addresses addresses) {
    String bare = scalar(addresses.text());
    if (addresses.label().isEmpty() && addresses.until().isEmpty()) {
      return bare;
    }
    String label = addresses.label().isEmpty() ? "" : ", label: " + scalar(addresses.label());
    String until = addresses.until().map(day -> ", until: " + day).orElse("");
    return "{net: " + bare + label + until + "}";
  }
}
