package org.postern.mail;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;

/**
 * A mail server that holds the list of a policy: the lines are in its configuration, and nothing
 * but {@code postern apply} brings it from one policy to the next.
 */
final class Enforcement implements AutoCloseable {
  static final String POLICY = "/etc/postern/policy.yaml";

  /** Domains of the server, of which some begin or end like others. */
  static final List<String> DOMAINS =
      List.of(
          "example.com",
          "sub.example.com",
          "a.sub.example.com",
          "xn--bcher-kva.example",
          "myexample.com",
          "example.com.test",
          "other.test");

  /** Peers of both families: single ones, prefixes, and what is no prefix. */
  static final AddressSet PEERS =
      MailPolicy.of(
          "192.0.2.1",
          "192.0.2.16-192.0.2.37",
          "203.0.113.64-203.0.113.127",
          "223.255.255.255",
          "2001:db8::7",
          "2001:db8:1::-2001:db8:1::ff",
          "2001:db8:2::-2001:db8:2:ffff:ffff:ffff:ffff:ffff");

  private final MailLab lab;
  private final Dialogues dialogues;
  private boolean begun;

  private Enforcement(MailLab lab, Dialogues dialogues) {
    this.lab = lab;
    this.dialogues = dialogues;
  }

  /** Starts a server that has nothing of ours yet. */
  static Enforcement on(MailHost host, Path folder, List<String> domains)
      throws IOException, InterruptedException {
    MailLab lab = MailLab.start(host, folder);
    try {
      Enforcement enforcement = new Enforcement(lab, Dialogues.with(lab, domains));
      lab.sh("mkdir -p /etc/postern && cp -a %s /mnt/before".formatted(host.configuration()));
      return enforcement;
    } catch (Throwable e) {
      lab.close();
      throw e;
    }
  }

  /**
   * Applies a policy and adds its lines, as the administrator would, to the configuration that was
   * there before anything of ours.
   */
  void begin(MailPolicy policy) throws IOException, InterruptedException {
    String folder = lab.host().configuration();
    lab.sh("find %s -mindepth 1 -delete; cp -a /mnt/before/. %s".formatted(folder, folder));
    write(policy);
    lab.postern("apply").expecting(4); // without effect as long as the lines are missing
    hook();
    apply(policy);
    begun = true;
  }

  /** Enforces a policy, which may be of another form, for which Postfix needs other lines. */
  void enforce(MailPolicy policy) throws IOException, InterruptedException {
    if (begun && !lab.host().isPostfix()) {
      apply(policy);
    } else {
      begin(policy);
    }
  }

  private void hook() throws IOException, InterruptedException {
    switch (lab.host()) {
      case POSTFIX -> {
        lab.postern("hook", "postfix", "--write").expecting(0);
        lab.restart();
      }
      case EXIM -> {
        String lines = lab.postern("hook", "exim").expecting(0);
        String end = "# postern: end\n";
        int begin = lines.indexOf("# postern: begin");
        lab.write("/mnt/lines", lines.substring(begin, lines.indexOf(end) + end.length()));
        lab.sh("sed -i '/^rcpt:/r /mnt/lines' /etc/exim4/exim4.conf");
        lab.restart();
      }
      case EXIM_SPLIT, EXIM_UNSPLIT -> lab.restarting("hook", "exim", "--write");
      case OPENSMTPD -> lab.postern("hook", "opensmtpd", "--write").expecting(0);
    }
  }

  MailLab lab() {
    return lab;
  }

  Dialogues dialogues() {
    return dialogues;
  }

  /** Writes a policy, which is not applied yet. */
  void write(MailPolicy policy) throws IOException {
    lab.write(POLICY, policy.text(lab.host()));
    if (policy.isLong()) {
      lab.write("/etc/postern/peers", policy.peers().collect(Collectors.joining("\n", "", "\n")));
    }
  }

  void apply(MailPolicy policy) throws IOException, InterruptedException {
    write(policy);
    lab.postern("apply").expecting(0);
  }

  /** Asks at the edges of what a policy accepts. */
  Dialogues.Result hold(MailPolicy policy) throws IOException {
    return dialogues.hold(policy.ruleset(), Dialogues.around(policy.accepted()));
  }

  /** Every byte of the configuration of the server, by file. */
  Map<String, String> configuration() throws IOException {
    return contents(lab.host().configuration());
  }

  /** Every byte of our files, by file; not the mark that the mail server is still to be told. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = contents("/var/lib/postern-mail");
    files.keySet().removeIf(file -> file.endsWith("/owed"));
    return files;
  }

  /** Whether the mail server was told of all that our files hold. */
  boolean isTold() throws IOException {
    return contents("/var/lib/postern-mail").keySet().stream()
        .noneMatch(file -> file.endsWith("/owed"));
  }

  private Map<String, String> contents(String folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Files.walkFileTree(lab.path(folder), new Reading(contents));
    return contents;
  }

  /** Reads every file. A file that the daemon moves away meanwhile is left out. */
  private static final class Reading extends SimpleFileVisitor<Path> {
    private final Map<String, String> contents;

    Reading(Map<String, String> contents) {
      this.contents = contents;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        read(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void read(Path file) throws IOException {
      try {
        contents.put(file.toString(), Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      } catch (NoSuchFileException gone) {
        contents.remove(file.toString());
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    lab.close();
  }
}
