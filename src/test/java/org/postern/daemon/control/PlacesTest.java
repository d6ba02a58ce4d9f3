package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.daemon.control.Places.Admitted.FREELY;
import static org.postern.daemon.control.Places.Admitted.INSTEAD;
import static org.postern.daemon.control.Places.Admitted.REFUSED;

import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places(4, 3);

  /** A connection of a test. */
  private static final class One implements Places.Holder {
    private final long uid;
    private final long idleSince;
    private boolean idle = true;
    private boolean working;
    private boolean ended;

    One(long uid, long idleSince) {
      this.uid = uid;
      this.idleSince = idleSince;
    }

    One atWork() {
      idle = false;
      working = true;
      return this;
    }

    One queued() {
      idle = false;
      return this;
    }

    @Override
    public long uid() {
      return uid;
    }

    @Override
    public boolean isIdle() {
      return idle;
    }

    @Override
    public boolean isAtWork() {
      return working;
    }

    @Override
    public long waitsSince() {
      return idleSince;
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private One admitted(Places.Admitted how, One one) {
    assertEquals(how, places.admit(one));
    return one;
  }

  @Test
  void aUserWhoHasAllOfHisLosesTheOneThatIsIdleLongest() {
    One first = admitted(FREELY, new One(1, 30));
    One longest = admitted(FREELY, new One(1, 10));
    admitted(FREELY, new One(1, 1).atWork());
    admitted(INSTEAD, new One(1, 40));
    assertTrue(longest.ended);
    assertFalse(first.ended);
  }

  @Test
  void aUserWhoseConnectionsAreAllAtWorkIsRefusedOneMore() {
    for (int i = 0; i < 3; i++) {
      admitted(FREELY, new One(1, 0).atWork());
    }
    admitted(REFUSED, new One(1, 0));
    admitted(FREELY, new One(2, 0));
  }

  @Test
  void anotherUserIsGivenThePlaceOfHimWhoHasTheMost() {
    One older = admitted(FREELY, new One(2, 1));
    admitted(FREELY, new One(1, 20));
    One idle = admitted(FREELY, new One(1, 10));
    admitted(FREELY, new One(1, 5).atWork());
    admitted(INSTEAD, new One(3, 30));
    assertTrue(idle.ended);
    assertFalse(older.ended);
  }

  /** Requests that wait for their turn are kept for their user, and keep no other one out. */
  @Test
  void aRequestThatWaitsForItsTurnMakesRoomForAnotherUserOnly() {
    admitted(FREELY, new One(1, 0).atWork());
    One queued = admitted(FREELY, new One(1, 10).queued());
    admitted(FREELY, new One(1, 20).queued());
    admitted(REFUSED, new One(1, 30));
    admitted(FREELY, new One(2, 0).atWork());
    admitted(INSTEAD, new One(3, 30));
    assertTrue(queued.ended);
  }

  @Test
  void aPlaceThatIsGivenUpIsFree() {
    One one = admitted(FREELY, new One(1, 0).atWork());
    admitted(FREELY, new One(1, 0).atWork());
    admitted(FREELY, new One(1, 0).atWork());
    places.leave(one);
    admitted(FREELY, new One(1, 0));
    assertFalse(one.ended);
  }
}
