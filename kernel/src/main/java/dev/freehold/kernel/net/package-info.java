/** Calls that this program makes to others, kept away from what only it can reach. */
@NullMarked
package dev.freehold.kernel.net;

import org.jspecify.annotations.NullMarked;
