package org.postern.architecture.planted.policy;

class CountsNanoseconds {
  long now = System.nanoTime();
}
