package org.postern.architecture.planted.address;

import org.postern.architecture.planted.host.Tool;

class NamesHost {
  Tool tool = new Tool();
}
