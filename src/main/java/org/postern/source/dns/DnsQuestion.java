package org.postern.source.dns;

import org.postern.address.Family;

/**
 * The addresses of one family under one name.
 *
 * @param name absolute; a final dot may be there or not
 */
public record DnsQuestion(String name, Family family) {
  Lookup lookup() {
    return Lookup.addresses(name, family);
  }
}
