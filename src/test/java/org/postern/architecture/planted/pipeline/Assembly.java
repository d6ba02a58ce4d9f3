package org.postern.architecture.planted.pipeline;

import org.postern.architecture.planted.source.dns.Lookup;

class Assembly {
  static class Sources {
    Lookup lookup = new Lookup();
  }
}
