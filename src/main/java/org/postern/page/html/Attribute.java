package org.postern.page.html;

import java.util.regex.Pattern;

/**
 * An attribute of an element; its value is escaped when it is written.
 *
 * @param name lower-case letters and dashes; SVG's have capitals too
 * @param value any text
 */
public record Attribute(String name, String value) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z-]*");

  /**
   * @throws IllegalArgumentException for a name that is none, or one that would run a script or
   *     carry a style, which the page's own policy forbids
   */
  public Attribute {
    if (!NAME.matcher(name).matches() || name.startsWith("on") || name.equals("style")) {
      throw new IllegalArgumentException(name + " is no attribute of a page");
    }
  }

  public static Attribute of(String name, String value) {
    return new Attribute(name, value);
  }

  public static Attribute id(String value) {
    return new Attribute("id", value);
  }

  /** Returns the class by which the style sheet knows the element. */
  public static Attribute kind(String value) {
    return new Attribute("class", value);
  }

  /** Returns a link to a place in the page; there are no others. */
  public static Attribute to(String id) {
    return new Attribute("href", "#" + id);
  }
}
