package org.postern.architecture.planted.target;

import java.lang.foreign.Arena;

class NamesMemory {
  Object arena = Arena.ofAuto();
}
