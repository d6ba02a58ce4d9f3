package org.postern.architecture.planted.source.spf.deep;

import org.postern.architecture.planted.host.Tool;
import org.postern.architecture.planted.source.Parent;

class NamesAncestors extends Parent {
  Tool tool = new Tool();
}
