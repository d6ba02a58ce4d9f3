package org.postern.pipeline;

/**
 * What the administrator takes upon himself, so that a safeguard need not object.
 *
 * @param mxChecked nobody delivers past the filter, whatever DNS says
 * @param lockMeOut connections by which this host is reached and served may be refused
 */
public record Consent(boolean mxChecked, boolean lockMeOut) {
  /** To nothing. */
  public static final Consent NONE = new Consent(false, false);
}
