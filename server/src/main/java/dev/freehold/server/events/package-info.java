/**
 * What the operator asks of the event store from the command line: the process that has it open
 * listens on a socket in the data folder, which is its owner's alone.
 */
@NullMarked
package dev.freehold.server.events;

import org.jspecify.annotations.NullMarked;
