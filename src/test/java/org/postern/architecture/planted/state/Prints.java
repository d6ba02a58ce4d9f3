package org.postern.architecture.planted.state;

class Prints {
  void print() {
    System.out.println("printed");
  }
}
