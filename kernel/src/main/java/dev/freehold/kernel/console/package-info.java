/**
 * The console's shell: the frame around every page, the navigation that modules add to, forms that
 * keep what was typed, and errors as pages. It knows no product.
 */
@NullMarked
package dev.freehold.kernel.console;

import org.jspecify.annotations.NullMarked;
