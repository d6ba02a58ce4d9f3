package org.postern.daemon.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Visible;

/**
 * Collects metrics of one moment. However large a policy is, a metric has no more than {@link
 * #MOST} series; how many were left out is a metric itself.
 */
final class Figures {
  /** The most series of one metric. */
  static final int MOST = 2000;

  private static final String PREFIX = "postern_";
  private static final int LONGEST_VALUE = 160;

  private final List<Metric> metrics = new ArrayList<>();
  private int leftOut;

  /** A metric that goes up and down, under its full name less {@code postern_}. */
  Metric gauge(String name, String help, String... labels) {
    return add(new Metric(false, name, help, labels));
  }

  /** A metric that only grows, under its name less {@code postern_} and {@code _total}. */
  Metric counter(String name, String help, String... labels) {
    return add(new Metric(true, name, help, labels));
  }

  private Metric add(Metric metric) {
    metrics.add(metric);
    return metric;
  }

  /** Returns all metrics in the text format of Prometheus, version 0.0.4. */
  String text() {
    gauge("series_left_out", "Series that were left out, because a metric had too many.")
        .set(leftOut);
    List<MetricSnapshot> snapshots =
        metrics.stream().filter(one -> !one.series.isEmpty()).map(Metric::snapshot).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(snapshots));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A metric with its series. */
  final class Metric {
    private final boolean counter;
    private final String name;
    private final String help;
    private final String[] labels;
    private final Map<Labels, Double> series = new LinkedHashMap<>();

    private Metric(boolean counter, String name, String help, String[] labels) {
      this.counter = counter;
      this.name = PREFIX + name;
      this.help = help;
      this.labels = labels;
    }

    /** The value for these values of its labels, in their order. */
    void set(long value, String... values) {
      put((double) value, values);
    }

    private void put(double value, String... values) {
      String[] clean = new String[values.length];
      for (int i = 0; i < values.length; i++) {
        clean[i] = clean(values[i]);
      }
      Labels key = Labels.of(labels, clean);
      if (series.size() < MOST || series.containsKey(key)) {
        series.put(key, value);
      } else {
        leftOut++;
      }
    }

    void set(Instant time, String... values) {
      put(time.toEpochMilli() / 1000.0, values);
    }

    void set(boolean truth, String... values) {
      put(truth ? 1 : 0, values);
    }

    private MetricSnapshot snapshot() {
      return counter ? counted() : gauged();
    }

    private MetricSnapshot counted() {
      CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
      series.forEach(
          (key, value) ->
              builder.dataPoint(
                  CounterSnapshot.CounterDataPointSnapshot.builder()
                      .labels(key)
                      .value(value)
                      .build()));
      return builder.build();
    }

    private MetricSnapshot gauged() {
      GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
      series.forEach(
          (key, value) ->
              builder.dataPoint(
                  GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(key).value(value).build()));
      return builder.build();
    }
  }

  /**
   * Returns the value without hidden characters, and short; a value that is cut stays different
   * from others.
   */
  private static String clean(String value) {
    String visible = Visible.text(value);
    if (visible.codePointCount(0, visible.length()) <= LONGEST_VALUE) {
      return visible;
    }
    int end = visible.offsetByCodePoints(0, LONGEST_VALUE);
    return "%s...%08x".formatted(visible.substring(0, end), visible.hashCode());
  }
}
