package dev.freehold.accounts.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.LimitExceeded;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondFactorsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AccountsWorld world;

  private Caller ada;
  private String email;
  private AuthenticatorApps apps;
  private SecondFactors factors;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void anAccount() {
    var slug = "acme" + COUNTER.incrementAndGet();
    ada = world.owner(slug);
    email = AccountsWorld.email(slug);
    apps = world.bean(AuthenticatorApps.class);
    factors = world.bean(SecondFactors.class);
  }

  private static Client somewhere() {
    return Client.at(UUID.randomUUID().toString());
  }

  private String signIn() {
    return world.sessions.signIn(email, AccountsWorld.PASSWORD, somewhere());
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  /** What an app computes from the secret it was shown, so many steps from now. */
  private static String code(String secret, int steps) {
    return Totp.code(decoded(secret), Totp.step(Instant.now()) + steps, Totp.DIGITS);
  }

  private static byte[] decoded(String base32) {
    var bits = new StringBuilder();
    for (var c : base32.toCharArray()) {
      var five = Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c));
      bits.append("0".repeat(5 - five.length())).append(five);
    }
    var bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
    }
    return bytes;
  }

  /** The secret; the code of the step before now is used up with this. */
  private String enrol() {
    var secret = apps.begin(ada).secret();
    assertThat(apps.confirm(ada, code(secret, -1))).hasSize(RecoveryCodes.COUNT);
    return secret;
  }

  @Test
  void withAnAppThePasswordAloneOpensNothing() throws Exception {
    var before = signIn();
    var secret = enrol();
    assertThat(world.callerOfSession(before)).as("a session from before goes on").isNotNull();
    var waiting = signIn();
    assertThat(world.callerOfSession(waiting)).isNull();
    fails(FactorsError.WRONG_CODE, () -> factors.finish(waiting, "000000", somewhere()));
    var session = factors.finish(waiting, code(secret, 0), somewhere());
    assertThat(session).isNotEqualTo(waiting);
    assertThat(world.callerOfSession(session)).isNotNull();
    assertThat(world.callerOfSession(waiting)).as("the token of the first step").isNull();
  }

  @Test
  void aCodeIsTakenOnceAlsoByTwoAtOnce() throws Exception {
    var secret = enrol();
    fails(FactorsError.WRONG_CODE, () -> factors.finish(signIn(), code(secret, -1), somewhere()));
    var code = code(secret, 0);
    var first = signIn();
    var second = signIn();
    var together = new CyclicBarrier(2);
    try (var people = Executors.newFixedThreadPool(2)) {
      var tries =
          List.of(first, second).stream()
              .map(
                  token ->
                      people.submit(
                          (Callable<Boolean>)
                              () -> {
                                together.await();
                                return succeeds(token, code);
                              }))
              .toList();
      assertThat(tries.get(0).get()).isNotEqualTo(tries.get(1).get());
    }
  }

  private boolean succeeds(String token, String code) {
    try {
      return !factors.finish(token, code, somewhere()).isEmpty();
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo(FactorsError.WRONG_CODE);
      return false;
    }
  }

  @Test
  void aRecoveryCodeOpensOnceHoweverItIsTyped() throws Exception {
    var secret = apps.begin(ada).secret();
    var codes = apps.confirm(ada, code(secret, -1));
    assertThat(codes)
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
    var typed = codes.getFirst().toUpperCase(Locale.ROOT).replace("-", " ");
    assertThat(world.callerOfSession(factors.finish(signIn(), typed, somewhere()))).isNotNull();
    fails(FactorsError.WRONG_CODE, () -> factors.finish(signIn(), typed, somewhere()));
    assertThat(world.bean(RecoveryCodes.class).left(ada)).isEqualTo(9);
    var renewed = world.bean(RecoveryCodes.class).replace(ada);
    fails(FactorsError.WRONG_CODE, () -> factors.finish(signIn(), codes.get(1), somewhere()));
    assertThat(factors.finish(signIn(), renewed.getFirst(), somewhere())).isNotEmpty();
  }

  @Test
  void aLoginEndsAfterAFewWrongCodes() {
    var secret = enrol();
    var waiting = signIn();
    for (int i = 0; i < SecondFactors.TRIES; i++) {
      fails(FactorsError.WRONG_CODE, () -> factors.finish(waiting, "000000", somewhere()));
    }
    assertThat(factors.waiting(waiting)).isEmpty();
    fails(FactorsError.WRONG_CODE, () -> factors.finish(waiting, code(secret, 0), somewhere()));
  }

  @Test
  void guessesAtCodesAreLimitedForTheAccount() {
    enrol();
    var user = Objects.requireNonNull(ada.actor().id());
    for (int i = 0; i < SecondFactors.WRONG_PER_ACCOUNT; i++) {
      var waiting = world.sessions.begin(user, null, somewhere());
      fails(FactorsError.WRONG_CODE, () -> factors.finish(waiting, "000000", somewhere()));
    }
    var waiting = world.sessions.begin(user, null, somewhere());
    assertThatThrownBy(() -> factors.finish(waiting, "000000", somewhere()))
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void theSecretIsKeptEncryptedAndRecoveryCodesAsHashes() {
    var secret = apps.begin(ada).secret();
    var codes = apps.confirm(ada, code(secret, -1));
    var hex = HexFormat.of().formatHex(decoded(secret));
    for (var table : List.of("accounts.totp", "accounts.recovery_code", "kernel.audit_log")) {
      assertThat(world.stored("select t::text from " + table + " t"))
          .as(table)
          .doesNotContain(hex, secret, codes.getFirst());
    }
    assertThat(apps.begin(world.owner("other" + COUNTER.incrementAndGet())).toString())
        .isEqualTo("Enrolment");
  }

  @Test
  void anAppThatWasNeverConfirmedAsksForNothing() throws Exception {
    var first = apps.begin(ada).secret();
    assertThat(apps.begin(ada).secret()).as("it is shown again").isEqualTo(first);
    assertThatThrownBy(() -> apps.confirm(ada, "000000")).hasMessageContaining("code");
    assertThat(world.callerOfSession(signIn())).isNotNull();
  }

  @Test
  void aRemovedAppAsksForNothingAndTakesItsRecoveryCodesAlong() throws Exception {
    enrol();
    apps.remove(ada);
    assertThat(world.callerOfSession(signIn())).isNotNull();
    assertThat(world.bean(RecoveryCodes.class).left(ada)).isZero();
  }

  @Test
  void aTenantThatRequiresItLeadsItsMembersToSetOneUp() throws Exception {
    var bob = world.member(ada, "bob" + COUNTER.incrementAndGet(), Role.ADMIN);
    var user = Objects.requireNonNull(bob.actor().id());
    var session = world.sessions.begin(user, ada.tenantId(), somewhere());
    assertThat(get("/console/members", session).statusCode()).isEqualTo(200);
    world.bean(SecondFactorRule.class).set(ada, true);
    var caller = Objects.requireNonNull(world.callerOfSession(session));
    assertThat(caller.permissions()).containsExactly(Authentication.LACKS_SECOND_FACTOR);
    var led = get("/console/members", session);
    assertThat(led.statusCode()).isEqualTo(303);
    assertThat(led.headers().firstValue("Location")).hasValue("/console/account/second-factor");
    assertThat(get("/console/account/second-factor", session).statusCode()).isEqualTo(200);

    var secret = apps.begin(bob).secret();
    apps.confirm(bob, code(secret, 0));
    assertThat(get("/console/members", session).statusCode()).isEqualTo(200);
    apps.remove(bob);
    assertThat(get("/console/members", session).statusCode()).isEqualTo(303);
    world.bean(SecondFactorRule.class).set(ada, false);
    assertThat(get("/console/members", session).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("Cookie", Authentication.COOKIE + "=" + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aPasskeyThatSaysNothingOrSignsAnOldChallengeIsRefused() {
    var passkeys = world.bean(Passkeys.class);
    for (var response : List.of("", "{}", "not json", "x".repeat(20_001))) {
      fails(FactorsError.PASSKEY_REFUSED, () -> passkeys.verify(response, true));
      fails(FactorsError.PASSKEY_REFUSED, () -> passkeys.register(ada, "Phone", response));
    }
  }
}
