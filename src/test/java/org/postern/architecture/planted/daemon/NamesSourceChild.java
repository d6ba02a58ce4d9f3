package org.postern.architecture.planted.daemon;

import org.postern.architecture.planted.source.dns.Lookup;

class NamesSourceChild {
  Lookup lookup = new Lookup();
}
