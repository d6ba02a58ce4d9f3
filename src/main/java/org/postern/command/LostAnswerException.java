package org.postern.command;

import java.io.IOException;

/** A daemon was asked, and what it answered is not known: it may have done it or not. */
final class LostAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  LostAnswerException(IOException cause) {
    super("the daemon was asked, but " + cause.getMessage(), cause);
  }
}
