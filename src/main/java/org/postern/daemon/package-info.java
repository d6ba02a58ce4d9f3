/**
 * What makes a service of the pipeline. It tells the service manager how it does ({@code Notify}),
 * the administrator what happened ({@code Journal}), and answers on two sockets, one to read and
 * one to change ({@code ControlServer}, {@code ControlClient}): one JSON object a line each way.
 *
 * <p>Nothing of this may stop the daemon: a manager, a journal or a client that is not there, slow
 * or hostile costs it a bounded time and memory.
 */
@NullMarked
package org.postern.daemon;

import org.jspecify.annotations.NullMarked;
