package dev.freehold.server;

import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.move.LiveStore;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.secrets.MasterKey;
import dev.freehold.server.control.ControlSocket;
import dev.freehold.server.control.EventOrders;
import dev.freehold.server.control.SecretOrders;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes the operator's orders from the command line. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

  @Bean
  ControlSocket controlSocket(
      KernelSettings settings, LiveStore store, List<Stream> streams, MasterKey masterKey) {
    return ControlSocket.listen(
        settings.data(),
        Map.of(
            "events", new EventOrders(store, streams),
            "secrets", new SecretOrders(masterKey)));
  }
}
