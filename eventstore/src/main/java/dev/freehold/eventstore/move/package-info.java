/**
 * Takes all events from one store to another while they are in use: a {@link
 * dev.freehold.eventstore.move.LiveStore} in front of both, and a move that copies, follows, checks
 * and switches.
 */
@NullMarked
package dev.freehold.eventstore.move;

import org.jspecify.annotations.NullMarked;
