package dev.freehold.analytics.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person.
 *
 * @param personId whom the id turned out to be
 * @param ids all ids of the person, this one first
 * @param traits what the last identify said; empty without one
 * @param timeline what the person did, newest first
 * @param nextCursor what to send as {@code cursor} for what was before; null at the beginning
 */
public record PersonProfile(
    String personId,
    List<String> ids,
    Map<String, Object> traits,
    List<Deed> timeline,
    @Nullable String nextCursor) {

  /** Something that the person did. */
  public record Deed(
      String eventId,
      String kind,
      String name,
      Instant occurredAt,
      @Nullable String path,
      @Nullable Double value,
      Map<String, Object> properties) {}
}
