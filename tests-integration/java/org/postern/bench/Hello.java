package org.postern.bench;

/** What any program on a JVM costs before it does anything. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("hello world");
  }
}
