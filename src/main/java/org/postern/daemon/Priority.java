package org.postern.daemon;

/** How loud an entry of the journal is, syslog(3); the first is the loudest. */
public enum Priority {
  EMERG,
  ALERT,
  CRIT,
  ERR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG
}
