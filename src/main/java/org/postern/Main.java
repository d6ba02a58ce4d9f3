package org.postern;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Prints the version. */
  public static void main(String[] args) {
    System.out.println("postern 0.1.0");
  }
}
