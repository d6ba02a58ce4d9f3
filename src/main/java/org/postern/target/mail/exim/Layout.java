package org.postern.target.mail.exim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How the configuration of an Exim is made, and so where statements of others go. */
enum Layout {
  /** A configuration in one file, which its administrator writes. */
  PLAIN,
  /** The layout of Debian, made from pieces or a template by update-exim4.conf(8). */
  DEBIAN,
  /** The layout of cPanel, which has folders for blocks of its ACLs. */
  CPANEL,
  /** The layout of DirectAdmin, which includes files of the administrator. */
  DIRECTADMIN;

  private static final List<Path> OF_DEBIAN =
      List.of(Path.of("/etc/exim4/update-exim4.conf.conf"), Path.of("/etc/exim4/conf.d"));

  /** Returns the word of a policy. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Set<String> words() {
    return Set.of(values()).stream().map(Layout::word).collect(Collectors.toSet());
  }

  static Layout of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the layout of Debian where its files are, else the plain one; panels are named in the
   * policy.
   */
  static Layout ofThisHost() {
    return OF_DEBIAN.stream().anyMatch(Files::exists) ? DEBIAN : PLAIN;
  }
}
