package org.postern.architecture.planted.address;

import java.time.Instant;

class ReadsClock {
  Object now = Instant.now();
}
