package org.postern.source.dns;

import org.xbill.DNS.Message;

/** The result of one question to one server over one transport. */
sealed interface Received {

  /** A reply to this very question. */
  record Reply(Message message) implements Received {}

  /** A reply to this very question that is no sound DNS message. */
  record Unreadable() implements Received {}

  /** No reply came in time. */
  record Silence(String why) implements Received {}

  /** No connection was made in time: TCP only. */
  record Unconnected(String why) implements Received {}

  /** The system could not deliver the question, or the other end gave up. */
  record Broken(String why) implements Received {}
}
