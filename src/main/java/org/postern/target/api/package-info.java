/**
 * Systems that are reached over HTTPS: a client that knows whom it talks to, waits for no longer
 * than it may, and takes no nonsense for an answer. Each system is a child of this package.
 */
@NullMarked
package org.postern.target.api;

import org.jspecify.annotations.NullMarked;
