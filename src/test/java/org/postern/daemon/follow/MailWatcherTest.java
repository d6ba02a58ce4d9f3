package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.loop.Recurring;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Request;
import org.postern.pipeline.run.MailWatch;
import org.postern.state.MxWatch;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

class MailWatcherTest {
  private final List<String> told = new ArrayList<>();
  private final Lab lab;

  MailWatcherTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {filter: {sources: [192.0.2.0/24]}}
                rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: observe}]
                protects: {domains: [example.com], mx: [filter.example]}
                """);
    assertInstanceOf(Outcome.Proven.class, lab.pipeline().apply(Request.of(lab.file())).getFirst());
    assertEquals(List.of(), watched());
    lab.neighbourhood()
        .mail("example.com", "mx.filter.example", Duration.ofHours(1), "203.0.113.1");
  }

  private StateStore store() {
    return lab.pipeline().store();
  }

  private List<MxWatch> watched() throws IOException {
    return store().runState().watched();
  }

  private MailWatch watch() {
    return lab.pipeline().mailWatch();
  }

  @Test
  @Timeout(60)
  void looksAtOnceAndOnAThreadOfItsOwn() throws Exception {
    try (Recurring _ = MailWatcher.start(watch(), told::add)) {
      while (watched().isEmpty()) {
        Thread.onSpinWait();
      }
    }
    assertEquals(List.of(new MxWatch("example.com", lab.now())), watched());
    assertEquals(List.of(), told);
  }

  @Test
  void tellsWhyALookCountsForNothing() throws IOException {
    try (StateLock _ = store().lock()) {
      MailWatcher.once(watch(), told::add);
    }
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().startsWith("the MX records of protected domains are not watched"));
    assertEquals(List.of(), watched());
  }
}
