package org.postern.source.dns;

import org.postern.address.Address;
import org.postern.address.Family;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/**
 * A question of DNS: one name and one type of record.
 *
 * @param name absolute; a final dot may be there or not
 * @param type the number of the type, a constant of {@link Type}
 */
record Lookup(String name, int type) {

  static Lookup addresses(String name, Family family) {
    return switch (family) {
      case IP -> new Lookup(name, Type.A);
      case IP6 -> new Lookup(name, Type.AAAA);
    };
  }

  static Lookup exchangers(String domain) {
    return new Lookup(domain, Type.MX);
  }

  static Lookup zone(String name) {
    return new Lookup(name, Type.SOA);
  }

  /** Asks for the names of an address: RFC 1035 section 3.5, RFC 3596 section 2.5. */
  static Lookup pointers(Address address) {
    return new Lookup(ReverseMap.fromAddress(address.toBytes()).toString(true), Type.PTR);
  }

  static Lookup texts(String name) {
    return new Lookup(name, Type.TXT);
  }

  /** Returns name and type for a message; a name with unprintable characters is escaped. */
  String text() {
    return DnsName.shown(name) + " " + Type.string(type);
  }
}
