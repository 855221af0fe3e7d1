package dev.freehold.kernel.net;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what calls others. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboundSettings.class)
class NetConfiguration {

  @Bean
  Outbound outbound(OutboundSettings settings) {
    return new Outbound(settings);
  }

  @Bean
  TextRecords textRecords(OutboundSettings settings) {
    return new DnsTextRecords(settings.nameServer());
  }
}
