package org.postern.architecture.planted.plan;

import java.nio.file.Files;
import java.nio.file.Path;

class ReadsFile {
  boolean exists(Path path) {
    return Files.exists(path);
  }
}
