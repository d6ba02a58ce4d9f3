package org.postern.host;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;

/** Finds the addresses that the interfaces of this host have, in this network namespace. */
public interface HostAddresses {
  /** All of them, those of the loopback included. */
  AddressSet read() throws IOException;

  /** As the kernel has them now; none while no interface is up yet, as early at boot. */
  static HostAddresses ofSystem() {
    return () -> {
      AddressSet.Builder found = AddressSet.builder();
      interfaces()
          .flatMap(card -> card.getInterfaceAddresses().stream())
          .map(InterfaceAddress::getAddress)
          .forEach(address -> found.add(Address.ofBytes(address.getAddress())));
      return found.build();
    };
  }

  /** Java tells a host without any configured interface by an exception. */
  private static Stream<NetworkInterface> interfaces() throws SocketException {
    try {
      return NetworkInterface.networkInterfaces();
    } catch (SocketException e) {
      if (String.valueOf(e.getMessage()).startsWith("No network interfaces")) {
        return Stream.empty();
      }
      throw e;
    }
  }
}
