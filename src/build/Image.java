import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Assembles the self-contained image: {@code runtime/}, {@code lib/} and {@code bin/postern}.
 *
 * <p>Arguments: the image folder, whose {@code lib/} holds the libraries already; our jar; the JDK
 * modules to link; and a policy: the classes that applying it needs are archived for a quick start.
 * Only what is out of date is made.
 */
final class Image {
  private static final Path LAUNCHER = Path.of("src/build/postern.sh");

  private final Path image;
  private final Path jar;
  private final String modules;
  private final Path training;

  private Image(List<String> arguments) {
    image = Path.of(arguments.get(0)).toAbsolutePath();
    jar = Path.of(arguments.get(1));
    modules = arguments.get(2);
    training = Path.of(arguments.get(3));
  }

  public static void main(String[] arguments) throws Exception {
    Image image = new Image(List.of(arguments));
    image.linkRuntime();
    image.completeJars();
    String archive = "classes-" + image.digest() + ".jsa";
    image.writeLauncher(archive);
    image.archiveClasses(archive);
  }

  private void linkRuntime() throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "--add-modules",
            modules,
            "--strip-java-debug-attributes",
            "--generate-cds-archive",
            "--no-man-pages",
            "--no-header-files");
    Path runtime = image.resolve("runtime");
    Path stamp = image.resolveSibling("runtime.linked");
    String wanted = Runtime.version() + " " + String.join(" ", options);
    if (Files.exists(stamp) && Files.exists(runtime) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    deleteTree(runtime);
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("--output", runtime.toString()));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "jlink").toString());
    Process jlink = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jlink.getInputStream().readAllBytes());
    if (jlink.waitFor() != 0) {
      System.err.print(said);
      System.exit(1);
    }
    dropArchives();
    Files.writeString(stamp, wanted);
  }

  /** An archive fits the runtime that wrote it and no other. */
  private void dropArchives() throws IOException {
    Files.createDirectories(image.resolve("lib"));
    for (Path old : files(image.resolve("lib"), ".jsa")) {
      Files.delete(old);
    }
  }

  /** Puts our jar beside the libraries, and removes those that an earlier build needed. */
  private void completeJars() throws IOException {
    Path lib = image.resolve("lib");
    Files.createDirectories(lib);
    Path installed = lib.resolve(jar.getFileName());
    // The archive of classes is bound to the time of the jar: an equal jar stays untouched.
    if (Files.notExists(installed) || Files.mismatch(jar, installed) != -1) {
      Files.copy(jar, installed, StandardCopyOption.REPLACE_EXISTING);
    }
    TreeSet<String> needed = new TreeSet<>(List.of(jar.getFileName().toString()));
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes attributes = file.getManifest().getMainAttributes();
      needed.addAll(List.of(attributes.getValue(Attributes.Name.CLASS_PATH).split(" ")));
    }
    for (Path path : jars()) {
      if (!needed.remove(path.getFileName().toString())) {
        Files.delete(path);
      }
    }
    if (!needed.isEmpty()) {
      throw new IOException("missing in " + lib + ": " + needed);
    }
  }

  /** Names everything that the archive of classes depends on. */
  private String digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path path : jars()) {
      digest.update(path.getFileName().toString().getBytes());
      digest.update(Files.readAllBytes(path));
    }
    digest.update(Files.readAllBytes(LAUNCHER));
    digest.update(Files.readAllBytes(training));
    digest.update((Runtime.version() + modules).getBytes());
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private void writeLauncher(String archive) throws IOException {
    Path launcher = image.resolve("bin/postern");
    Files.createDirectories(launcher.getParent());
    Files.writeString(launcher, Files.readString(LAUNCHER).replace("@ARCHIVE@", archive));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Whatever happens here, the image works: it only starts slower without the archive. */
  private void archiveClasses(String name) throws IOException, InterruptedException {
    Path archive = image.resolve("lib").resolve(name);
    if (Files.exists(archive)) {
      return;
    }
    for (Path old : files(image.resolve("lib"), ".jsa")) {
      Files.delete(old);
    }
    Path log = image.resolveSibling("archive.log");
    Path state = image.resolveSibling("training");
    deleteTree(state);
    // In a network of its own nothing of this host is touched. Where that is forbidden, what checks
    // the policy is
    // archived, and what changes rules is not.
    train(
        log,
        "unshare",
        "--map-root-user",
        "--net",
        launcher(),
        "apply",
        training.toString(),
        "--state",
        state + "");
    if (Files.notExists(archive)) {
      train(log, launcher(), "check", training.toString());
    }
    if (Files.notExists(archive)) {
      System.err.println("[WARNING] No archive of classes: start-up is slower. See " + log);
    }
  }

  private String launcher() {
    return image.resolve("bin/postern").toString();
  }

  private static void train(Path log, String... command) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("POSTERN_ARCHIVE", "write");
    try {
      Process process = builder.redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      System.err.println("[WARNING] " + e.getMessage());
    }
  }

  private List<Path> jars() throws IOException {
    return files(image.resolve("lib"), ".jar");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
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
