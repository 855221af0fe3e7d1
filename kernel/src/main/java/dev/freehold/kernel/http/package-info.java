/** The conventions of the API: problems, pages, idempotency, entity tags, limits. */
@NullMarked
package dev.freehold.kernel.http;

import org.jspecify.annotations.NullMarked;
