package org.postern.host;

import java.io.IOException;
import java.util.Optional;

/** The network interfaces of a host, one at a time. */
public interface Links {
  /**
   * Returns the interface of that name, one of its other names included; empty where there is none.
   */
  Optional<Link> named(String name) throws IOException;

  /** Returns the interface of that number. */
  Optional<Link> numbered(int number) throws IOException;
}
