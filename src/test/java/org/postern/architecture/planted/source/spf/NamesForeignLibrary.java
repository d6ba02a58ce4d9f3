package org.postern.architecture.planted.source.spf;

import org.postern.architecture.planted.source.dns.Lookup;

class NamesForeignLibrary {
  Object first(Lookup lookup) {
    return lookup.name();
  }
}
