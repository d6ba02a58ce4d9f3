package org.postern.command.map;

/** The side of a comparison that a map shows. */
public enum MapView {
  BEFORE("before"),
  AFTER("after"),
  DIFFERENCE("difference");

  private final String text;

  MapView(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
