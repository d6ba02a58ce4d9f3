package org.postern.host;

/** The version of this program, from the manifest of its jar. */
public final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "from source" : version;
  }
}
