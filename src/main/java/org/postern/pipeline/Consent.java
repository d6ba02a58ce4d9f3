package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * What the administrator takes upon himself, so that a safeguard need not object.
 *
 * @param mxChecked no sender delivers past the filter, whatever DNS says
 * @param lockMeOut connections by which this host is reached and served may be refused
 * @param interfaceMissing rules may name interfaces by which nothing comes in
 */
public record Consent(boolean mxChecked, boolean lockMeOut, boolean interfaceMissing) {
  /** To nothing. */
  public static final Consent NONE = new Consent(false, false, false);

  /** To what is said of mail and connections. */
  public Consent(boolean mxChecked, boolean lockMeOut) {
    this(mxChecked, lockMeOut, false);
  }

  /** The options that give it, for the history. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (mxChecked) {
      options.add("--mx-checked");
    }
    if (lockMeOut) {
      options.add("--lock-me-out");
    }
    if (interfaceMissing) {
      options.add("--interface-missing");
    }
    return options;
  }
}
