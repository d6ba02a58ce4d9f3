package org.postern.host.log.line;

/** A way of writing a log. An instance reads one file, line by line, and may remember. */
public interface LogFormat {
  /** The relation of a line to a format. */
  enum Reading {
    /** The line is not of this format. */
    FOREIGN,
    /** The line is of this format, and it is known what it says of peers, if anything. */
    UNDERSTOOD,
    /**
     * The line is of this format, and names an address of which it is not known what it has to do
     * here.
     */
    UNDECIDED
  }

  /** Reads what a program said, and hands out what it tells of a peer. */
  Reading read(Entry entry);

  /** Returns the name of the format, in words; without the form of the log around it. */
  String name();
}
