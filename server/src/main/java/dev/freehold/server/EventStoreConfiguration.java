package dev.freehold.server;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.kernel.KernelSettings;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the event store with the streams of every module. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreSettings.class)
class EventStoreConfiguration {

  @Bean
  EventStore eventStore(
      KernelSettings settings,
      EventStoreSettings events,
      List<Stream> streams,
      Retention retention) {
    if (!events.isEmbedded()) {
      return ClickHouseEventStore.open(events.clickHouse().withRetention(retention), streams);
    }
    return DuckDbEventStore.open(
        settings.data().resolve("events"), streams, events.duckDb(), retention);
  }
}
