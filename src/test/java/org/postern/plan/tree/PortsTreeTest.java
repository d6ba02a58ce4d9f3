package org.postern.plan.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.policy.Ports;
import org.postern.policy.Ports.Range;

class PortsTreeTest {
  @Test
  void aSinglePortIsANumberAsItAlwaysWas() {
    assertEquals(25, PortsTree.write(Ports.of(25)));
    assertEquals(Ports.of(25), PortsTree.read(25));
    assertEquals(Ports.of(25), PortsTree.read(List.of(25)));
  }

  @Test
  void severalAreAList() {
    Ports ports = new Ports(List.of(new Range(25, 25), new Range(2500, 2599)));
    assertEquals(List.of(25, "2500-2599"), PortsTree.write(ports));
    assertEquals(ports, PortsTree.read(PortsTree.write(ports)));
  }

  @Test
  void whatIsNoPortIsNotRead() {
    for (Object wrong :
        List.of(List.of(), 0, 65_536, "25", "30-20", "1-65536", true, Map.of(), List.of("a"))) {
      assertThrows(IllegalArgumentException.class, () -> PortsTree.read(wrong), wrong::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> PortsTree.read(null));
  }
}
