import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Assembles the self-contained image: {@code runtime/}, a Java runtime with our classes and those
 * of the libraries linked in and an archive of them for a quick start, and {@code bin/postern}.
 *
 * <p>Arguments: the image folder; our jar, whose manifest names the libraries; the JDK modules to
 * link; and a policy: the classes that applying it and its like need are archived. An image that is
 * up to date stays untouched.
 */
final class Image {
  private static final Path SOURCES = Path.of("src/build");
  private static final String ARCHIVE = "runtime/lib/postern.aot";

  private final Path image;
  private final ApplicationModule application;
  private final String modules;
  private final Path training;

  private Image(List<String> arguments) throws IOException {
    image = Path.of(arguments.get(0)).toAbsolutePath();
    application = ApplicationModule.of(Path.of(arguments.get(1)));
    modules = arguments.get(2);
    training = Path.of(arguments.get(3));
  }

  public static void main(String[] arguments) throws Exception {
    new Image(List.of(arguments)).make();
  }

  private void make() throws Exception {
    Path stamp = image.resolveSibling("image.digest");
    String digest = digest();
    if (Files.exists(stamp) && Files.readString(stamp).equals(digest) && isWhole()) {
      return;
    }
    Files.deleteIfExists(stamp);
    deleteTree(image);
    linkRuntime();
    application.writeLegal(image.resolve("runtime/legal"));
    writeLauncher();
    archiveClasses();
    Files.writeString(stamp, digest);
  }

  private boolean isWhole() {
    return Stream.of("runtime/bin/java", "bin/postern", ARCHIVE)
        .map(image::resolve)
        .allMatch(Files::exists);
  }

  /** Of everything that the image is made of and by. */
  private String digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<Path> inputs = new ArrayList<>(application.jars());
    inputs.add(training);
    for (String source :
        List.of(
            "Image.java",
            "ApplicationModule.java",
            "PlainRecords.java",
            "PlainSwitches.java",
            "archive-classes.sh",
            "postern.sh")) {
      inputs.add(SOURCES.resolve(source));
    }
    for (Path input : inputs) {
      digest.update(input.getFileName().toString().getBytes());
      digest.update(Files.readAllBytes(input));
    }
    digest.update((Runtime.version() + modules).getBytes());
    return HexFormat.of().formatHex(digest.digest());
  }

  private void linkRuntime() throws IOException, InterruptedException {
    Path linked = image.resolveSibling("image-module");
    deleteTree(linked);
    Files.createDirectories(linked);
    application.write(linked.resolve("postern.jar"), List.of(modules.split(",")));
    Process jlink =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--module-path",
                linked.toString(),
                "--add-modules",
                ApplicationModule.NAME,
                "--no-man-pages",
                "--no-header-files",
                "--output",
                image.resolve("runtime").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jlink.getInputStream().readAllBytes());
    if (jlink.waitFor() != 0) {
      System.err.print(said);
      System.exit(1);
    }
  }

  private void writeLauncher() throws IOException {
    Path launcher = image.resolve("bin/postern");
    Files.createDirectories(launcher.getParent());
    Files.copy(SOURCES.resolve("postern.sh"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Whatever happens here, the image works: it only starts slower without the archive. */
  private void archiveClasses() throws IOException, InterruptedException {
    Path log = image.resolveSibling("archive.log");
    int status =
        new ProcessBuilder(
                SOURCES.resolve("archive-classes.sh").toString(),
                image.toString(),
                training.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      System.err.println("[WARNING] No archive of classes: start-up is slower. See " + log);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted((a, b) -> b.compareTo(a))
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
