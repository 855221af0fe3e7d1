/** The program: its command line, its wiring, its embedded stores, its demo. */
@NullMarked
package dev.freehold.server;

import org.jspecify.annotations.NullMarked;
