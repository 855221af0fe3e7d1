/** Background work, enqueued in the caller's transaction and carrying its tenant. */
@NullMarked
package dev.freehold.kernel.jobs;

import org.jspecify.annotations.NullMarked;
