package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private long nanos = Long.MAX_VALUE - 1; // the clock may overflow
  private final TokenBucket bucket = new TokenBucket(2, 0.25, () -> nanos);

  private void after(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void givesABurstAndThenAShare() {
    assertEquals(2, bucket.take(5));
    assertEquals(0, bucket.take(5));
    after(Duration.ofSeconds(4));
    assertEquals(1, bucket.take(5));
    after(Duration.ofHours(1));
    assertTrue(bucket.isFull());
    assertEquals(2, bucket.take(5));
    assertFalse(bucket.isFull());
  }

  @Test
  void whatWasSpentBeyondTheBurstIsWaitedForOneBurstAtMost() {
    bucket.spend(2);
    assertEquals(Duration.ZERO, bucket.empty());
    bucket.spend(0.5);
    assertEquals(Duration.ofSeconds(2), bucket.empty());
    bucket.spend(100);
    assertEquals(Duration.ofSeconds(8), bucket.empty());
    after(Duration.ofSeconds(8));
    assertEquals(Duration.ZERO, bucket.empty());
  }
}
