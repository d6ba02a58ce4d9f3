package org.postern.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/** The place where a secret is kept: a policy has this in place of the secret. */
public sealed interface SecretReference {
  /** The forms of a reference, for messages. */
  String FORMS = "file:/PATH or credential:NAME";

  /** Returns the reference as a policy writes it. */
  String text();

  /**
   * A file.
   *
   * @param path absolute
   */
  record File(String path) implements SecretReference {
    private static final String PREFIX = "file:";

    @Override
    public String text() {
      return PREFIX + path;
    }
  }

  /**
   * A credential that systemd hands to the service, systemd.exec(5) LoadCredential=.
   *
   * @param name letters, digits, dots, dashes and underscores
   */
  record Credential(String name) implements SecretReference {
    private static final String PREFIX = "credential:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}");

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /**
   * Tells whether a text begins like one, be it right or wrong; everything else is taken for a
   * secret.
   */
  static boolean isMeant(String text) {
    return text.startsWith(File.PREFIX) || text.startsWith(Credential.PREFIX);
  }

  /** Reads what a policy writes; empty where that is none. */
  static Optional<SecretReference> of(String text) {
    if (text.startsWith(File.PREFIX + "/")) {
      return Optional.of(new File(text.substring(File.PREFIX.length())));
    }
    return Optional.of(text)
        .filter(one -> one.startsWith(Credential.PREFIX))
        .map(one -> one.substring(Credential.PREFIX.length()))
        .filter(name -> Credential.NAME.matcher(name).matches())
        .map(Credential::new);
  }
}
