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
import java.util.stream.Stream;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a registry does with one file, it is refused with a reason and nothing of it is taken.
class LiesAboutFilesTest {
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

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("other bytes", Code.REGISTRY_LIES, (r, x) -> send(x, 200, bytes("MODEL"), 5)),
                lie("fewer bytes", Code.REGISTRY_LIES, (r, x) -> send(x, 200, bytes("mod"), 3)),
                lie("more bytes", Code.REGISTRY_LIES, (r, x) -> send(x, 200, bytes("model!"), 6)),
                lie("no bytes", Code.REGISTRY_LIES, (r, x) -> x.sendResponseHeaders(200, -1)),
                lie(
                        "a length it does not keep",
                        Code.REGISTRY_UNREACHABLE,
                        (r, x) -> send(x, 200, bytes("mod"), 5)),
                lie("a body without end", Code.REGISTRY_LIES, (r, x) -> endless(x)),
                lie("silence instead of an answer", Code.REGISTRY_UNREACHABLE, (r, x) -> r.hang()),
                lie(
                        "silence in the middle",
                        Code.REGISTRY_UNREACHABLE,
                        (r, x) -> {
                            x.sendResponseHeaders(200, 5);
                            x.getResponseBody().write(bytes("mo"));
                            x.getResponseBody().flush();
                            r.hang();
                        }),
                lie(
                        "a way to another port of this machine",
                        Code.REGISTRY_LIES,
                        (r, x) -> redirect(x, "http://127.0.0.1:1/secret")),
                lie(
                        "a way to the network around",
                        Code.REGISTRY_LIES,
                        (r, x) -> redirect(x, "http://169.254.169.254/latest/meta-data")),
                lie(
                        "a way to a file",
                        Code.REGISTRY_LIES,
                        (r, x) -> redirect(x, "file:///etc/passwd")),
                lie("a way to nowhere", Code.REGISTRY_LIES, (r, x) -> redirect(x, "::")),
                lie(
                        "a circle",
                        Code.REGISTRY_LIES,
                        (r, x) -> redirect(x, x.getRequestURI().toString())),
                lie(
                        "that it is gone",
                        Code.NOT_IN_REGISTRY,
                        (r, x) -> x.sendResponseHeaders(404, -1)),
                lie(
                        "that it failed",
                        Code.REGISTRY_UNREACHABLE,
                        (r, x) -> send(x, 500, bytes("oh"), 2)),
                lie(
                        "that one may not",
                        Code.REGISTRY_DENIED,
                        (r, x) -> send(x, 403, bytes("no"), 2)),
                lie(
                        "that a login is needed, for ever",
                        Code.REGISTRY_DENIED,
                        (r, x) -> {
                            x.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
                            x.sendResponseHeaders(401, -1);
                        }),
                lie(
                        "a token service in the clear, elsewhere",
                        Code.REGISTRY_DENIED,
                        (r, x) -> {
                            x.getResponseHeaders()
                                    .add(
                                            "WWW-Authenticate",
                                            "Bearer realm=\"http://evil.example.org/t\"");
                            x.sendResponseHeaders(401, -1);
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aLieAboutAFileIsRefusedAndNothingIsTaken(String name, Code code, Told lie)
            throws Exception {
        registry.aboutBlob(MODEL, x -> lie.tell(registry, x));
        var before = stores.files(0);

        var problem = problem(pull());

        assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
        assertThat(problem.why()).isNotEmpty();
        assertThat(here.size(MODEL)).isEmpty();
        assertThat(stores.index(0)).doesNotContain("release");
        assertThat(stores.files(0))
                .as("half a file is not left")
                .noneMatch(f -> f.endsWith(".tmp"));
        assertThat(stores.files(0)).containsAll(before);
    }

    interface Told {
        void tell(LyingRegistry registry, HttpExchange exchange)
                throws IOException, InterruptedException;
    }

    private static Arguments lie(String name, Code code, Told lie) {
        return Arguments.of(name, code, lie);
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

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(307, -1);
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
