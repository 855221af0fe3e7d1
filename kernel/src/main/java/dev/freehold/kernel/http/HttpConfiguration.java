package dev.freehold.kernel.http;

import dev.freehold.kernel.access.AccessInterceptor;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.db.TenantDb;
import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Wires the conventions of HTTP into Spring MVC, in the order that a request passes them. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  FilterRegistrationBean<RequestScope> requestScope() {
    return first(new RequestScope(), 0);
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(
      List<BodyLimit.Exception> exceptions,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return first(new BodyLimit(exceptions, BodyMemory.ofHeap(), errors), 1);
  }

  /** It reads the body, so it comes once security knows who calls and how much they may send. */
  @Bean
  FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    var registration = new FilterRegistrationBean<>(new IdempotencyFilter(errors));
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> clientConnections() {
    return server -> server.addEngineValves(new ClientConnectionValve());
  }

  private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int order) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
    return registration;
  }

  @Bean
  WebMvcRegistrations routes() {
    return new WebMvcRegistrations() {
      @Override
      public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new Routes();
      }
    };
  }

  @Bean
  IdempotencyInterceptor idempotencyInterceptor(TenantDb db) {
    return new IdempotencyInterceptor(db);
  }

  @Bean
  WebMvcConfigurer conventions(IdempotencyInterceptor idempotency) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new AccessInterceptor());
        interceptors.addInterceptor(idempotency);
        interceptors.addInterceptor(new ExpensiveInterceptor());
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Callers());
        resolvers.add(new PageRequestResolver());
        resolvers.add(new IfMatchResolver());
      }
    };
  }
}
