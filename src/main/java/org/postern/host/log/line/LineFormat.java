package org.postern.host.log.line;

/** A log whose lines nothing carries: that of one server, in a form of its own. */
public interface LineFormat {
  /** Reads a line, and hands out what it tells of a peer. */
  LogFormat.Reading read(String line);

  /** Returns the name of the format, in words. */
  String name();
}
