package org.postern.source.dns;

import java.util.List;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Record;

/** The meaning of one reply for the name at the end of a trail. */
sealed interface Reading {

  /** A reading that stands, whatever another server would say. */
  sealed interface Final extends Reading {}

  /** A reading after which nothing more is to be asked. */
  sealed interface End extends Final {}

  /** The reply has records of the type asked for, at least one. */
  record Found(List<Record> records, Trail trail) implements End {}

  /** The reply proves that there is nothing. */
  record Absent(Absence absence, Trail trail) implements End {}

  /** The reply ends in the middle: the end of this trail is to be asked for. */
  record Elsewhere(Trail trail) implements Final {}

  /** The zone leads nowhere. */
  record DeadEnd(Cause cause, String why) implements End {}

  /**
   * A resolver without a witness says that there is nothing; if no other server knows better, it
   * holds.
   */
  record Hearsay(Absent absent) implements Reading {}

  /** The server is of no help; another may be. */
  record Useless(Cause cause, String why) implements Reading {}
}
