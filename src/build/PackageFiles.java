import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Lays out the files of the package below {@code target/package/postern-VERSION}, as they are to be
 * on a host, and packs them: {@code postern.tar}, of which the Debian package is made, and a
 * tarball for other systems. The same input gives the same bytes: names, modes, owners, times and
 * order are set here.
 *
 * <p>Arguments: the image folder, the version, the architecture as Debian calls it, and the time
 * that all files are given.
 */
final class PackageFiles {
  private static final Path PACKAGE = Path.of("target/package");
  private static final Path DEBIAN = Path.of("src/deb");
  private static final Path PROJECT_PAGES = Path.of(".github");

  /** Made on each host anew: it depends on the processor. */
  private static final String ARCHIVE = "postern.aot";

  private final Path image;
  private final String version;
  private final String architecture;
  private final Instant time;
  private final Path root;

  private PackageFiles(List<String> arguments) {
    image = Path.of(arguments.get(0));
    version = arguments.get(1);
    architecture = arguments.get(2);
    time = Instant.parse(arguments.get(3));
    root = PACKAGE.resolve("postern-" + version);
  }

  public static void main(String[] arguments) throws Exception {
    new PackageFiles(List.of(arguments)).make();
  }

  private void make() throws Exception {
    verifyLibraries();
    run("rm", "-rf", PACKAGE.toString());
    Files.createDirectories(root);
    program();
    systemd();
    shared();
    manual();
    completion();
    documents();
    policy();
    copy(DEBIAN.resolve("daemon.yaml"), "etc/postern/daemon.yaml");
    for (String script : List.of("install", "uninstall")) {
      executable(copy(DEBIAN.resolve(script), script));
    }
    pack();
  }

  /** Its first line holds the digest of all others, by which init knows that it is unedited. */
  private void policy() throws Exception {
    Path policy = copy(DEBIAN.resolve("policy.yaml"), "etc/postern/policy.yaml");
    byte[] body = Files.readAllBytes(policy);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    Files.writeString(
        policy,
        "# As it came with the package; the SHA-256 of the lines below is %s\n".formatted(digest)
            + new String(body, StandardCharsets.UTF_8));
  }

  /** Each library that is linked into the image is the one that was looked at when it was added. */
  private static void verifyLibraries() throws Exception {
    Path digests = Path.of("src/build/dependencies.sha256").toAbsolutePath();
    run("sh", "-c", "cd target/libraries && sha256sum *.jar | diff \"$0\" - >&2", digests + "");
  }

  /** The image, without what a host makes itself. */
  private void program() throws IOException {
    Path home = root.resolve("usr/lib/postern");
    try (Stream<Path> files = Files.walk(image)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path to = home.resolve(image.relativize(file).toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(to);
        } else if (!file.endsWith(ARCHIVE)) {
          Files.copy(file, to, LinkOption.NOFOLLOW_LINKS);
          mode(file, to);
        }
      }
    }
    executable(copy(Path.of("src/build/archive-classes.sh"), "usr/lib/postern/archive-classes"));
    copy(Path.of("src/build/training.yaml"), "usr/lib/postern/training.yaml");
    Path command = root.resolve("usr/bin/postern");
    Files.createDirectories(command.getParent());
    Files.createSymbolicLink(command, Path.of("../lib/postern/bin/postern"));
  }

  /** Programs stay executable; libraries need not be, and text is not. */
  private static void mode(Path file, Path to) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return;
    }
    boolean runs =
        Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)
            && !file.toString().endsWith(".so");
    Files.setPosixFilePermissions(
        to, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void systemd() throws IOException {
    Path units = Path.of("systemd");
    copyAll(units, "usr/lib/systemd/system", ".service", ".socket", ".path", ".timer");
    copyAll(units, "usr/share/postern/systemd", ".conf");
    copy(units.resolve("sysusers.d/postern.conf"), "usr/lib/sysusers.d/postern.conf");
    copy(units.resolve("tmpfiles.d/postern.conf"), "usr/lib/tmpfiles.d/postern.conf");
    copy(DEBIAN.resolve("postern.preset"), "usr/lib/systemd/system-preset/60-postern.preset");
  }

  private void shared() throws IOException {
    copyAll(Path.of("rulesets"), "usr/share/postern/rulesets", ".yaml");
    Path schemas = Path.of("src/main/resources/org/postern/policy");
    copyAll(schemas, "usr/share/postern/schemas", ".json");
    Path daemon = Path.of("src/main/resources/org/postern/daemon");
    copyAll(daemon, "usr/share/postern/monitoring", ".yaml", ".json");
  }

  private void manual() throws Exception {
    Path pages = PACKAGE.resolve("manual");
    run(launcher(), "man-pages", pages.toString(), time.toString().substring(0, 10));
    try (Stream<Path> files = Files.list(pages)) {
      for (Path page : (Iterable<Path>) files::iterator) {
        String name = page.getFileName().toString();
        String section = name.substring(name.lastIndexOf('.') + 1);
        zip(copy(page, "usr/share/man/man%s/%s".formatted(section, name)));
      }
    }
  }

  private void completion() throws Exception {
    completion("bash", "usr/share/bash-completion/completions/postern");
    completion("zsh", "usr/share/zsh/vendor-completions/_postern");
    completion("fish", "usr/share/fish/vendor_completions.d/postern.fish");
  }

  private void completion(String shell, String file) throws Exception {
    write(file, output(launcher(), "completion", shell));
  }

  private void documents() throws Exception {
    String folder = "usr/share/doc/postern/";
    for (String name : List.of("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md")) {
      copy(PROJECT_PAGES.resolve(name), folder + name);
    }
    copy(DEBIAN.resolve("copyright"), folder + "copyright");
    Path materials = Path.of("target/bom.json");
    Path licences = Path.of("target/licences.txt");
    copy(materials, folder + "sbom.cdx.json");
    copy(licences, folder + "licences.txt");
    zip(write(folder + "changelog", debianChangelog()));
    copy(DEBIAN.resolve("lintian-overrides"), "usr/share/lintian/overrides/postern");
  }

  /** The changelog for people, in the form that Debian's tools read. */
  private String debianChangelog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(PROJECT_PAGES.resolve("CHANGELOG.md"))) {
      if (line.startsWith("## ")) {
        if (!lines.isEmpty()) {
          break; // of the newest version only: the others are in the file beside
        }
        lines.addAll(List.of("postern (%s) stable; urgency=medium".formatted(version), ""));
      } else if (!lines.isEmpty() && line.startsWith("- ")) {
        lines.add("  * " + line.substring(2));
      } else if (!lines.isEmpty() && line.startsWith("  ")) {
        lines.add("  " + line);
      }
    }
    String date =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .format(time.atOffset(ZoneOffset.UTC));
    lines.addAll(List.of("", " -- %s  %s".formatted(maintainer(), date)));
    return String.join("\n", lines) + "\n";
  }

  private static String maintainer() throws IOException {
    return Files.readAllLines(DEBIAN.resolve("control/control")).stream()
        .filter(line -> line.startsWith("Maintainer: "))
        .findFirst()
        .orElseThrow()
        .substring("Maintainer: ".length());
  }

  /** They were made with the mask of the build's user; a package must not close /usr to others. */
  private void openFolders() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  private void pack() throws Exception {
    openFolders();
    Path tar = PACKAGE.resolve("postern.tar");
    run(
        "tar",
        "--create",
        "--file=" + tar,
        "--format=gnu",
        "--sort=name",
        "--owner=root:0",
        "--group=root:0",
        "--mtime=@" + time.getEpochSecond(),
        "--directory=" + PACKAGE,
        root.getFileName().toString());
    Path tarball = Path.of("target/postern-%s-linux-%s.tar.gz".formatted(version, architecture));
    Process gzip =
        new ProcessBuilder("gzip", "--no-name", "--stdout", tar.toString())
            .redirectOutput(tarball.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    expect(gzip.waitFor(), "gzip");
  }

  private String launcher() {
    return image.resolve("bin/postern").toString();
  }

  private void copyAll(Path folder, String to, String... ends) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (Stream.of(ends).anyMatch(name::endsWith)) {
          copy(file, to + "/" + name);
        }
      }
    }
  }

  private Path copy(Path file, String to) throws IOException {
    Path target = root.resolve(to);
    Files.createDirectories(target.getParent());
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    return target;
  }

  private Path write(String to, String text) throws IOException {
    Path target = root.resolve(to);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    return target;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void zip(Path file) throws Exception {
    run("gzip", "--best", "--no-name", file.toString());
  }

  private static void run(String... command) throws Exception {
    output(command);
  }

  private static String output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String text;
    try (var in = process.inputReader()) {
      text = in.readAllAsString();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    expect(process.waitFor(), String.join(" ", command));
    return text;
  }

  private static void expect(int status, String command) throws IOException {
    if (status != 0) {
      throw new IOException(command + " ended with " + status);
    }
  }
}
