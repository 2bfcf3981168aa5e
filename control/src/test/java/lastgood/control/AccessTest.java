package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.control.http.Access;
import org.junit.jupiter.api.Test;

/// Who is let in. Raw sockets, because no client library sends what an attacker's browser would.
class AccessTest {
    private static final String BODY = "{}";

    @Test
    void aReboundNameIsTurnedAway() throws IOException {
        try (var world = new ControlWorld()) {
            assertThat(raw(world, "GET", Map.of("Host", "evil.example")))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(world, "GET", Map.of("Host", "localhost:1"))).startsWith("HTTP/1.1 200");
            assertThat(raw(world, "GET", Map.of("Host", "127.0.0.1.evil.example")))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void anotherSitesPageIsTurnedAway() throws IOException {
        try (var world = new ControlWorld()) {
            assertThat(
                            raw(
                                    world,
                                    "GET",
                                    Map.of("Host", "localhost", "Origin", "https://evil.example")))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(world, "GET", Map.of("Host", "localhost", "Origin", "null")))
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            raw(
                                    world,
                                    "GET",
                                    Map.of("Host", "localhost", "Sec-Fetch-Site", "cross-site")))
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            raw(
                                    world,
                                    "GET",
                                    Map.of("Host", "localhost", "Sec-Fetch-Site", "same-site")))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(world, "GET", Map.of("Host", "localhost", "Origin", "http://localhost")))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aFormCannotChangeAnything() throws IOException {
        try (var world = new ControlWorld()) {
            for (var type :
                    new String[] {
                        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"
                    }) {
                assertThat(raw(world, "POST", Map.of("Host", "localhost", "Content-Type", type)))
                        .startsWith("HTTP/1.1 415");
            }
        }
    }

    @Test
    void whereATokenIsAskedForNothingButHealthIsAnsweredWithoutIt() throws IOException {
        try (var world = new ControlWorld(Optional.of("lg_secret"))) {
            assertThat(raw(world, "GET", Map.of("Host", "localhost"))).startsWith("HTTP/1.1 401");
            assertThat(
                            raw(
                                    world,
                                    "GET",
                                    Map.of(
                                            "Host",
                                            "localhost",
                                            "Authorization",
                                            "Bearer lg_secreT")))
                    .startsWith("HTTP/1.1 401");
            assertThat(
                            raw(
                                    world,
                                    "GET",
                                    Map.of(
                                            "Host",
                                            "localhost",
                                            "Authorization",
                                            "Bearer lg_secret")))
                    .startsWith("HTTP/1.1 200");
            assertThat(world.get("/health/live").status()).isEqualTo(200);
            assertThat(world.get("/api/v1/events").status()).isEqualTo(401);
        }
    }

    @Test
    void whoHoldsTheTokenMayUseAnyNameAndAPageThatHasNoneMayNot() throws IOException {
        try (var world = new ControlWorld(Optional.of("lg_secret"))) {
            var token = Map.of("Host", "ml.example:8484", "Authorization", "Bearer lg_secret");
            var wrong = Map.of("Host", "ml.example:8484", "Authorization", "Bearer lg_guess");
            var page =
                    Map.of(
                            "Host",
                            "ml.example",
                            "Authorization",
                            "Bearer lg_secret",
                            "Origin",
                            "https://evil.example");

            assertThat(raw(world, "GET", token)).startsWith("HTTP/1.1 200");
            assertThat(raw(world, "GET", wrong)).startsWith("HTTP/1.1 403");
            assertThat(raw(world, "GET", Map.of("Host", "ml.example"))).startsWith("HTTP/1.1 403");
            assertThat(raw(world, "GET", page)).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void anAddressOfTheNewKindIsKnownInItsBrackets() {
        var access = new Access(Set.of("[fe80::1]"), Optional.empty());

        assertThat(access.knows("[fe80::1]:8484")).isTrue();
        assertThat(access.knows("[FE80::1]")).isTrue();
        assertThat(access.knows("[fe80::2]:8484")).isFalse();
        assertThat(access.knows("fe80")).isFalse();
    }

    private static String raw(ControlWorld world, String method, Map<String, String> headers)
            throws IOException {
        var uri = world.request("/api/v1/services").build().uri();
        try (var socket = new Socket(java.net.InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            var request =
                    new StringBuilder(
                            method
                                    + (method.equals("GET")
                                            ? " /api/v1/services"
                                            : " /api/v1/apply")
                                    + " HTTP/1.1\r\n");
            headers.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            if (method.equals("POST")) {
                request.append("Content-Length: ").append(BODY.length()).append("\r\n");
            }
            request.append("Connection: close\r\n\r\n").append(method.equals("POST") ? BODY : "");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }
    }
}
