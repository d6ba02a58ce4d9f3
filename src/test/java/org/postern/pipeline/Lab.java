package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.host.OwnFolder;
import org.postern.host.Progress;
import org.postern.pipeline.ask.LastGoodLists;
import org.postern.pipeline.ask.SourceAsker;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.KnownLists;
import org.postern.source.Question;
import org.postern.source.Resolver;
import org.postern.source.file.ListFileResolver;
import org.postern.source.fixed.LiteralResolver;
import org.postern.state.StateStore;
import org.postern.target.ExampleSystem;
import org.postern.target.ExampleTarget;
import org.postern.target.HostSecrets;
import org.postern.target.TargetKind;

/**
 * A host in memory: the whole pipeline over an example system, with names that answer as told and a
 * clock that a test moves. Policies and state are files in a folder.
 */
public final class Lab {
  /** The name of the other target. */
  public static final String OTHER = "other";

  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Answer SILENCE =
      new Answer.NoInformation(Answer.Cause.TIMEOUT, "no answer within 5 s");

  private final Path folder;
  private final ExampleSystem system = new ExampleSystem();
  private final UnreliableTarget target = new UnreliableTarget(new ExampleTarget(system));
  private final ExampleSystem otherSystem = new ExampleSystem();
  private final UnreliableTarget other =
      new UnreliableTarget(OTHER, new ExampleTarget(otherSystem));
  private boolean hasOther;
  private final List<TargetKind> more = new ArrayList<>();
  private final Map<Question, Supplier<Answer>> names = new LinkedHashMap<>();
  private final Map<Question, Integer> asked = new LinkedHashMap<>();
  private String boot = "first";
  private final Neighbourhood neighbourhood = new Neighbourhood();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  /** For an empty folder. */
  public Lab(Path folder) {
    this.folder = folder;
  }

  /** What is written to. */
  public ExampleSystem system() {
    return system;
  }

  /** What writes to it. */
  public UnreliableTarget target() {
    return target;
  }

  /** There is another target beside it from now on. */
  public UnreliableTarget other() {
    hasOther = true;
    return other;
  }

  /** There is this kind of targets too from now on. */
  public Lab kind(TargetKind kind) {
    more.add(kind);
    return this;
  }

  /** What the other target writes to. */
  public ExampleSystem otherSystem() {
    return otherSystem;
  }

  /** What lies around it. */
  public Neighbourhood neighbourhood() {
    return neighbourhood;
  }

  /** Where policies are. */
  public Path folder() {
    return folder;
  }

  /** Where the state will be. */
  public Path state() {
    return folder.resolve("state");
  }

  /** Writes the policy file. */
  public Lab policy(String text) throws IOException {
    Files.writeString(file(), text);
    return this;
  }

  /** The policy file. */
  public Path file() {
    return folder.resolve("policy.yaml");
  }

  /** A name has exactly these addresses. */
  public Lab answers(String name, String... texts) {
    for (Family family : Family.values()) {
      EntryTableBuilder named = EntryTable.builder(family, texts.length);
      for (String text : texts) {
        if (interval(text).family() == family) {
          named.add(interval(text), "");
        }
      }
      EntryTable entries = named.build();
      Answer answer =
          entries.isEmpty()
              ? new Answer.Gone(Answer.Absence.NODATA, TTL, List.of(), "test")
              : new Answer.Data(entries, TTL, List.of(), "test");
      answers(name, family, () -> answer);
    }
    return this;
  }

  /** Addresses as a source names them. */
  public static EntryTable entries(String... texts) {
    EntryTableBuilder entries = EntryTable.builder(interval(texts[0]).family(), texts.length);
    Stream.of(texts).forEach(text -> entries.add(interval(text), ""));
    return entries.build();
  }

  /** One half of a name answers like this whenever it is asked. */
  public Lab answers(String name, Family family, Supplier<Answer> answer) {
    names.put(new Question("dns " + name, family), answer);
    return this;
  }

  /** How often each half of each name was asked. */
  public Map<Question, Integer> asked() {
    return asked;
  }

  /** What time it is. */
  public Instant now() {
    return now;
  }

  /** From now on no name gives any information. */
  public Lab silence() {
    names.clear();
    return this;
  }

  /** The machine starts anew: what the kernel held is gone. */
  public Lab reboot() {
    boot += " and another";
    system.clear();
    return this;
  }

  /** The machine runs under this name. */
  public Lab boots(String name) {
    boot = name;
    return this;
  }

  /** Time passes. */
  public Lab later(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The pipeline over this host. */
  public Pipeline pipeline() {
    return pipeline(state());
  }

  /** The same with its state elsewhere. */
  public Pipeline pipeline(Path state) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("the lab would write to " + folder + ", which is not there");
    }
    LiteralResolver literals = new LiteralResolver(() -> LocalDate.ofInstant(now, ZoneOffset.UTC));
    StateStore store = new StateStore(state, Duration.ZERO);
    KnownLists known = new LastGoodLists(store);
    SourceAsker asker =
        new SourceAsker(
            List.of(
                new SourceAsker.Kind<>(LiteralSource.class, _ -> literals),
                new SourceAsker.Kind<>(FileSource.class, policy -> lists(policy, known)),
                new SourceAsker.Kind<>(DnsSource.class, this::dns)));
    List<TargetKind> kinds = new ArrayList<>(more);
    kinds.add(target.kind());
    if (hasOther) {
      kinds.add(other.kind());
    }
    Targets targets =
        new Targets(
            kinds,
            () -> new AutoTarget.Choice(target.kind(), ""),
            new HostSecrets(Optional.empty()));
    return new Pipeline(
        new PolicyFiles(targets),
        asker,
        store,
        targets,
        neighbourhood.surroundings(folder.resolve("proc")),
        new Actor("uid 0", () -> now, () -> boot),
        Progress.SILENT);
  }

  private static Resolver<FileSource> lists(Policy policy, KnownLists known) {
    return new ListFileResolver(OwnFolder.of(Path.of(policy.file())), known);
  }

  private Resolver<DnsSource> dns(Policy policy) {
    return (sources, report) -> {
      Map<Question, Answer> answers = new LinkedHashMap<>();
      for (DnsSource name : sources) {
        for (Family family : name.families()) {
          Question question = new Question(name.id(), family);
          asked.merge(question, 1, Integer::sum);
          answers.put(question, names.getOrDefault(question, () -> SILENCE).get());
        }
      }
      return answers;
    };
  }

  private static Interval interval(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval();
    }
    throw new IllegalArgumentException(text);
  }
}
