package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The risks that the administrator takes upon himself, so that a safeguard need not object.
 *
 * @param mxChecked whether no sender delivers past the filter, whatever DNS says
 * @param lockMeOut whether connections may be refused by which this host is reached and served
 * @param interfaceMissing whether rules may name interfaces by which nothing comes in
 */
public record Consent(boolean mxChecked, boolean lockMeOut, boolean interfaceMissing) {
  /** The consent to nothing. */
  public static final Consent NONE = new Consent(false, false, false);

  /** Creates the consent to what is said of mail and connections. */
  public Consent(boolean mxChecked, boolean lockMeOut) {
    this(mxChecked, lockMeOut, false);
  }

  /** Returns the options that give the consent, for the history. */
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
