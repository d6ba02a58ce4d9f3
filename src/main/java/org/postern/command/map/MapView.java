package org.postern.command.map;

/** Which side of a comparison a map shows. */
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
