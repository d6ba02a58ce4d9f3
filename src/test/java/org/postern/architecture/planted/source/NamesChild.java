package org.postern.architecture.planted.source;

import java.util.List;
import org.postern.architecture.planted.source.dns.Lookup;

class NamesChild {
  List<Lookup> children = List.of();
}
