package org.postern.pipeline.doctor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.host.CommandRunner;
import org.postern.host.ProcNet;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.pipeline.check.Examination;
import org.postern.pipeline.check.Examined;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.source.NameServerExam;
import org.postern.target.SavedRules;
import org.postern.target.TargetException;

/** A host as a folder, with a policy, programs and name servers that a test makes sick. */
final class World {
  static final String POLICY =
      """
      sets: {filter: {sources: [{dns: delivery.example}]}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      protects: {domains: [example.com], mx: [filter.example], clean-since: 2026-01-01}
      """;

  /** As a kernel tells them to root, who may do all. */
  private static final String STATUS = "Name:\tjava\nUid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n";

  private final Path root;
  private final Lab lab;
  private final ProcNet net;
  private final Map<String, String> programs = new LinkedHashMap<>();
  private final Map<String, NameServerExam.Result> answers = new LinkedHashMap<>();
  private final List<Examined.Seen> targets = new ArrayList<>();
  private final List<Path> savedFiles = new ArrayList<>();
  private String resolver = "192.0.2.53";
  private boolean hasPolicy = true;

  /** A healthy one. */
  World(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    lab = new Lab(Files.createDirectories(folder.resolve("lab")));
    lab.policy(POLICY).answers("delivery.example", "8.8.8.1", "8.8.8.2");
    lab.neighbourhood()
        .addresses("198.51.100.10", "2001:db8::10", "127.0.0.1", "::1")
        .mail("example.com", "mx.filter.example", Duration.ofHours(1), "8.8.4.4");
    net = new ProcNet(root.resolve("proc/net")).listening(25).listening("::", 25);
    file("proc/self/status", STATUS);
    process(1, "systemd", 1, 0);
    Files.createDirectories(root.resolve("proc/self/ns"));
    Files.createSymbolicLink(root.resolve("proc/self/ns/net"), Path.of("net:[1]"));
    file("etc/postfix/main.cf", "smtpd_client_restrictions = permit_mynetworks\n");
    file("etc/nftables.conf", "flush ruleset\ntable inet filter {\n}\n");
    file("etc/systemd/system/sysinit.target.wants/postern-restore.service", "");
    log("Mar  1 04:05:06 mx postfix/smtpd[9]: connect from a[8.8.8.1]");
    programs.put("timedatectl show -p NTPSynchronized --value", "yes\n");
    programs.put("nft -t list ruleset", "table inet filter {\n}\n");
  }

  Lab lab() {
    return lab;
  }

  ProcNet net() {
    return net;
  }

  Path at(String path) {
    return root.resolve(path);
  }

  /** A file with that text; its folders are made. */
  World file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A file less. */
  World without(String path) throws IOException {
    Files.delete(root.resolve(path));
    return this;
  }

  /** The lines of the mail log. */
  World log(String... lines) throws IOException {
    return file("var/log/mail.log", String.join("\n", lines) + "\n");
  }

  /** A program tells that; nothing where the text is empty. */
  World program(String command, String output) {
    programs.put(command, output);
    return this;
  }

  /** A program is not there. */
  World withoutProgram(String command) {
    programs.remove(command);
    return this;
  }

  /** The name server answers so, when it is asked for {@code NAME TYPE} by {@code udp} or tcp. */
  World answer(String question, NameServerExam.Result result) {
    answers.put(question, result);
    return this;
  }

  /** Another name server is asked. */
  World resolver(String address) {
    resolver = address;
    return this;
  }

  /**
   * A process.
   *
   * @param words that it was started with
   * @param network the number of its network namespace
   * @param inode of a socket that it has
   */
  World process(int id, String words, int network, long inode) throws IOException {
    Path folder = Files.createDirectories(root.resolve("proc/" + id + "/fd"));
    String name = words.split(" ", 2)[0];
    file("proc/%d/comm".formatted(id), name + "\n");
    file("proc/%d/cmdline".formatted(id), words.replace(' ', '\0') + "\0");
    Files.createSymbolicLink(folder.resolve("4"), Path.of("socket:[%d]".formatted(inode)));
    Path space = Files.createDirectories(root.resolve("proc/%d/ns".formatted(id)));
    Files.createSymbolicLink(space.resolve("net"), Path.of("net:[%d]".formatted(network)));
    return this;
  }

  /** Besides what the policy binds there is this target. */
  World target(Examined.Seen seen) {
    targets.add(seen);
    return this;
  }

  /** A file of saved rules names sets of ours. */
  World saved(String path) {
    savedFiles.add(root.resolve(path));
    return this;
  }

  World withoutPolicy() {
    hasPolicy = false;
    return this;
  }

  /** A target that holds nothing of ours, and what others do on it. */
  static Examined.Seen seen(String kind, Observation.Foreign... foreign) {
    Observation held =
        new Observation(
            Ruleset.empty(),
            Observation.Layout.NOTHING,
            "",
            Map.of(),
            List.of(foreign),
            List.of(),
            Proof.EXACT);
    return new Examined.Seen(kind, kind, held, List.of());
  }

  /** All that is found. */
  List<Finding> findings() throws IOException {
    return Doctor.look(view(), Progress.SILENT);
  }

  private HostView view() throws IOException {
    Examined examined = examined();
    return new HostView(
        new HostFiles(root),
        this::run,
        List.of(new InetSocketAddress(InetAddress.ofLiteral(resolver), 53)),
        this::ask,
        savedRules(),
        ToyWorld.set("198.51.100.10", "2001:db8::10", "127.0.0.1", "::1"),
        new HostView.Places(Optional.of(lab.file()).filter(_ -> hasPolicy), lab.state()),
        examined,
        lab.now());
  }

  private Examined examined() throws IOException {
    if (!hasPolicy) {
      return Examined.withoutPolicy();
    }
    Report report = new Report();
    Optional<Examined> found = new Examination(lab.pipeline()).of(Request.of(lab.file()), report);
    assertTrue(found.isPresent(), () -> report.diagnostics().toString());
    Examined one = found.get();
    List<Examined.Seen> all = new ArrayList<>(one.targets());
    all.addAll(targets);
    return new Examined(
        one.policy(),
        one.rules(),
        one.isInForce(),
        all,
        one.routes(),
        one.mail(),
        one.watched(),
        one.unseen());
  }

  private CommandRunner.Result run(List<String> command, String input, Duration deadline)
      throws IOException {
    String line = String.join(" ", command);
    if (command.getFirst().equals("postconf")) {
      Path main = Path.of(command.get(2)).resolve("main.cf");
      return new CommandRunner.Result(0, Files.readString(main), "");
    }
    String output = programs.get(line);
    if (output == null) {
      throw new IOException(line + " is not there");
    }
    return new CommandRunner.Result(0, output, "");
  }

  private NameServerExam.Result ask(
      InetSocketAddress server,
      String name,
      NameServerExam.Records records,
      NameServerExam.Transport transport) {
    String question = "%s %s %s".formatted(name, records, transport);
    return answers.getOrDefault(
        question, new NameServerExam.Answered(0, false, name.equals("."), false, 0));
  }

  private SavedRules savedRules() {
    return new SavedRules() {
      @Override
      public List<Path> files() {
        return List.copyOf(savedFiles);
      }

      @Override
      public boolean arePrepared() {
        return false;
      }

      @Override
      public List<String> prepare(Ruleset ruleset) throws TargetException {
        throw new TargetException(
            TargetException.Kind.UNAVAILABLE, "a look at a host makes nothing");
      }
    };
  }
}
