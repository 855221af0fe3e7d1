/**
 * Batches of events over HTTP: the body, zipped or not, as JSON or lines of it, read token by
 * token; each event taken or refused by itself.
 */
@NullMarked
package dev.freehold.kernel.batch;

import org.jspecify.annotations.NullMarked;
