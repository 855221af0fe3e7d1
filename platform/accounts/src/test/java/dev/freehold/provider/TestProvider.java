package dev.freehold.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * Spring Authorization Server, running on a port of this machine, with people who log in by its
 * form.
 */
public final class TestProvider implements AutoCloseable {

  public static final String PASSWORD = "provider password";
  public static final String SECRET = "a secret of the client that is long enough for HS256";

  private record Person(String email, String name) {}

  private final Map<String, Person> people = new ConcurrentHashMap<>();
  private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
  private final Faults faults = new Faults();
  private final int port = freePort();
  private final ConfigurableApplicationContext application;
  private volatile RSAKey key = key();

  public TestProvider() {
    this.application =
        new SpringApplicationBuilder(Wiring.class)
            .initializers(
                context -> context.getBeanFactory().registerSingleton("testProvider", this))
            .web(WebApplicationType.SERVLET)
            .properties(
                Map.of(
                    "server.port",
                    port,
                    "server.servlet.session.cookie.name",
                    "provider_session_" + port,
                    "logging.level.root",
                    "warn",
                    "spring.main.banner-mode",
                    "off"))
            // Where the program under test is on the class path, its settings are not the
            // provider's.
            .run("--spring.config.name=provider");
  }

  /** As the other side must know it. */
  public String issuer() {
    return "http://localhost:" + port;
  }

  /** What the operator of the other side must allow, for it is on this machine. */
  public String allowed() {
    return "localhost:" + port;
  }

  public Faults faults() {
    return faults;
  }

  /** Somebody who can log in here; their name is the subject. */
  public void person(String subject, String email) {
    people.put(subject, new Person(email, "The " + subject));
  }

  /** A client that may come from there, and must use PKCE. */
  public void client(String id, String redirect) {
    clients.put(
        id,
        RegisteredClient.withId(UUID.randomUUID().toString())
            .clientId(id)
            .clientSecret("{noop}" + SECRET)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(redirect)
            .scope("openid")
            .scope("email")
            .scope("profile")
            .clientSettings(
                ClientSettings.builder()
                    .requireProofKey(true)
                    .requireAuthorizationConsent(false)
                    .build())
            .build());
  }

  /** Signs with another key from now on, and publishes that one alone. */
  public void rotateKey() {
    key = key();
  }

  /** Signs under the published key's id with one that nobody published. */
  public JwtEncoder forger() {
    try {
      var forged = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
      return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(forged)));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private OidcUserInfo userInfo(OAuth2Authorization authorization) {
    var person = Objects.requireNonNull(people.get(authorization.getPrincipalName()));
    return OidcUserInfo.builder()
        .subject(faults.subject(authorization.getPrincipalName()))
        .email(person.email())
        .emailVerified(true)
        .name(person.name())
        .build();
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    application.close();
  }

  /** The provider's own program. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
  static class Wiring {

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http, TestProvider provider) {
      return http.oauth2AuthorizationServer(
              server -> {
                http.securityMatcher(server.getEndpointsMatcher());
                server.oidc(
                    oidc ->
                        oidc.userInfoEndpoint(
                            endpoint ->
                                endpoint.userInfoMapper(
                                    context -> provider.userInfo(context.getAuthorization()))));
              })
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .exceptionHandling(
              errors ->
                  errors.defaultAuthenticationEntryPointFor(
                      new LoginUrlAuthenticationEntryPoint("/login"),
                      new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
          .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain form(HttpSecurity http) {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .build();
    }

    @Bean
    AuthorizationServerSettings settings(TestProvider provider) {
      return AuthorizationServerSettings.builder().issuer(provider.issuer()).build();
    }

    @Bean
    UserDetailsService people(TestProvider provider) {
      return name -> {
        if (!provider.people.containsKey(name)) {
          throw new UsernameNotFoundException(name);
        }
        return User.withUsername(name).password("{noop}" + PASSWORD).roles("USER").build();
      };
    }

    @Bean
    RegisteredClientRepository clients(TestProvider provider) {
      return new RegisteredClientRepository() {
        @Override
        public void save(RegisteredClient client) {
          provider.clients.put(client.getClientId(), client);
        }

        @Override
        public @Nullable RegisteredClient findById(String id) {
          return provider.clients.values().stream()
              .filter(client -> client.getId().equals(id))
              .findFirst()
              .orElse(null);
        }

        @Override
        public @Nullable RegisteredClient findByClientId(String id) {
          return provider.clients.get(id);
        }
      };
    }

    @Bean
    JWKSource<SecurityContext> keys(TestProvider provider) {
      return (selector, context) -> selector.select(new JWKSet(provider.key));
    }

    @Bean
    JwtEncoder encoder(TestProvider provider, JWKSource<SecurityContext> keys) {
      var encoder = new NimbusJwtEncoder(keys);
      return parameters -> provider.faults.encode(encoder, parameters);
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return org.springframework.security.config.annotation.web.configuration
          .OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    /** The claims that a provider is asked for with the scopes email and profile. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(TestProvider provider) {
      return context -> {
        if (!"id_token".equals(context.getTokenType().getValue())) {
          return;
        }
        org.springframework.security.core.Authentication principal =
            Objects.requireNonNull(context.getPrincipal());
        var person = Objects.requireNonNull(provider.people.get(principal.getName()));
        context
            .getClaims()
            .claim("email", person.email())
            .claim("email_verified", true)
            .claim("name", person.name());
        provider.faults.alter(context.getClaims());
      };
    }
  }
}
