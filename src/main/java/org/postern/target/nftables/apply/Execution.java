package org.postern.target.nftables.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.host.Progress;
import org.postern.host.ffm.Errno;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.TargetException;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.layout.Filling;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.NftLayout;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/**
 * Carries out one artifact. Every batch names the generation at which alone it is to be applied, so
 * that no other change comes between a look at our table and the change of it. Others change their
 * own tables all day: then only ours is looked at again. Where they never rest, the batch goes
 * without, and all is read back afterwards.
 */
public final class Execution {
  /** A program that commits that often in a row while we look once does so without end. */
  private static final int ATTEMPTS = 8;

  private final NftablesConnection connection;
  private final Artifact artifact;
  private final Stamp precondition;
  private final String place = Stamp.here();
  private long generation;
  private int batches;
  private long written;
  private int done;

  /** Whether a batch was sent of which it is not known whether it was applied. */
  private boolean unknown;

  /** Whether all commits since the first of ours were ours, and did what they should. */
  private boolean alone = true;

  /** Whether others committed between the observation and our first change. */
  private boolean others;

  /** Whether only elements were changed, so that all handles are what they were. */
  private boolean elementsOnly = true;

  private final List<Sets.SetInfo> seen = new ArrayList<>();

  public Execution(NftablesConnection connection, Artifact artifact) {
    this.connection = connection;
    this.artifact = artifact;
    this.precondition =
        Stamp.parse(artifact.precondition())
            .orElseThrow(() -> new IllegalArgumentException(artifact.precondition()));
  }

  /** Thrown when our table is not what it was when it was observed. */
  private static final class Moved extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Returns how many steps were carried out so far. */
  public int done() {
    return done;
  }

  /** Tells whether any batch was applied. */
  public boolean begun() {
    return batches > 0;
  }

  /** Returns the generation at which alone a batch of unknown fate would have been applied. */
  public OptionalLong unknown() {
    return unknown ? OptionalLong.of(generation) : OptionalLong.empty();
  }

  /** Returns how many elements it adds or deletes one by one. */
  public long elements() {
    return artifact.steps().stream()
        .map(BatchStep.class::cast)
        .mapToLong(step -> elements(step.requests()))
        .sum();
  }

  private Progress.Task task() {
    return Progress.Task.of("elements written", elements());
  }

  private static long elements(List<? extends Request> requests) {
    return requests.stream().mapToLong(Request::elements).sum();
  }

  public Applied run(Progress progress) throws NftablesException, TargetException {
    try {
      generation = connection.generation();
      if (!precondition.isAt(place, generation)) {
        requireUnmoved();
      }
      requireFeatures();
      Optional<String> lacking = carryOutAll(progress);
      return lacking.isPresent()
          ? new Applied.Partial(done, lacking.get())
          : new Applied.Done(outcome());
    } catch (Moved e) {
      return new Applied.Unchanged("table inet postern was changed by another program", true);
    }
  }

  private Optional<String> carryOutAll(Progress progress) throws NftablesException, Moved {
    try (Progress.Work work = progress.begin(task())) {
      for (Artifact.Step step : artifact.steps()) {
        carryOut((BatchStep) step, work);
        Optional<String> lacking = check((BatchStep) step, progress);
        if (lacking.isPresent()) {
          return lacking;
        }
      }
      return Optional.empty();
    }
  }

  private void requireUnmoved() throws NftablesException, Moved {
    RulesetReader reader = connection.reader();
    Stamp now =
        reader.atOneGeneration(
            () -> {
              TableContents contents = TableContents.read(reader);
              return Stamp.of(place, reader.generation(), contents);
            });
    if (!precondition.stillTells(now)) {
      throw new Moved();
    }
    others |= now.generation() != precondition.generation();
    generation = now.generation();
  }

  /**
   * Has the kernel check, before anything is changed, all requests that do not just add or delete
   * elements.
   */
  private void requireFeatures() throws NftablesException, Moved, TargetException {
    boolean made =
        artifact.expected().layout() instanceof NftLayout layout
            && layout.contents().table().isPresent();
    List<Request> structure =
        Features.structure(artifact.steps().stream().map(BatchStep.class::cast).toList(), made);
    try {
      connection.check(structure);
    } catch (NftablesException e) {
      requireUnmoved();
      if (e.is(Errno.EPERM)) {
        requireNoOwner();
      }
      if (Features.isLacking(e)) {
        throw unavailable(Features.lacking(structure, e), e);
      }
      throw e;
    }
  }

  private void requireNoOwner() throws NftablesException, TargetException {
    for (Tables.TableInfo table : connection.reader().tables()) {
      if (TableContents.isOurs(table) && table.owner().isPresent()) {
        String what =
            "table inet postern belongs to another process (netlink port %d, often its process id)"
                .formatted(table.owner().get());
        throw new TargetException(
            TargetException.Kind.UNAVAILABLE, what + ": let that one change it, or end it");
      }
    }
  }

  private static TargetException unavailable(String what, NftablesException e) {
    return new TargetException(TargetException.Kind.UNAVAILABLE, what, e);
  }

  private void carryOut(BatchStep step, Progress.Work work) throws NftablesException, Moved {
    elementsOnly &= step.elementsOnly();
    List<List<Request>> parts =
        step.divisible() ? connection.divide(step.requests()) : List.of(step.requests());
    for (int part = 0; part < parts.size(); part++) {
      try {
        commit(parts.get(part));
        written += elements(parts.get(part));
        work.reached(written);
      } catch (NftablesException e) {
        throw part == 0 ? e : e.afterwards("after %d of %d batches".formatted(part, parts.size()));
      }
    }
    done++;
  }

  /** Returns what is missing in the sets that the step was to fill. */
  private Optional<String> check(BatchStep step, Progress progress) throws NftablesException {
    int checked = 0;
    try (Progress.Work work =
        progress.begin(Progress.Task.of("checks done", step.fillings().size()))) {
      for (Filling filling : step.fillings()) {
        RulesetReader reader = connection.reader();
        Sets.SetInfo set = reader.set(TableContents.FAMILY, Names.TABLE, filling.set());
        Optional<String> lacking = filling.lacking(reader, set);
        if (lacking.isPresent()) {
          return lacking;
        }
        alone &= filling.exact(reader, set);
        seen.add(set);
        checked++;
        work.reached(checked);
      }
    }
    return Optional.empty();
  }

  private void commit(List<? extends Request> batch) throws NftablesException, Moved {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        long after = connection.commitAt(generation, batch);
        alone &= after - generation <= 1;
        generation = after;
        batches++;
        return;
      } catch (NftablesException e) {
        if (!e.is(Errno.ERESTART)) {
          unknown = e.is(Errno.EIO);
          throw e;
        }
        whenSomebodyCameBetween();
      }
    }
    alone = false;
    try {
      generation = connection.commit(batch);
      batches++;
    } catch (NftablesException e) {
      unknown = e.is(Errno.EIO);
      throw e;
    }
  }

  /**
   * Checks after a refusal that our table is still what was observed, as long as nothing was
   * changed by us; later, notes that all has to be read back.
   */
  private void whenSomebodyCameBetween() throws NftablesException, Moved {
    if (batches == 0) {
      requireUnmoved();
    } else {
      generation = connection.generation();
      alone = false;
    }
  }

  /**
   * Returns what is held now, as far as only we had a hand in it; else an observation of nothing,
   * since nothing is believed.
   */
  private Observation outcome() throws NftablesException {
    if (!alone || !(artifact.expected().layout() instanceof NftLayout layout)) {
      return Observation.nothing();
    }
    RulesetReader reader = connection.reader();
    TableContents contents =
        elementsOnly ? layout.contents().withSets(seen) : TableContents.read(reader);
    Stamp stamp = Stamp.of(place, generation, contents);
    Observation expected = artifact.expected().seen(layout.seen(contents, stamp), stamp.text());
    if (reader.generation() != generation) {
      return Observation.nothing();
    }
    return others ? expected.proven(Proof.SAMPLED) : expected;
  }
}
