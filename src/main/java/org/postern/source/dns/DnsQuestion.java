package org.postern.source.dns;

import org.postern.address.Family;

/**
 * The addresses of one family under one name.
 *
 * @param name absolute; a final dot may be there or not
 */
public record DnsQuestion(String name, Family family) {

  /** The record type, as DNS calls it. */
  String type() {
    return switch (family) {
      case IP -> "A";
      case IP6 -> "AAAA";
    };
  }

  /** Fit for a message, whatever the name is. */
  String text() {
    return DnsName.shown(name) + " " + type();
  }
}
