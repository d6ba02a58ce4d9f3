/** Elements of an HTML page. Text of others becomes text of the page, whatever it contains. */
@NullMarked
package org.postern.page.html;

import org.jspecify.annotations.NullMarked;
