/** The units of systemd, in a real systemd that boots in namespaces of its own. */
@NullMarked
package org.postern.service;

import org.jspecify.annotations.NullMarked;
