package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.source.dns.ServedNetwork;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The workflows that are given to users, each step of them run by an unprivileged user in a clone
 * of a repository, with the archive of the program and a real name server.
 */
class WorkflowsIT {
  private static final Path WORKFLOWS = Path.of("src/site/resources/ci");
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.antispamcloud.com}]
        own:
          sources: [10.0.0.0/24]
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
      resolve: {servers: ["127.0.0.1:53"], deadline: 8s}
      """;

  /** Makes a repository with an origin, as a checkout of a change leaves it. */
  private static final String REPOSITORY =
      """
      set -eu
      export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example
      export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example
      git init -q -b main work && cd work
      cp ../policy.yaml . && "$IMAGE" lock -o policy.lock policy.yaml > ../locked
      git add . && git commit -q -m one
      git clone -q --bare . ../origin.git && git remote add origin ../origin.git && git fetch -q
      git checkout -q -b change
      cp ../changed.yaml policy.yaml && git commit -q -a --allow-empty -m two
      """;

  @TempDir static Path shared;
  @TempDir Path folder;

  /** Where workflows run. */
  enum Service {
    GITHUB("github.yml") {
      @Override
      List<String> steps(JsonTree workflow, String job) throws IOException {
        List<String> scripts = new ArrayList<>();
        for (JsonTree step : workflow.object("jobs").object(job).objects("steps")) {
          if (step.has("run")) {
            scripts.add(step.string("run"));
          } else {
            assertEquals("actions/checkout@v4", step.string("uses"));
          }
        }
        return scripts;
      }
    },
    GITLAB("gitlab.yml") {
      @Override
      List<String> steps(JsonTree workflow, String job) throws IOException {
        JsonTree defined = workflow.object(job);
        JsonTree extended = workflow.object(defined.string("extends"));
        List<String> lines = new ArrayList<>(extended.strings("before_script"));
        lines.addAll(defined.strings("script"));
        return List.of(String.join("\n", lines));
      }
    };

    private final String file;

    Service(String file) {
      this.file = file;
    }

    /** The scripts of a job, each for a shell of its own. */
    abstract List<String> steps(JsonTree workflow, String job) throws IOException;

    List<String> steps(String job) throws IOException {
      Load load = new Load(LoadSettings.builder().build());
      Object tree =
          Objects.requireNonNull(load.loadFromString(Files.readString(WORKFLOWS.resolve(file))));
      return steps(Json.read(Json.write(tree)), job);
    }
  }

  @BeforeAll
  static void pack() throws Exception {
    Path image = Path.of(System.getProperty("postern.image", "")).toAbsolutePath();
    assertTrue(Files.isExecutable(image), "build the image first: mvn package");
    Path root = image.resolve("../..").normalize();
    Process tar =
        new ProcessBuilder(
                "tar",
                "--create",
                "--use-compress-program=gzip -1",
                "--file=" + shared.resolve("postern.tar.gz"),
                "--directory=" + root.resolveSibling(""),
                String.valueOf(root.getFileName()))
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Files.writeString(folder.resolve("changed.yaml"), POLICY.replace("10.0.0.0/24", "10.0.0.0/23"));
  }

  /** By day another test asks for both. */
  static List<Service> services() {
    return Sizes.pick(List.of(Service.GITHUB), List.of(Service.values()));
  }

  @ParameterizedTest
  @MethodSource("services")
  void aChangeIsReviewed(Service service) throws Exception {
    Run run = run(service, "review", 15);
    assertEquals(0, run.exit(), run::toString);
    assertTrue(run.summary().contains("### postern plan, "), run::toString);
    assertTrue(run.summary().contains("1 prefix to add"), run::toString);
  }

  @ParameterizedTest
  @EnumSource(names = "GITHUB")
  void aMistakeFailsTheReview(Service service) throws Exception {
    Files.writeString(folder.resolve("changed.yaml"), POLICY.replace("10.0.0.0/24", "10.0.0.0/33"));
    Run run = run(service, "review", 15);
    assertEquals(65, run.exit(), run::toString);
    assertTrue(run.output().contains("P0301"), run::toString);
    assertTrue(run.output().contains("::error file=policy.yaml,line=5,"), run::toString);
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource
  void aSourceThatIsNotLockedFailsTheReview(Service service) throws Exception {
    Files.writeString(
        folder.resolve("changed.yaml"), POLICY.replace("}]", "}, dns: a.antispamcloud.com]"));
    Run run = run(service, "review", 15);
    assertEquals(65, run.exit(), run::toString);
    assertTrue(run.output().contains("P0603"), run::toString);
  }

  @ParameterizedTest
  @EnumSource(names = "GITLAB")
  void theSameFifteenServersAreGreen(Service service) throws Exception {
    Run run = run(service, "moved", 15);
    assertEquals(0, run.exit(), run::toString);
    assertTrue(run.said().contains("equal: every source answers alike"), run::toString);
  }

  @ParameterizedTest
  @MethodSource("services")
  void fourteenOfFifteenServersAreRed(Service service) throws Exception {
    Run run = run(service, "moved", 14);
    assertEquals(2, run.exit(), run::toString);
    assertTrue(run.said().contains("- 185.201.16.15"), run::toString);
    assertFalse(run.said().contains("185.201.16.14"), run::toString);
  }

  /**
   * How a job ended.
   *
   * @param output of all its steps, errors too
   * @param summary what it wrote for the reviewer
   */
  private record Run(int exit, String output, String summary) {
    String said() {
      return output + summary;
    }
  }

  /** Locks fifteen servers, and runs a job with so many. */
  private Run run(Service service, String job, int servers) throws Exception {
    List<String> scripts = service.steps(job);
    for (int i = 0; i < scripts.size(); i++) {
      Files.writeString(folder.resolve("step" + i), scripts.get(i));
    }
    Files.write(folder.resolve("later"), zone(servers));
    ServedNetwork network = new ServedNetwork(folder, zone(15), "");
    String image = System.getProperty("postern.image", "");
    Files.writeString(folder.resolve("repository.sh"), REPOSITORY);
    Files.writeString(folder.resolve("job.sh"), job(scripts.size()));
    List<String> lines =
        network.run(
            List.of(
                "env",
                "IMAGE=" + image,
                "ARCHIVE=" + shared.resolve("postern.tar.gz"),
                "sh",
                "job.sh"));
    String plan = "work/plan.md";
    Path summary = folder.resolve(service == Service.GITHUB ? "files/summary" : plan);
    return new Run(
        Integer.parseInt(lines.getLast()),
        Files.readString(folder.resolve("output")),
        Files.exists(summary) ? Files.readString(summary) : "");
  }

  /** A shell script that runs the steps one after the other, as a user without rights. */
  private static String job(int steps) {
    return """
    sh repository.sh > repository.log 2>&1 || { cat repository.log >&2; exit 1; }
    pkill -f '^nsd'; while pgrep -f '^nsd' > /dev/null; do sleep 0.1; done
    cp later zone; nsd -d -c nsd.conf > nsd.log 2>&1 & sleep 0.5
    mkdir files; : > files/path; : > files/summary
    chmod 711 . "$(dirname "$ARCHIVE")"; chmod -R a+rX step*; chown -R 65534:65534 work origin.git files
    sum=$(sha256sum "$ARCHIVE" | cut -d' ' -f1)
    cd work
    exit=0
    for step in $(seq 0 %d); do
      setpriv --reuid=65534 --regid=65534 --clear-groups env -i \
        PATH="$(cat ../files/path):/usr/bin:/bin" LANG=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null \
        POSTERN_ARCHIVE="file://$ARCHIVE" POSTERN_SHA256="$sum" \
        GITHUB_PATH="$OLDPWD/files/path" GITHUB_STEP_SUMMARY="$OLDPWD/files/summary" \
        RUNNER_TEMP="$OLDPWD/files" GITHUB_BASE_REF=main CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main \
        bash --noprofile --norc -eo pipefail "../step$step" >> ../output 2>&1 || { exit=$?; break; }
    done
    echo "$exit"
    """
        .formatted(steps - 1);
  }

  private static List<String> zone(int servers) {
    List<String> lines = new ArrayList<>();
    lines.add("@ 300 IN SOA ns admin 1 7200 3600 86400 300");
    lines.add("@ 300 IN NS ns");
    lines.add("ns 300 IN A 127.0.0.1");
    lines.add("a 300 IN A 127.0.0.1");
    IntStream.rangeClosed(1, servers)
        .forEach(one -> lines.add("delivery 300 IN A 185.201.16." + one));
    return lines;
  }
}
