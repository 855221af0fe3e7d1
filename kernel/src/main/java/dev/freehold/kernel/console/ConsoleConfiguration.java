package dev.freehold.kernel.console;

import dev.freehold.kernel.http.ErrorPages;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Wires the console: its pages, its errors, its files. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

  static final String ASSETS = "/assets/";

  private static final Duration CACHED = Duration.ofDays(365);

  @Bean
  Console console(
      List<Navigation> navigation,
      ObjectProvider<Viewers> viewers,
      ObjectProvider<Brands> brands,
      Validator validator,
      ObjectProvider<ResourceUrlProvider> resources) {
    return new Console(navigation, viewers, brands, validator, new AssetAddresses(resources));
  }

  @Bean
  ErrorPages errorPages(Console console) {
    return new ErrorScreens(console);
  }

  /** What the container shows for a request that no handler saw, under the name that Boot knows. */
  @Bean("error")
  View containerErrors(ErrorPages pages) {
    return new ContainerErrors(pages);
  }

  /** Files stand under an address that holds the hash of their content, so browsers keep them. */
  @Bean
  WebMvcConfigurer consoleWeb() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(new LoginFirst())
            .addPathPatterns("/console", "/console/**")
            .order(Ordered.HIGHEST_PRECEDENCE);
      }

      @Override
      public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        handlers
            .addResourceHandler(ASSETS + "**")
            .addResourceLocations(
                "classpath:/static/console/", "classpath:/META-INF/resources/webjars/")
            .setCacheControl(CacheControl.maxAge(CACHED).cachePublic().immutable())
            .resourceChain(true)
            .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
      }
    };
  }
}
