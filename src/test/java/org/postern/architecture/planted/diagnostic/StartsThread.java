package org.postern.architecture.planted.diagnostic;

class StartsThread {
  void run(Runnable action) {
    Thread.startVirtualThread(action);
  }
}
