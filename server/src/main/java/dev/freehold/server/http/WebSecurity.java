package dev.freehold.server.http;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.branding.LogoAnswer;
import dev.freehold.accounts.limits.LimitFilter;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * What stands between the network and the handlers: headers, forgery protection of the console, and
 * who calls. Which permission a handler needs is checked at the handler.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  private static final String STYLE = "style-src 'self'";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; "
          + STYLE
          + "; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final String API_DOCUMENTATION = "/swagger-ui/";

  /** Mail programs send these without having seen a form (RFC 8058); their token is the link. */
  private static final String LINKS_FROM_MAILS = "/unsubscribe/";

  /** Images that tenants uploaded. */
  private static final Set<String> LOGOS = Set.of("/logo", "/console/logo", "/v1/tenant/logo");

  /** The API's documentation brings one style of its own, known by its hash. */
  private static final String API_DOCUMENTATION_POLICY =
      CONTENT_SECURITY_POLICY.replace(
          STYLE, STYLE + " 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='");

  /**
   * The API takes no cookies, so nothing can be forged there: it needs headers and the caller, and
   * none of what forms and sessions need.
   */
  @Bean
  @Order(1)
  SecurityFilterChain apiSecurity(
      HttpSecurity http, Authentication authentication, LimitFilter limits) {
    return withoutForms(http.securityMatcher("/v1/**"))
        .csrf(config -> config.disable())
        .anonymous(config -> config.disable())
        .exceptionHandling(config -> config.disable())
        .securityContext(config -> config.disable())
        .servletApi(config -> config.disable())
        .sessionManagement(config -> config.disable())
        .addFilterAfter(authentication, HeaderWriterFilter.class)
        .addFilterAfter(limits, Authentication.class)
        .build();
  }

  /** The console sends a token with everything that changes something. */
  @Bean
  @Order(2)
  SecurityFilterChain consoleSecurity(HttpSecurity http, Authentication authentication) {
    var csrf = new CookieCsrfTokenRepository();
    csrf.setCookieName("fh_csrf");
    csrf.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
    return withoutForms(http)
        .csrf(
            config ->
                config.csrfTokenRepository(csrf).ignoringRequestMatchers(LINKS_FROM_MAILS + "**"))
        .sessionManagement(config -> config.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(authentication, AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(config -> config.anyRequest().permitAll())
        .build();
  }

  /**
   * An observation for each filter costs more than the filters: requests are observed as a whole.
   */
  @Bean
  SecurityObservationSettings unobservedFilters() {
    return SecurityObservationSettings.noObservations();
  }

  private static HttpSecurity withoutForms(HttpSecurity http) {
    return http.requestCache(config -> config.disable())
        .formLogin(config -> config.disable())
        .httpBasic(config -> config.disable())
        .logout(config -> config.disable())
        .headers(
            headers ->
                headers
                    .addHeaderWriter(
                        (request, response) ->
                            response.setHeader("Content-Security-Policy", policy(request)))
                    .referrerPolicy(
                        policy -> policy.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)));
  }

  private static String policy(HttpServletRequest request) {
    if (LOGOS.contains(request.getRequestURI())) {
      return LogoAnswer.CONTENT_SECURITY_POLICY;
    }
    return request.getRequestURI().startsWith(API_DOCUMENTATION)
        ? API_DOCUMENTATION_POLICY
        : CONTENT_SECURITY_POLICY;
  }

  /** Addresses that the firewall refuses get a problem like everything else. */
  @Bean
  RequestRejectedHandler refusedAddresses(HandlerExceptionResolver handlerExceptionResolver) {
    return (request, response, rejected) ->
        handlerExceptionResolver.resolveException(
            request,
            response,
            null,
            Invalid.parameter("the address", "has characters that addresses here cannot have"));
  }
}
