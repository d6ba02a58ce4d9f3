package org.postern.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.ModelledLinks;
import org.postern.pipeline.Request;
import org.postern.pipeline.recover.Administration;
import org.postern.plan.Effect;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.state.Generation;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/** Plays a {@link LifeScript}: each line is a deed, or what is expected at that moment. */
final class Life {
  private final LifeHost host;
  private final LifeNames names;
  private final Expectations expectations;
  private final Map<String, Verb> verbs;
  private Optional<Integer> exit = Optional.empty();
  private String block = "";

  /** In an empty folder. */
  Life(Path folder) {
    this.host = new LifeHost(folder);
    this.names = new LifeNames(host.lab());
    this.expectations = new Expectations(host, names);
    this.verbs = verbs();
  }

  private interface Verb {
    void does(Words words) throws IOException;
  }

  /** What went otherwise than expected, and where. */
  static final class Unexpected extends AssertionError {
    private static final long serialVersionUID = 1;

    Unexpected(String where, Throwable why) {
      super(where + ": " + why.getMessage(), why);
    }
  }

  LifeHost host() {
    return host;
  }

  /** The process that does this may be killed, and then does no more. */
  void playMortal(LifeScript script) {
    for (LifeScript.Line line : script.lines()) {
      if (!host.isKilled()) {
        play(new LifeScript(script.name(), List.of(line)));
      }
    }
  }

  void play(LifeScript script) {
    for (LifeScript.Line line : script.lines()) {
      try {
        play(line);
      } catch (IOException | RuntimeException | AssertionError e) {
        String where = "%s:%d: %s".formatted(script.name(), line.number(), line.text());
        throw new Unexpected(where, e);
      }
    }
    requireDone();
  }

  private void play(LifeScript.Line line) throws IOException {
    block = line.block();
    Words words = new Words(line.text());
    if (words.accept("expect")) {
      if (words.accept("exit")) {
        Expectations.equal(words.number(), exit.orElse(0), "exit");
        exit = Optional.empty();
      } else {
        requireDone();
        expectations.check(words);
      }
    } else {
      requireDone();
      String verb = words.next();
      Verb found = verbs.get(verb);
      if (found == null) {
        throw new IllegalArgumentException(
            "no such deed: " + verb + "; there are " + verbs.keySet());
      }
      found.does(words);
    }
    if (!words.end()) {
      throw new IllegalArgumentException("what is \"" + words.rest() + "\"?");
    }
    host.look();
  }

  /** An apply that did not simply succeed is expected in so many words. */
  private void requireDone() {
    Expectations.equal(0, exit.orElse(0), "the exit of the last apply");
    exit = Optional.empty();
  }

  private Map<String, Verb> verbs() {
    return Map.ofEntries(
        Map.entry("policy", words -> host.lab().policy(block)),
        Map.entry("edit", words -> host.lab().policy(block)),
        Map.entry("list", this::list),
        Map.entry("answer", names::answer),
        Map.entry("absent", names::absent),
        Map.entry("fail", names::fail),
        Map.entry("rotate", names::rotate),
        Map.entry("slow", words -> host.slow(words.duration())),
        Map.entry("apply", this::apply),
        Map.entry("start", words -> host.start()),
        Map.entry("kill", words -> host.kill()),
        Map.entry("reboot", this::reboot),
        Map.entry("advance", words -> host.advance(words.duration())),
        Map.entry("clock", this::clock),
        Map.entry("flush", this::flush),
        Map.entry("tamper", this::tamper),
        Map.entry("knock", words -> words.addresses().forEach(host::knock)),
        Map.entry("approve", this::approve),
        Map.entry("confirm", words -> confirm()),
        Map.entry("rollback", this::rollback),
        Map.entry("resume", words -> host.order(() -> administration().resume(words.rest()))),
        Map.entry("pause", this::pause),
        Map.entry("open", this::open),
        Map.entry("remove", words -> host.order(() -> administration().remove(words.rest()))),
        Map.entry("disk", this::disk),
        Map.entry("damage", this::damage),
        Map.entry("crash", this::crash),
        Map.entry("others", this::others),
        Map.entry("interface", this::link),
        Map.entry("never", expectations::never),
        Map.entry("forget", expectations::forget));
  }

  private Administration administration() {
    return host.pipeline().administration();
  }

  /** {@code FILE LINE...}: each word is a line of the list. */
  private void list(Words words) throws IOException {
    Path file = host.lab().folder().resolve(words.next());
    Files.writeString(file, words.rest().replace(' ', '\n') + "\n");
  }

  /** {@code [confirm 5m] [because TEXT]}. */
  private void apply(Words words) throws IOException {
    Optional<Duration> trial =
        words.accept("confirm") ? Optional.of(words.duration()) : Optional.empty();
    String why = words.restAfter("because").orElse("");
    Request request = Request.of(host.lab().file()).withWhy(why).withConfirm(trial);
    host.order(() -> exit = Optional.of(Exits.of(host.pipeline().apply(request))));
  }

  /** {@code [after 3d]}: so long the machine was off. */
  private void reboot(Words words) throws IOException {
    host.kill();
    if (words.accept("after")) {
      host.advance(words.duration());
    }
    host.reboot();
  }

  /** {@code +400d}, or {@code 2001-01-01T00:00:00Z}. */
  private void clock(Words words) {
    String to = words.rest();
    host.setClock(
        to.contains("T")
            ? Duration.between(host.lab().now(), Instant.parse(to))
            : new Words(to.replace("+", "")).duration());
  }

  /** {@code [N times every 1s]}. */
  private void flush(Words words) throws IOException {
    Optional<Integer> times = words.numberIfAny();
    words.accept("times");
    Optional<Duration> every =
        words.accept("every") ? Optional.of(words.duration()) : Optional.empty();
    for (int i = 0; i < times.orElse(1); i++) {
      host.lab().system().clear();
      if (every.isPresent()) {
        host.advance(every.get());
      }
    }
  }

  /** {@code add LINE}, or {@code delete PART}: every line that contains it. */
  private void tamper(Words words) {
    if (words.accept("add")) {
      host.lab().system().type(words.rest());
    } else if (words.accept("delete")) {
      host.lab().system().delete(words.rest());
    }
  }

  /** {@code [because TEXT]}: whatever is held now. */
  private void approve(Words words) throws IOException {
    String why = words.restAfter("because").orElse("");
    StateStore store = host.pipeline().store();
    try (StateLock lock = store.lock()) {
      RunState memory = store.runState();
      GuardMemory guards = memory.guards();
      if (guards.pending().isEmpty()) {
        throw new AssertionError("nothing is held");
      }
      for (PendingChange held : guards.pending()) {
        guards = guards.withApproval(new Approval(held.digest(), "uid 0", why, host.lab().now()));
      }
      store.write(lock, memory.withGuards(guards));
    }
  }

  private void confirm() throws IOException {
    host.order(
        () -> {
          if (administration().confirm("").isEmpty()) {
            throw new AssertionError("nothing waits to be confirmed");
          }
        });
  }

  /** {@code [N]}; without a number, to the generation before the one in force. */
  private void rollback(Words words) throws IOException {
    StateStore store = host.pipeline().store();
    int inForce = store.runState().generation();
    int number =
        words
            .numberIfAny()
            .orElseGet(
                () -> numbers(store).stream().filter(one -> one < inForce).toList().getLast());
    Generation to = store.generation(number).orElseThrow();
    host.order(() -> exit = Optional.of(Exits.of(host.restoration().rollback(to, words.rest()))));
  }

  private static List<Integer> numbers(StateStore store) {
    try {
      return store.numbers();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code [1h]}. */
  private void pause(Words words) throws IOException {
    Optional<Duration> life = words.durationIfAny();
    host.order(() -> administration().pause(life, words.rest()));
  }

  /** {@code 1h [RULE]}. */
  private void open(Words words) throws IOException {
    Instant until = host.lab().now().plus(words.duration()).truncatedTo(ChronoUnit.SECONDS);
    host.order(() -> administration().open(words.rest(), until, "", false));
  }

  /** {@code full}, {@code read-only}, or {@code ok}. */
  private void disk(Words words) {
    host.disk()
        .become(
            words.accept("full")
                ? FaultyDisk.State.FULL
                : words.accept("read-only") ? FaultyDisk.State.READ_ONLY : FaultyDisk.State.SOUND);
    words.accept("ok");
  }

  /** {@code memory}, {@code orders} or {@code generation N}: the middle of the file is no more. */
  private void damage(Words words) throws IOException {
    String what = words.next();
    Path folder = host.lab().state();
    Path file = folder.resolve(what);
    if (what.equals("generation")) {
      String number = "%06d".formatted(words.number());
      Path plain = folder.resolve("generations").resolve(number);
      file = Files.exists(plain) ? plain : plain.resolveSibling(number + "-refreshed");
    }
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 0x55;
    Files.write(file, content);
  }

  /** {@code NAME goes}, {@code NAME comes}, or {@code NAME joins KIND MASTER}. */
  private void link(Words words) {
    ModelledLinks links = host.lab().neighbourhood().links();
    String name = words.next();
    if (words.accept("goes")) {
      links.remove(name);
    } else if (words.accept("comes")) {
      links.add(name);
    } else if (words.accept("joins")) {
      links.enslave(name, words.next(), words.next());
    }
  }

  /** {@code drop RULE}, or {@code pass}: what others do to what a rule lets through. */
  private void others(Words words) {
    if (words.accept("pass")) {
      host.lab().target().leaving();
    } else if (words.accept("drop")) {
      Effect none =
          new Effect(words.next(), Effect.Kind.NONE, "others", "drop it", List.of("let it"));
      host.lab().target().leaving(none);
    }
  }

  /**
   * {@code before save}: the kernel is changed, the state not; {@code before change}; or {@code
   * halfway}: only the first step of a change is made.
   */
  private void crash(Words words) {
    if (words.accept("halfway")) {
      host.crashHalfway();
    }
    words.accept("before");
    if (words.accept("save")) {
      host.crashAfterChange();
    } else if (words.accept("change")) {
      host.crashBeforeChange();
    }
  }
}
