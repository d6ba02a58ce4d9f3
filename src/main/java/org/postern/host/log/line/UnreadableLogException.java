package org.postern.host.log.line;

import java.io.IOException;

/** A file that cannot be read as a log; the message is a clause that follows the file's name. */
public final class UnreadableLogException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableLogException(String message) {
    super(message);
  }
}
