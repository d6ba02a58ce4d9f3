/**
 * The machine around us: files, processes, JSON text, connections. Interfaces are small, so that
 * tests can replace them.
 */
@NullMarked
package org.postern.host;

import org.jspecify.annotations.NullMarked;
