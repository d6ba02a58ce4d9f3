package org.postern.architecture.planted.source.dns;

import org.xbill.DNS.Name;

public class Lookup {
  public Name name() {
    return Name.root;
  }
}
