package org.postern.pipeline.doctor;

import java.io.IOException;

/** Looks for one kind of trouble on a host. */
interface Check {
  /** Returns the name by which its findings are known; lower-case words. */
  String name();

  /**
   * Looks, and changes nothing.
   *
   * @throws IOException when it cannot look, in words: what was found before counts
   */
  void look(HostView host, Findings found) throws IOException;
}
