package org.postern.host.ffm;

/** Makes sessions of processes, credentials(7). */
public final class Session {
  private static final CFunction SETSID = CFunction.ofInt("setsid");

  private Session() {}

  /**
   * Makes this process the leader of a new session without a terminal, setsid(2), so that the end
   * of the terminal it was started from is none of its business.
   *
   * @return the id of the session, which is that of the process
   * @throws ErrnoException EPERM for the leader of a process group, as a shell makes one of each
   *     program that it starts: only a child of such a program may
   */
  public static int start() throws ErrnoException {
    return (int) SETSID.call();
  }
}
