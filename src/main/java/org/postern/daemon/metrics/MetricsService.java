package org.postern.daemon.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.daemon.Daemon;
import org.postern.daemon.Status;
import org.postern.host.AtomicFile;
import org.postern.policy.MachineSettings;

/**
 * Brings the figures of a running daemon to Prometheus. Whatever goes wrong here is told, tried
 * again, and never keeps rules from being enforced.
 */
public final class MetricsService implements Daemon.Service {
  /** The interval between writes of the file, as often as Prometheus usually looks. */
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final MachineSettings.Metrics settings;
  private final Consumer<String> trouble;
  private final Duration every;

  /**
   * Creates a service that has not begun.
   *
   * @param trouble gets in words what goes wrong, once until it goes well again
   */
  public MetricsService(MachineSettings.Metrics settings, Consumer<String> trouble) {
    this(settings, trouble, EVERY);
  }

  MetricsService(MachineSettings.Metrics settings, Consumer<String> trouble, Duration every) {
    this.settings = settings;
    this.trouble = trouble;
    this.every = every;
  }

  /** A way of bringing figures; {@code tick} is called again and again. */
  private interface Export extends AutoCloseable {
    void tick() throws IOException;

    @Override
    void close();
  }

  @Override
  public AutoCloseable begin(Daemon.Running running) {
    Export export =
        switch (settings) {
          case MachineSettings.Metrics.Listen listen ->
              new Listening(listen, () -> Metrics.render(running.status()));
          case MachineSettings.Metrics.ToFile file ->
              new Writing(Path.of(file.path()), running::status);
        };
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("metrics").daemon().unstarted(task));
    Attempt attempt = new Attempt(export, trouble);
    var _ = timer.scheduleWithFixedDelay(attempt, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      timer.shutdown();
      timer.awaitTermination(EVERY.toSeconds(), TimeUnit.SECONDS);
      export.close();
    };
  }

  /** Tells trouble when it begins; an exception would end the timer. */
  private static final class Attempt implements Runnable {
    private final Export export;
    private final Consumer<String> trouble;
    private String told = "";

    Attempt(Export export, Consumer<String> trouble) {
      this.export = export;
      this.trouble = trouble;
    }

    @Override
    public void run() {
      String now = "";
      try {
        export.tick();
      } catch (IOException | RuntimeException e) {
        now = "metrics: " + e;
      }
      if (!now.isEmpty() && !now.equals(told)) {
        trouble.accept(now);
      }
      told = now;
    }
  }

  /** Opens a port, and tries again while another process has it. */
  private static final class Listening implements Export {
    private final MachineSettings.Metrics.Listen listen;
    private final Supplier<String> figures;
    private boolean open;
    private Runnable end = () -> {};

    Listening(MachineSettings.Metrics.Listen listen, Supplier<String> figures) {
      this.listen = listen;
      this.figures = figures;
    }

    @Override
    public void tick() throws IOException {
      if (!open) {
        MetricsServer server = MetricsServer.start(listen.address(), listen.port(), figures);
        end = server::close;
        open = true;
      }
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /** Writes a file again and again. */
  private record Writing(Path file, Supplier<Status> status) implements Export {
    @Override
    public void tick() throws IOException {
      byte[] text = Metrics.render(status.get()).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, text, "rw-r--r--");
    }

    /** The file stays: who reads it sees by its time that it gets older. */
    @Override
    public void close() {}
  }
}
