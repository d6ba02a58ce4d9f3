package org.postern.target.mail;

import org.postern.target.Artifact;

/**
 * Replaces one file by another, whole.
 *
 * @param name the name of the file, in the folder of the target
 * @param text all that it holds then
 */
public record WriteFile(String name, String text) implements Artifact.Step {
  @Override
  public String title() {
    return "write " + name;
  }

  @Override
  public String ending() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public String fileName(int number) {
    return "%02d-%s".formatted(number, name);
  }
}
