package dev.freehold.accounts.tokens;

import java.time.Instant;

/**
 * What a person's program calls the API with.
 *
 * @param accessToken goes into the header {@code Authorization: Bearer …}
 * @param refreshToken is good once, for the next pair
 * @param refreshExpiresAt when to log in again
 */
public record TokenPair(
    String accessToken, Instant accessExpiresAt, String refreshToken, Instant refreshExpiresAt) {

  @Override
  public String toString() {
    return "TokenPair[" + accessExpiresAt + "]";
  }
}
