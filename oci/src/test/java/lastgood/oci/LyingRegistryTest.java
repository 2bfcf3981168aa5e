package lastgood.oci;

import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import lastgood.core.port.RegistryContract;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Logins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/// Whatever a registry does, it is refused with a reason and nothing of it is taken.
class LyingRegistryTest {
    private static final Duration SILENCE = Duration.ofMillis(400);
    private static final Limits SHORT =
            new Limits(SILENCE, SILENCE, Duration.ofSeconds(2), 4 << 20, 1 << 20, 64);
    private static final Digest MODEL = blob("model").digest();

    @TempDir private Path folder;
    private Stores stores;
    private Releases here;
    private LyingRegistry registry;

    @BeforeEach
    void start() throws IOException {
        stores = new Stores(folder);
        here = stores.open();
        registry = new LyingRegistry(RegistryContract.full(stores.open()), stores.opened(1));
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        stores.close();
    }

    @Test
    void aSlowRegistryHasOnlySoMuchTimeInAll() throws Exception {
        registry.aboutBlob(
                MODEL,
                x -> {
                    x.sendResponseHeaders(200, 5);
                    for (byte one : bytes("mode")) {
                        x.getResponseBody().write(one);
                        x.getResponseBody().flush();
                        java.util.concurrent.locks.LockSupport.parkNanos(SILENCE.toNanos() * 3 / 4);
                    }
                    registry.hang();
                });
        long began = System.nanoTime();

        assertThat(problem(pull()).code()).isEqualTo(Code.REGISTRY_UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aDocumentThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        var pinned = registry.ref().at(Digest.of(bytes("something else")));
        registry.about("/v2/a/b/manifests/sha256:", x -> send(x, 200, bytes("{}"), 2));

        assertThat(problem(registry().pull(pinned)).code()).isEqualTo(Code.REGISTRY_LIES);
        assertThat(problem(pull()).code()).isEqualTo(Code.REGISTRY_LIES);
    }

    @Test
    void aDocumentWithoutEndIsRefused() throws Exception {
        registry.about("/v2/a/b/manifests/r1", LyingRegistryTest::endless);

        assertThat(problem(pull()).code()).isEqualTo(Code.REGISTRY_LIES);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"schemaVersion\":2,\"mediaType\":\"text/html\"}",
                "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"artifactType\":\"application/vnd.lastgood.parcel.v1\"}",
                "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"artifactType\":\"application/vnd.lastgood.parcel.v1\",\"manifests\":[{\"size\":-1}]}",
                "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"artifactType\":\"application/vnd.lastgood.parcel.v1\",\"manifests\":[{\"digest\":\"sha256:../../x\",\"size\":1}]}",
                "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"artifactType\":\"application/vnd.lastgood.release.v1\"}"
            })
    void aDocumentThatIsNoParcelIsNoRelease(String document) throws Exception {
        registry.about(
                "/v2/a/b/manifests/r1", x -> send(x, 200, bytes(document), bytes(document).length));

        assertThat(problem(pull()).code()).isEqualTo(Code.NOT_A_RELEASE);
    }

    @Test
    void aNestedDocumentDoesNotBreakTheReader() throws Exception {
        var deep = "[".repeat(200_000);
        registry.about("/v2/a/b/manifests/r1", x -> send(x, 200, bytes(deep), deep.length()));

        assertThat(problem(pull()).code()).isEqualTo(Code.NOT_A_RELEASE);
    }

    @Test
    void nothingListensAndThatIsTold() throws Exception {
        var gone = registry.ref();
        registry.close();

        assertThat(problem(registry().pull(gone)).code()).isEqualTo(Code.REGISTRY_UNREACHABLE);
    }

    @Test
    void anUploadIsNotSentToAnotherPlaceThanTheRegistry() throws Exception {
        registry.about(
                "/v2/a/b/blobs/",
                x -> {
                    if (x.getRequestMethod().equals("HEAD")) {
                        x.sendResponseHeaders(404, -1);
                    } else {
                        x.getResponseHeaders().add("Location", "http://127.0.0.1:1/upload");
                        x.sendResponseHeaders(202, -1);
                    }
                });

        var problem = problem(registry().push(RegistryContract.full(here), registry.ref()));

        assertThat(problem.code()).isEqualTo(Code.REGISTRY_LIES);
        assertThat(problem.why()).anyMatch(why -> why.contains("127.0.0.1:1"));
    }

    @Test
    void aRegistryThatStopsReadingIsGivenUp() throws Exception {
        registry.about(
                "/v2/a/b/blobs/",
                x -> {
                    if (x.getRequestMethod().equals("HEAD")) {
                        x.sendResponseHeaders(404, -1);
                    } else if (x.getRequestMethod().equals("POST")) {
                        x.getResponseHeaders().add("Location", "/v2/a/b/blobs/uploads/1");
                        x.sendResponseHeaders(202, -1);
                    } else {
                        registry.hang();
                    }
                });

        assertThat(problem(registry().push(RegistryContract.full(here), registry.ref())).code())
                .isEqualTo(Code.REGISTRY_UNREACHABLE);
    }

    @Test
    void aCopyOfALieIsRefusedAndNoTagNamesIt() throws Exception {
        registry.aboutBlob(MODEL, x -> send(x, 200, bytes("MODEL"), 5));
        try (var target = lastgood.testing.RegistryServer.start(folder.resolve("target"))) {
            var to = target.ref("a/b:r1");

            assertThat(problem(registry().copy(registry.ref(), to)).code())
                    .isEqualTo(Code.REGISTRY_LIES);
            assertThat(problem(registry().pull(to)).code()).isEqualTo(Code.NOT_IN_REGISTRY);
        }
    }

    @Test
    void aTokenIsAskedForAndTheLoginGoesToItsServiceOnly() throws Exception {
        var login =
                Map.of(
                        Logins.HOST, registry.registry(),
                        Logins.USER, "alice",
                        Logins.PASSWORD, "open sesame");
        var heard = new java.util.concurrent.CopyOnWriteArrayList<String>();
        registry.about(
                "/",
                x -> {
                    var said = String.valueOf(x.getRequestHeaders().getFirst("Authorization"));
                    if (x.getRequestURI().getPath().equals("/token")) {
                        heard.add(x.getRequestURI().getQuery() + " " + said);
                        var token = bytes("{\"token\":\"t0k3n\"}");
                        send(x, 200, token, token.length);
                    } else if (said.equals("Bearer t0k3n")) {
                        x.sendResponseHeaders(404, -1);
                    } else {
                        x.getResponseHeaders()
                                .add(
                                        "WWW-Authenticate",
                                        "Bearer realm=\"http://"
                                                + registry.registry()
                                                + "/token\",service=\"models\",scope=\"repository:a/b:pull\"");
                        x.sendResponseHeaders(401, -1);
                    }
                });

        var problem = problem(new OciRegistry(here, new Logins(login), SHORT).pull(registry.ref()));

        assertThat(problem.code()).as("the token was taken").isEqualTo(Code.NOT_IN_REGISTRY);
        assertThat(heard)
                .containsExactly(
                        "client_id=lastgood&service=models&scope=repository:a/b:pull Basic "
                                + java.util.Base64.getEncoder()
                                        .encodeToString(bytes("alice:open sesame")));
    }

    @Test
    void afterALieTheTruthIsTakenAndOnlyWhatIsMissingIsFetched() throws Exception {
        registry.aboutBlob(MODEL, x -> send(x, 200, bytes("MODEL"), 5));
        problem(pull());
        registry.asked().clear();
        registry.about("", x -> {});

        assertThat(pull()).isInstanceOf(Outcome.Done.class);
        assertThat(registry.asked())
                .contains("GET /v2/a/b/blobs/" + MODEL)
                .doesNotContain(
                        "GET /v2/a/b/blobs/" + blob("golden").digest(),
                        "GET /v2/a/b/blobs/" + blob("features").digest());
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes, int length)
            throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        var chunk = new byte[1 << 16];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 1 << 20; i++) {
            exchange.getResponseBody().write(chunk);
        }
    }

    private OciRegistry registry() {
        return new OciRegistry(here, new Logins(Map.of()), SHORT);
    }

    private Outcome<Parcel> pull() throws IOException {
        return registry().pull(registry.ref());
    }

    private static Problem problem(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(var problem)) {
            return problem;
        }
        throw new AssertionError("not refused: " + outcome);
    }
}
