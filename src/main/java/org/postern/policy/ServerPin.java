package org.postern.policy;

import java.util.regex.Pattern;

/** The key or certificate by which a server is recognised: its SHA-256, as a policy writes it. */
public final class ServerPin {
  /** The form of a pin, in words. */
  public static final String FORM =
      "sha256: and the SHA-256 of the server's key or certificate, in hexadecimal or Base64";

  private static final Pattern DIGEST =
      Pattern.compile(
          "sha256:(?:[0-9A-Fa-f]{64}|(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}|[A-Za-z0-9+/]{43}=)");

  private ServerPin() {}

  /** Tells whether a text is a pin. */
  public static boolean matches(String text) {
    return DIGEST.matcher(text).matches();
  }
}
