/**
 * What the operator asks of a running server from the command line: the process that has the stores
 * open listens on a socket in the data folder, which is its owner's alone.
 */
@NullMarked
package dev.freehold.server.control;

import org.jspecify.annotations.NullMarked;
