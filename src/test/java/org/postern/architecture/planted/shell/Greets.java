package org.postern.architecture.planted.shell;

class Greets {
  void greet() {
    System.out.println("hello");
  }
}
