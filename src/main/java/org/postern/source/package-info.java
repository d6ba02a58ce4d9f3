/**
 * The sources of addresses. A source is asked, and what it answers is a value: data, a confirmed
 * absence, or no information. Each kind of source is a child package.
 */
@NullMarked
package org.postern.source;

import org.jspecify.annotations.NullMarked;
