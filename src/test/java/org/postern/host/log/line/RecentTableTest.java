package org.postern.host.log.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressTable;

final class RecentTableTest {
  /** It remembers and forgets as {@link Recent} does, however the keys fall together. */
  @Test
  void theOldestIsForgotten() {
    Random random = new Random(4);
    for (int most : List.of(1, 2, 16, 100, 1000)) {
      RecentTable table = new RecentTable(most);
      List<Integer> values = new ArrayList<>();
      Recent<Integer, Integer> expected = new Recent<>(most);
      for (int step = 0; step < 20_000; step++) {
        int key = random.nextInt(2 * most + 1);
        int number = table.use(key & 3, key >> 2 & 7, key >> 5);
        Integer known = expected.get(key);
        assertEquals(known != null, number != AddressTable.NONE);
        if (known != null) {
          assertEquals(known, values.get(number));
        } else {
          int added = table.add(key & 3, key >> 2 & 7, key >> 5);
          while (values.size() <= added) {
            values.add(-1);
          }
          values.set(added, step);
          expected.put(key, step);
        }
      }
      List<Integer> left = new ArrayList<>();
      table.forEach(number -> left.add(values.get(number)));
      assertEquals(List.copyOf(expected.values()), left);
    }
  }
}
