package org.postern.host.log;

import java.util.function.Consumer;

/** One way of writing a log. An instance reads one file, line by line, and may remember. */
interface LogFormat {
  /** What it is, in words. */
  String name();

  /**
   * Reads a line, and hands out the connection that it tells of.
   *
   * @return whether the line is of this format
   */
  boolean read(String line, Consumer<Arrival> arrivals);

  /** What the reader should know of how connections were counted; empty when nothing. */
  default String note() {
    return "";
  }
}
