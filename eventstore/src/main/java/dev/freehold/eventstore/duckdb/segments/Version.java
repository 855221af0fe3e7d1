package dev.freehold.eventstore.duckdb.segments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which segments are live after so many edits; never changes. */
public final class Version {

  private final long number;
  private final Map<String, Map<UUID, List<Segment>>> segments;

  private Version(long number, Map<String, Map<UUID, List<Segment>>> segments) {
    this.number = number;
    this.segments = segments;
  }

  static Version of(long number, Collection<Segment> all) {
    return new Version(number, Map.of()).after(number, new Edit(List.copyOf(all), List.of()));
  }

  public long number() {
    return number;
  }

  public List<Segment> of(String stream, UUID tenant) {
    return segments.getOrDefault(stream, Map.of()).getOrDefault(tenant, List.of());
  }

  /** The segments of a stream, by tenant. */
  public Map<UUID, List<Segment>> of(String stream) {
    return segments.getOrDefault(stream, Map.of());
  }

  public List<Segment> all() {
    return segments.values().stream()
        .flatMap(tenants -> tenants.values().stream())
        .flatMap(List::stream)
        .toList();
  }

  /** Copies what the edit touches and shares the rest. */
  Version after(long newNumber, Edit edit) {
    var streams = new HashMap<>(segments);
    var touched = new HashMap<String, Map<UUID, List<Segment>>>();
    var removed = new HashSet<String>();
    edit.removed().forEach(segment -> removed.add(segment.file()));
    for (var segment : edit.removed()) {
      var tenants = tenants(streams, touched, segment.stream());
      tenants.computeIfPresent(
          segment.tenant(),
          (_, old) -> {
            var kept = old.stream().filter(s -> !removed.contains(s.file())).toList();
            return kept.isEmpty() ? null : kept;
          });
    }
    var added = new HashMap<String, Map<UUID, List<Segment>>>();
    for (var segment : edit.added()) {
      added
          .computeIfAbsent(segment.stream(), _ -> new HashMap<>())
          .computeIfAbsent(segment.tenant(), _ -> new ArrayList<>())
          .add(segment);
    }
    added.forEach(
        (stream, byTenant) -> {
          var tenants = tenants(streams, touched, stream);
          byTenant.forEach((tenant, more) -> tenants.merge(tenant, more, Version::joined));
        });
    return new Version(newNumber, streams);
  }

  private static Map<UUID, List<Segment>> tenants(
      Map<String, Map<UUID, List<Segment>>> streams,
      Map<String, Map<UUID, List<Segment>>> touched,
      String stream) {
    return touched.computeIfAbsent(
        stream,
        _ -> {
          var copy = new HashMap<>(streams.getOrDefault(stream, Map.of()));
          streams.put(stream, copy);
          return copy;
        });
  }

  private static List<Segment> joined(List<Segment> some, List<Segment> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
