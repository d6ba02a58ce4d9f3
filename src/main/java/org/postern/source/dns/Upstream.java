package org.postern.source.dns;

/** Recursive resolvers that are asked about one name and one type of record at a time. */
interface Upstream {
  /**
   * A reading of the end of a trail, and the server that gave it.
   *
   * @param server the server that answered and how; empty where none could say
   */
  record Told(Reading.Final reading, String server) {}

  /**
   * Returns what is known about the end of the trail.
   *
   * @param type the number of a type of record
   */
  Told ask(Trail trail, int type, Deadline deadline);
}
