/**
 * Real mail servers that hold our list, asked by the mail that comes to them: each in namespaces of
 * its own, with clients from whatever address.
 */
@NullMarked
package org.postern.mail;

import org.jspecify.annotations.NullMarked;
