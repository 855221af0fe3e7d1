/** Black-box tests of the running program: as a process, over HTTP, in a browser. */
@NullMarked
package dev.freehold.e2e;

import org.jspecify.annotations.NullMarked;
