package dev.freehold.server;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The program in operation: the web application over its stores, stopped in the reverse order. */
public final class RunningServer implements AutoCloseable {

  private final EmbeddedStores stores;
  private final ConfigurableApplicationContext application;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RunningServer(EmbeddedStores stores, ConfigurableApplicationContext application) {
    this.stores = stores;
    this.application = application;
  }

  /**
   * Starts the stores that no setting names elsewhere, then the application.
   *
   * @param overrides settings over those of file and environment
   */
  public static RunningServer start(Map<String, Object> overrides) {
    var environment = environment(overrides);
    var stores = EmbeddedStores.start(environment);
    try {
      environment.getPropertySources().addFirst(new MapPropertySource("stores", stores.settings()));
      var spring = new SpringApplication(FreeholdApplication.class);
      spring.setEnvironment(environment);
      spring.setRegisterShutdownHook(false);
      var server = new RunningServer(stores, spring.run());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      return server;
    } catch (RuntimeException | Error e) {
      stores.close();
      throw e;
    }
  }

  /** Settings in falling order: command line, environment, file, defaults. */
  static ConfigurableEnvironment environment(Map<String, Object> overrides) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("flags", overrides));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return environment;
  }

  public int port() {
    return Integer.parseInt(
        Objects.requireNonNull(
            application.getEnvironment().getProperty("local.server.port"), "not listening"));
  }

  public String url() {
    return "http://localhost:" + port();
  }

  /** What listens, for programs that add something of their own. */
  public WebServer webServer() {
    return Objects.requireNonNull(
        ((WebServerApplicationContext) application).getWebServer(), "not listening");
  }

  /** A part of the application, for programs that run it inside their own process. */
  public <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  /** All parts of a kind. */
  public <T> Collection<T> beans(Class<T> type) {
    return application.getBeansOfType(type).values();
  }

  /** Returns once the server was stopped. */
  void await() throws InterruptedException {
    stopped.await();
  }

  @Override
  public synchronized void close() {
    if (stopped.getCount() == 0) {
      return;
    }
    application.close();
    stores.close();
    stopped.countDown();
  }
}
