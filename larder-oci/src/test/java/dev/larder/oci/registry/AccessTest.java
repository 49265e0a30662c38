// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.Response;
import dev.larder.testkit.registry.TestRegistry;
import dev.larder.testkit.registry.TestRegistry.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who we say we are, to whom, and how often. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AccessTest {
  private static final String PASSWORD = "pass:wörd";
  private static final Access BASIC = new Access.Basic("user", PASSWORD);
  private static final Access BEARER = new Access.Bearer("user", PASSWORD, Duration.ofMinutes(5));

  @Test
  void resolve_basic_isAskedOnceThenSendsIt() throws Exception {
    try (var served = loggedIn(BASIC)) {
      served.source.resolve();
      served.source.resolve();
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges())
          .extracting(Exchange::status)
          .containsExactly(401, 200, 200, 200);
    }
  }

  @Test
  void resolve_basicWithoutCredentials_isUnauthorized() throws Exception {
    try (var served = new Served(TestRegistry.start(BASIC), RegistryOptions.DEFAULT)) {
      var thrown = catchThrowableOfType(UnauthorizedException.class, served.source::resolve);
      assertThat(thrown.status()).hasValue(401);
      assertThat(thrown.serverCode()).contains("UNAUTHORIZED");
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  @Test
  void resolve_basicWithWrongPassword_isTriedOnceAndNotShown() throws Exception {
    var registry = TestRegistry.start(BASIC);
    var credentials = Credentials.of(registry.host(), new Login("user", "wrong-secret"));
    try (var served = new Served(registry, RegistryOptions.DEFAULT.withCredentials(credentials))) {
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(UnauthorizedException.class)
          .satisfies(
              thrown ->
                  assertThat(RegistryClientTest.stackTrace(thrown))
                      .doesNotContain("wrong-secret")
                      .doesNotContain("Basic "));
      assertThat(served.registry.exchanges()).hasSize(2);
      assertThatThrownBy(served.source::resolve).isInstanceOf(UnauthorizedException.class);
      assertThat(served.registry.exchanges()).hasSize(3);
    }
  }

  @Test
  void resolve_credentialsOfAnotherRegistry_areNotSent() throws Exception {
    var registry = TestRegistry.start(BASIC);
    var options =
        RegistryOptions.DEFAULT.withCredentials(
            Credentials.of("docker.io", new Login("user", PASSWORD)));
    try (var served = new Served(registry, options)) {
      assertThatThrownBy(served.source::resolve).isInstanceOf(UnauthorizedException.class);
      assertNothingWasShown(registry);
    }
  }

  @Test
  void resolve_anonymousToken_isAskedForOnce() throws Exception {
    var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofMinutes(5)));
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      served.source.resolve();
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(registry.exchanges())
          .extracting(exchange -> exchange.request().path(), Exchange::status)
          .containsExactly(
              tuple("/v2/app/manifests/1", 401),
              tuple("/token", 200),
              tuple("/v2/app/manifests/1", 200),
              tuple("/v2/app/blobs/" + served.blob.digest(), 200));
      Request asked = registry.exchanges().get(1).request();
      assertThat(asked.parameters("service")).containsExactly("test-registry");
      assertThat(asked.parameters("scope")).containsExactly("repository:app:pull");
      assertThat(asked.findHeader("Authorization")).isEmpty();
    }
  }

  @Test
  void resolve_tokenForAName_sendsTheNameToTheTokenServer() throws Exception {
    try (var served = loggedIn(BEARER)) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.registry.requests(Request.token())).isEqualTo(1);
    }
  }

  @Test
  void resolve_identityToken_isTradedForATokenAndNeverSentElsewhere() throws Exception {
    var login = Login.ofIdentityToken(PASSWORD);
    var registry =
        TestRegistry.start(new Access.Bearer(login.username(), PASSWORD, Duration.ofMinutes(5)));
    var credentials = Credentials.of(registry.host(), login);
    try (var served = new Served(registry, RegistryOptions.DEFAULT.withCredentials(credentials))) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(registry.exchanges())
          .extracting(exchange -> exchange.request().method(), Exchange::status)
          .containsExactly(tuple("GET", 401), tuple("POST", 200), tuple("GET", 200));
      assertThat(registry.exchanges().get(1).request().parameters("scope"))
          .containsExactly("repository:app:pull");
      assertThat(registry.exchanges())
          .noneMatch(
              exchange ->
                  exchange.request().findHeader("Authorization").orElse("").startsWith("Basic"));
    }
  }

  @Test
  void resolve_identityTokenWhereBasicIsWanted_isNotSent() throws Exception {
    var registry = TestRegistry.start(BASIC);
    var credentials = Credentials.of(registry.host(), Login.ofIdentityToken(PASSWORD));
    try (var served = new Served(registry, RegistryOptions.DEFAULT.withCredentials(credentials))) {
      assertThatThrownBy(served.source::resolve).isInstanceOf(UnauthorizedException.class);
      assertNothingWasShown(registry);
    }
  }

  @Test
  void resolve_loginThatCannotBeRead_isUnauthorizedAndSaysWhy() throws Exception {
    var registry = TestRegistry.start(BASIC);
    Credentials broken =
        asked -> {
          throw new IOException("the keychain is locked");
        };
    try (var served = new Served(registry, RegistryOptions.DEFAULT.withCredentials(broken))) {
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(UnauthorizedException.class)
          .hasMessageEndingWith("app:1: cannot read the login: the keychain is locked");
    }
  }

  @Test
  void requireAccess_rightPassword_returns() throws Exception {
    for (Access access : List.of(BASIC, BEARER)) {
      try (var served = loggedIn(access)) {
        served.client.requireAccess(served.registry.host());
      }
    }
  }

  @Test
  void requireAccess_wrongPassword_isUnauthorized() {
    for (Access access : List.of(BASIC, BEARER)) {
      var registry = TestRegistry.start(access);
      var credentials = Credentials.of(registry.host(), new Login("user", "wrong"));
      try (var served =
          new Served(registry, RegistryOptions.DEFAULT.withCredentials(credentials))) {
        assertThatThrownBy(() -> served.client.requireAccess(registry.host()))
            .isInstanceOf(UnauthorizedException.class)
            .hasMessageStartingWith(registry.host() + ": ");
      }
    }
  }

  @Test
  void resolve_tokenServerRefuses_isUnauthorized() throws Exception {
    var registry = TestRegistry.start(BEARER);
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      var thrown = catchThrowableOfType(UnauthorizedException.class, served.source::resolve);
      assertThat(thrown.serverMessage()).contains("incorrect username or password");
    }
  }

  @Test
  void resolve_anotherRepository_asksForAnotherToken() throws Exception {
    var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofMinutes(5)));
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      registry.put("other", "1", "application/json", Served.MANIFEST);
      served.source.resolve();
      served.client.repository(served.reference("other:1")).resolve();
      assertThat(registry.requests(Request.token())).isEqualTo(2);
    }
  }

  @Test
  void resolve_tokenPastItsEnd_isRenewedBeforeItIsSent() throws Exception {
    var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofSeconds(1)));
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      served.source.resolve();
      Thread.sleep(1100);
      served.source.resolve();
      assertThat(registry.exchanges())
          .extracting(Exchange::status)
          .containsExactly(401, 200, 200, 401, 200, 200);
      // Without the old token: the second refusal is for sending none.
      assertThat(registry.exchanges().get(3).request().findHeader("Authorization")).isEmpty();
    }
  }

  @Test
  void openBlob_tokenRevokedInMidPull_isRenewed() throws Exception {
    try (var served = loggedIn(BEARER)) {
      served.registry.script(
          Request.blob(served.blob.digest().toString()),
          2, // the refusal for want of a token is the first
          Misbehaviour.dropAfter(1_500_000));
      try (InputStream in = served.source.openBlob(served.blob)) {
        assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
        served.registry.revokeTokens();
        assertThat(in.readAllBytes()).hasSize(Served.BLOB_BYTES - 1_000_000);
      }
      assertThat(served.registry.requests(Request.token())).isEqualTo(2);
    }
  }

  @Test
  void openBlob_manyAtOnce_askForOneToken() throws Exception {
    try (var served = loggedIn(BEARER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reads = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < 8; i++) {
        reads.add(threads.submit(served::readBlob));
      }
      for (Future<byte[]> read : reads) {
        assertThat(read.get()).isEqualTo(Served.BLOB);
      }
      assertThat(served.registry.requests(Request.token())).isEqualTo(1);
    }
  }

  @Test
  void resolve_tokenServerFailsAtFirst_isTriedAgain() throws Exception {
    try (var served = loggedIn(BEARER)) {
      served.registry.script(Request.token(), 2, Misbehaviour.status(503));
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.waits).hasSize(2);
    }
  }

  @Test
  void resolve_accessTokenInsteadOfToken_isTaken() throws Exception {
    var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofMinutes(5)));
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      registry.script(
          Request.token(),
          (request, proper) ->
              Response.of(
                  200,
                  "application/json",
                  "{\"access_token\":\"%s\",\"other\":[1,{}]}"
                      .formatted(registry.tokens().iterator().next())));
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    }
  }

  @Test
  void resolve_tokenAnswerThatIsNone_isABadResponse() throws Exception {
    var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofMinutes(5)));
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      for (String answer :
          new String[] {"", "{", "[]", "{\"token\":\"\"}", "{\"token\":\"a\\nb\"}"}) {
        registry.script(
            Request.token(), 1, Misbehaviour.respond(Response.of(200, "application/json", answer)));
        assertThatThrownBy(served.source::resolve)
            .as(answer)
            .isInstanceOf(BadResponseException.class)
            .hasMessageContaining("no token");
      }
    }
  }

  @Test
  void openBlob_redirectToAnotherHost_takesNothingAlong() throws Exception {
    for (Access access : new Access[] {BASIC, BEARER}) {
      try (var served = loggedIn(access);
          var storage = TestRegistry.start()) {
        storage.putBlob("app", Body.of(Served.BLOB));
        served.registry.script(
            request -> request.path().contains("/blobs/"),
            redirectIfOk(storage.origin() + "/v2/app/blobs/" + served.blob.digest()));
        assertThat(served.readBlob()).isEqualTo(Served.BLOB);
        assertThat(storage.exchanges()).hasSize(1);
        assertNothingWasShown(storage);
      }
    }
  }

  @Test
  void openBlob_redirectToAHostThatAsksForCredentials_getsNone() throws Exception {
    try (var served = loggedIn(BASIC);
        var storage = TestRegistry.start(BASIC)) {
      storage.putBlob("app", Body.of(Served.BLOB));
      served.registry.script(
          request -> request.path().contains("/blobs/"),
          redirectIfOk(storage.origin() + "/v2/app/blobs/" + served.blob.digest()));
      assertThatThrownBy(served::readBlob).isInstanceOf(UnauthorizedException.class);
      assertNothingWasShown(storage);
    }
  }

  @Test
  void openBlob_redirectOnTheSameHost_keepsCredentials() throws Exception {
    try (var served = loggedIn(BASIC)) {
      served.registry.putBlob("moved", Body.of(Served.BLOB));
      served.registry.script(
          request -> request.path().contains("/app/blobs/"),
          redirectIfOk("/v2/moved/blobs/" + served.blob.digest()));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void resolve_tokenServerRedirectsElsewhere_takesNothingAlong() throws Exception {
    try (var served = loggedIn(BEARER);
        var elsewhere = TestRegistry.start()) {
      served.registry.script(
          Request.token(), Misbehaviour.redirect(URI.create(elsewhere.origin() + "/token")));
      assertThatThrownBy(served.source::resolve).isInstanceOf(RegistryException.class);
      assertThat(elsewhere.exchanges()).hasSize(1);
      assertNothingWasShown(elsewhere);
    }
  }

  @Test
  void resolve_clearTextRegistryNamesTokenServerElsewhereInClearText_isRefused() throws Exception {
    try (var served = loggedIn(BEARER)) {
      served.registry.script(
          Request.any(),
          Misbehaviour.status(401)
              .and(
                  Misbehaviour.header(
                      "WWW-Authenticate", "Bearer realm=\"http://registry.invalid/token\"")));
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("token server without TLS, registry.invalid");
    }
  }

  @Test
  void toString_login_hidesThePassword() {
    assertThat(new Login("user", "secret").toString()).contains("user").doesNotContain("secret");
  }

  private static Misbehaviour redirectIfOk(String target) {
    return (request, proper) ->
        proper.status() == 200
            ? Misbehaviour.redirect(URI.create(target)).answer(request, proper)
            : proper;
  }

  private static void assertNothingWasShown(TestRegistry registry) {
    assertThat(registry.exchanges())
        .isNotEmpty()
        .extracting(exchange -> exchange.request().findHeader("Authorization"))
        .containsOnly(Optional.empty());
  }

  private static Served loggedIn(Access access) {
    var registry = TestRegistry.start(access);
    var credentials = Credentials.of(registry.host(), new Login("user", PASSWORD));
    return new Served(registry, RegistryOptions.DEFAULT.withCredentials(credentials));
  }
}
