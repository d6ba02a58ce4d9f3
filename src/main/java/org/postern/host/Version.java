package org.postern.host;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The version of this program, from the module that the image is linked of. */
public final class Version {
  private Version() {}

  /** Returns the version, such as {@code 0.1.0}. */
  public static String text() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("from source");
  }
}
