package org.postern.target.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.Sha256;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.OwnedFolder;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * A folder of published lists: it holds the rules of its manifest, as far as its files match it.
 */
final class FeedTarget implements Target {
  private static final String NOTE =
      "it is published, and no more: the effect is where it is pulled, which postern probe HOST"
          + " tells";
  private static final String GONE =
      "the lists are deleted: what pulls them keeps its last copy or fails, so take its rule out"
          + " first";

  private final Capabilities capabilities;
  private final FeedOptions options;
  private final Signer signer;
  private final OwnedFolder folder;

  FeedTarget(Capabilities capabilities, FeedOptions options, Signer signer) {
    this.capabilities = capabilities;
    this.options = options;
    this.signer = signer;
    this.folder = new OwnedFolder(options.folder(), Manifest::isOurs);
  }

  /** The manifest that was found in the folder. */
  private record Held(Manifest manifest) implements Observation.Layout {}

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    try {
      Optional<byte[]> content = folder.read(Manifest.NAME);
      Manifest manifest = content.isPresent() ? read(content.get()) : Manifest.none();
      List<String> anomalies = new ArrayList<>();
      for (Map.Entry<String, String> file : manifest.files().entrySet()) {
        compare(file.getKey(), file.getValue(), anomalies);
      }
      for (String name : manifest.names()) {
        if (!manifest.files().containsKey(name) && folder.read(name).isPresent()) {
          anomalies.add(path(name) + " is there, and no list of what is published");
        }
      }
      if (content.isPresent()) {
        compareSignature(content.get(), anomalies);
        missing(manifest, anomalies);
      }
      return new Observation(
          manifest.ruleset(),
          new Held(manifest),
          content.map(Sha256::hex).orElse("none"),
          Map.of(),
          List.of(),
          anomalies,
          Proof.EXACT);
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private Manifest read(byte[] content) throws IOException {
    try {
      return Manifest.read(content);
    } catch (IOException e) {
      throw new IOException(path(Manifest.NAME) + ": " + e.getMessage(), e);
    }
  }

  private String path(String name) {
    return folder.path().resolve(name).toString();
  }

  private void compare(String name, String digest, List<String> anomalies) throws IOException {
    boolean same = folder.read(name).filter(held -> Sha256.hex(held).equals(digest)).isPresent();
    if (!same) {
      anomalies.add(path(name) + " is not as it was written");
    } else if (!holds(name + ".sha256", sum(name, digest))) {
      anomalies.add(path(name) + ".sha256 is not as it was written");
    } else if (folder.read(name + ".sig").isPresent() != signer.signs()) {
      anomalies.add(path(name) + (signer.signs() ? " is not signed" : " is signed no more"));
    }
  }

  private boolean holds(String name, byte[] content) throws IOException {
    return folder.read(name).filter(held -> Arrays.equals(held, content)).isPresent();
  }

  /**
   * Compares the signature. Signatures are deterministic, so a different one is of another key:
   * then everything is signed anew.
   */
  private void compareSignature(byte[] manifest, List<String> anomalies) throws IOException {
    Optional<byte[]> signature = signer.sign(manifest);
    if (signature.isPresent() && !holds(Manifest.NAME + ".sig", signature.get())) {
      anomalies.add(path(Manifest.NAME) + " is not signed by the key");
    }
  }

  /** Reports when the policy asks for other formats than the folder has. */
  private void missing(Manifest manifest, List<String> anomalies) {
    if (!lists(manifest.ruleset().rules()).keySet().equals(manifest.files().keySet())) {
      anomalies.add(folder.path() + " has lists in other formats than the policy says");
    }
  }

  private Map<String, String> lists(List<AccessRule> rules) {
    Map<String, String> lists = new TreeMap<>();
    for (AccessRule rule : rules) {
      options.formats().forEach(format -> lists.put(format.file(rule.name()), format.text(rule)));
    }
    return lists;
  }

  @Override
  public Artifact compile(Plan plan) {
    Observation before = plan.before();
    Manifest held = before.layout() instanceof Held found ? found.manifest() : Manifest.none();
    List<FeedStep> steps = new ArrayList<>();
    if (!plan.isEmpty()) {
      boolean anew = !before.anomalies().isEmpty();
      Map<String, String> digests = new TreeMap<>();
      lists(plan.after().rules())
          .forEach(
              (name, text) -> {
                FeedStep.Write write = new FeedStep.Write(name, text);
                String digest = Sha256.hex(write.bytes());
                digests.put(name, digest);
                if (anew || !digest.equals(held.files().get(name))) {
                  steps.add(write);
                }
              });
      if (!held.names().containsAll(digests.keySet())) {
        steps.addFirst(new FeedStep.Publish(held.announcing(digests.keySet()), new TreeSet<>()));
      }
      TreeSet<String> gone = new TreeSet<>(held.names());
      gone.removeAll(digests.keySet());
      steps.add(
          new FeedStep.Publish(
              new Manifest(plan.after(), digests, new TreeSet<>(digests.keySet())), gone));
    }
    return new Artifact(
        before.precondition(),
        steps.isEmpty() ? List.of() : List.of(plan.after().rules().isEmpty() ? GONE : NOTE),
        steps,
        before.leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  /** A change by another process since the observation is detected before anything is written. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    int done = 0;
    try {
      String now = folder.read(Manifest.NAME).map(Sha256::hex).orElse("none");
      if (!now.equals(artifact.precondition())) {
        return new Applied.Unchanged("the lists in " + folder.path() + " were changed", true);
      }
      for (Artifact.Step step : artifact.steps()) {
        switch ((FeedStep) step) {
          case FeedStep.Write write -> write(write.name(), write.bytes());
          case FeedStep.Publish publish -> publish(publish);
        }
        done++;
      }
      return new Applied.Done(Observation.nothing());
    } catch (IOException e) {
      if (done > 0) {
        return new Applied.Partial(done, String.valueOf(e.getMessage()));
      }
      throw failure(e, "cannot be written");
    }
  }

  /**
   * Writes the list first: while its digest and signature do not match it, readers keep their last
   * copy.
   */
  private void write(String name, byte[] content) throws IOException {
    Optional<byte[]> signature = signer.sign(content);
    folder.write(name, content);
    folder.write(name + ".sha256", sum(name, Sha256.hex(content)));
    if (signature.isPresent()) {
      folder.write(name + ".sig", signature.get());
    } else {
      folder.delete(name + ".sig");
    }
  }

  private void publish(FeedStep.Publish publish) throws IOException {
    for (String name : publish.gone()) {
      delete(name);
    }
    if (publish.manifest().names().isEmpty()) {
      delete(Manifest.NAME);
    } else {
      write(Manifest.NAME, publish.manifest().bytes());
    }
  }

  private void delete(String name) throws IOException {
    for (String ending : Manifest.BESIDE) {
      folder.delete(name + ending);
    }
    folder.delete(name);
  }

  /** Returns a line as sha256sum(1) prints and checks it. */
  private static byte[] sum(String name, String digest) {
    return "%s  %s\n".formatted(digest, name).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Facets facets() {
    return Facets.NONE.withChangeToken(this::token);
  }

  private String token() throws TargetException {
    try {
      return folder.stamp();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private TargetException failure(IOException e, String what) {
    return TargetException.of(e, folder.path() + " " + what, TargetException.Kind.UNAVAILABLE, "");
  }
}
