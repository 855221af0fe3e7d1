package dev.freehold.kernel.http;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that carries an {@code Idempotency-Key}: the transaction that does its work also stores
 * its answer, so that a retry gets the same answer and the work is done once.
 *
 * @param keyHash SHA-256 of the key
 * @param requestHash SHA-256 of method, path, query and body
 * @param status the HTTP status of the answer if it succeeds
 * @param stored whether a transaction of this request took the answer along already
 */
public record IdempotentRequest(
    byte[] keyHash, byte[] requestHash, int status, AtomicBoolean stored) {}
