import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /**
   * Profiles of methods serve a second compiler, which is off, and would be 2 MB of every process.
   */
  private static final String CLASSES_ONLY =
      "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining";

  /** What is done every day: from nothing, a change, nothing to do, a question, an emergency. */
  private static final String COMMANDS =
      """
      check
      plan
      apply
      apply
      set training add 192.0.2.77
      set training drop 192.0.2.1
      write
      plan
      apply
      plan
      why 192.0.2.66 25
      why 192.0.2.200 25
      aggregate LIST
      compile
      restore
      status
      history
      """;

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
    Path archive = image.resolve(ARCHIVE);
    Path log = image.resolveSibling("archive.log");
    Path state = image.resolveSibling("training");
    deleteTree(state);
    Path policy = state.resolveSibling("training-policy").resolve(training.getFileName());
    deleteTree(policy.getParent());
    Files.createDirectories(policy.getParent());
    Files.copy(training, policy);
    Path list = policy.resolveSibling("training.list");
    Files.writeString(list, "192.0.2.64\n192.0.2.66 label\n2001:db8::1\n");
    // In a network of its own nothing of this host is touched. Where that is forbidden, what checks
    // the policy is archived, and what changes rules is not.
    List<String> shell = List.of(launcher(), "shell", policy.toString(), "--state", state + "");
    List<String> alone = new ArrayList<>(List.of("unshare", "--map-root-user", "--net"));
    alone.addAll(shell);
    train(log, alone, COMMANDS.replace("LIST", list.toString()));
    if (Files.notExists(archive)) {
      train(log, shell, "check\n");
    }
    if (Files.notExists(archive)) {
      System.err.println("[WARNING] No archive of classes: start-up is slower. See " + log);
    }
  }

  private String launcher() {
    return image.resolve("bin/postern").toString();
  }

  private static void train(Path log, List<String> command, String input)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("POSTERN_ARCHIVE", "write");
    builder.environment().put("POSTERN_JAVA_OPTIONS", CLASSES_ONLY);
    try {
      Process process = builder.redirectOutput(log.toFile()).start();
      try (var in = process.outputWriter()) {
        in.write(input);
      }
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      System.err.println("[WARNING] " + e.getMessage());
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
