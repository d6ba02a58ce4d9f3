package org.postern.source;

import java.util.List;
import java.util.Map;

/** Finds out where mail is delivered to. */
public interface MailRoutes {
  /**
   * Asks for the routes of all domains at the same time.
   *
   * @param domains absolute names
   * @return one route for each domain, in their order
   */
  Map<String, MailRoute> of(List<String> domains);

  /**
   * Asks for the addresses of a host, whatever MX records its name has.
   *
   * @param name absolute
   */
  MailRoute.Exchanger host(String name);
}
