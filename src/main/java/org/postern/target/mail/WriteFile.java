package org.postern.target.mail;

import org.postern.target.Artifact;

/**
 * Replaces one file by another, whole.
 *
 * @param file its name in the folder of the target
 * @param text all that it holds then
 */
record WriteFile(String file, String text) implements Artifact.Step {
  @Override
  public String title() {
    return "write " + file;
  }

  @Override
  public String ending() {
    return file.substring(file.lastIndexOf('.') + 1);
  }

  @Override
  public String fileName(int number) {
    return "%02d-%s".formatted(number, file);
  }
}
