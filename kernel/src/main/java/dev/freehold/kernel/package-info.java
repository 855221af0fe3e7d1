/**
 * The ground that every module stands on: who calls ({@link dev.freehold.kernel.Caller}), in whose
 * rows ({@code db}), with which rights ({@code access}), over HTTP ({@code http}), with audit,
 * outbox, jobs and secrets. It knows no product.
 */
@NullMarked
package dev.freehold.kernel;

import org.jspecify.annotations.NullMarked;
