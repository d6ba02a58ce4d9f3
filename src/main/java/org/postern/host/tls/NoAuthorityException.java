package org.postern.host.tls;

import java.io.IOException;

/** The file of a CA that cannot be read or holds no certificate. */
public final class NoAuthorityException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  NoAuthorityException(String message, String remedy, Exception cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** Returns the remedy in words. */
  public String remedy() {
    return remedy;
  }
}
