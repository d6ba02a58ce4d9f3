package org.postern.command.init;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The role of the host for the mail server. */
enum Role {
  /** The mail server runs on the host, or in a container on it. */
  HOST("host"),
  /** The host forwards packets to the mail server behind it. */
  GATEWAY("gateway");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Role::word).toList();
  }
}
