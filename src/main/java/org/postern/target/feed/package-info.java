/**
 * Lists that firewalls and others pull: files in a folder that a web server hands out. Each is
 * replaced as a whole and is never empty; a manifest names all of them with their digests.
 */
@NullMarked
package org.postern.target.feed;

import org.jspecify.annotations.NullMarked;
