package org.postern.host.log.line;

/** One way of writing a log. An instance reads one file, line by line, and may remember. */
public interface LogFormat {
  /** What a line is to a format. */
  enum Reading {
    /** Not of this format. */
    FOREIGN,
    /** Of this format, and it is known what it says of peers, if anything. */
    UNDERSTOOD,
    /** Of this format, and it names an address of which it is not known what it has to do here. */
    UNDECIDED
  }

  /** Reads what a program said, and hands out what it tells of a peer. */
  Reading read(Entry entry);

  /** What it is, in words; without the form of the log around it. */
  String name();
}
