package dev.freehold.eventstore;

import java.util.UUID;

/** Says for how long a tenant keeps a stream; asked often, so the answer must come from memory. */
@FunctionalInterface
public interface Retention {

  /** Every tenant keeps what the stream declares. */
  Retention DECLARED = (tenant, stream) -> stream.tiers();

  Tiers of(UUID tenant, Stream stream);
}
