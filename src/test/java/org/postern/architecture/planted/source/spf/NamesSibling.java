package org.postern.architecture.planted.source.spf;

import org.postern.architecture.planted.source.dns.Lookup;

class NamesSibling {
  Lookup sibling = new Lookup();
}
