package org.postern.command.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postern.host.Progress;

/** Tries many addresses, a few at a time, so that one that does not answer holds up no other. */
final class Visits {
  private static final int AT_A_TIME = 8;

  private final Stranger stranger;
  private final Progress progress;

  Visits(Stranger stranger, Progress progress) {
    this.stranger = stranger;
    this.progress = progress;
  }

  /** Visits the places and returns the findings, in the order of the places. */
  List<Found> of(List<Where.Place> places) {
    try (ExecutorService visitors =
            Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
        Progress.Work work = progress.begin(Progress.Task.of("addresses tried", places.size()))) {
      List<Future<Found>> visits = new ArrayList<>();
      for (Where.Place place : places) {
        visits.add(
            visitors.submit(() -> stranger.tryAddress(place.host(), place.way(), place.address())));
      }
      List<Found> found = new ArrayList<>();
      for (Future<Found> visit : visits) {
        found.add(visit.get());
        work.reached(found.size());
      }
      return found;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
