package dev.freehold.server;

import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.move.LiveStore;
import dev.freehold.kernel.KernelSettings;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the event store with the streams of every module. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreSettings.class)
class EventStoreConfiguration {

  @Bean
  LiveStore eventStore(
      KernelSettings settings,
      EventStoreSettings events,
      List<Stream> streams,
      Retention retention) {
    return LiveStore.open(
        events.url(),
        settings.data(),
        address -> events.open(address, settings.data(), streams, retention),
        streams,
        retention,
        InstantSource.system());
  }
}
