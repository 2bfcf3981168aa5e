package lastgood.mlflow.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One HTTP exchange with a tracking server. It ends in time however the other side behaves, takes no more than it was
/// allowed, and goes to no other address. Whatever goes wrong is a problem, never an exception.
public final class Exchange implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Tracking tracking;
    private final Limits limits;
    private final HttpClient http;
    private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();

    public Exchange(Tracking tracking, Limits limits) {
        this.tracking = tracking;
        this.limits = limits;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(limits.connect())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    public Tracking tracking() {
        return tracking;
    }

    public Limits limits() {
        return limits;
    }

    /// @param address path and query below the server's address
    public Outcome<JsonNode> get(String address) {
        return json("GET", address, Optional.empty());
    }

    /// @param method `POST` or `DELETE`
    public Outcome<JsonNode> send(String method, String address, JsonNode body) {
        return json(method, address, Optional.of(body));
    }

    /// Copies a file's bytes; answers how many there were.
    public Outcome<Long> copy(String address, OutputStream to, long most) {
        return within(
                limits.file(),
                address,
                () -> {
                    var response = ask("GET", address, Optional.empty());
                    try (var body = response.body()) {
                        return response.statusCode() == 200
                                ? copied(address, body, to, most)
                                : refused(address, response.statusCode(), response, body);
                    }
                });
    }

    @Override
    public void close() {
        turns.shutdownNow();
        http.shutdownNow();
    }

    private Outcome<JsonNode> json(String method, String address, Optional<JsonNode> sent) {
        return within(
                limits.answer(),
                address,
                () -> {
                    var response = ask(method, address, sent);
                    try (var body = response.body()) {
                        return response.statusCode() == 200
                                ? parsed(address, body)
                                : refused(address, response.statusCode(), response, body);
                    }
                });
    }

    private HttpResponse<InputStream> ask(String method, String address, Optional<JsonNode> sent)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(tracking.base() + address))
                        .header("Accept", "*/*")
                        .method(
                                method,
                                sent.map(b -> BodyPublishers.ofString(b.toString()))
                                        .orElse(BodyPublishers.noBody()));
        sent.ifPresent(_ -> request.header("Content-Type", "application/json"));
        tracking.authorization().ifPresent(a -> request.header("Authorization", a));
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private Outcome<JsonNode> parsed(String address, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes((int) limits.mostAnswer() + 1);
        if (bytes.length > limits.mostAnswer()) {
            return Outcome.refused(Trouble.tooMuch(tracking, address, limits.mostAnswer()));
        }
        try {
            var json = Json.MAPPER.readTree(bytes);
            if (json.isObject()) {
                return Outcome.done(json);
            }
        } catch (JacksonException e) {
            // said below
        }
        return Outcome.refused(Trouble.nonsense(tracking, address, "it is no JSON object"));
    }

    private Outcome<Long> copied(String address, InputStream body, OutputStream to, long most)
            throws IOException {
        var chunk = new byte[CHUNK];
        long sum = 0;
        for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
            sum += n;
            if (sum > most) {
                return Outcome.refused(Trouble.tooMuch(tracking, address, most));
            }
            to.write(chunk, 0, n);
        }
        return Outcome.done(sum);
    }

    private <T> Outcome<T> refused(
            String address, int status, HttpResponse<?> response, InputStream body)
            throws IOException {
        if (status / 100 == 3) {
            return Outcome.refused(
                    Trouble.sentOn(tracking, address, response.headers().firstValue("Location")));
        }
        byte[] bytes = body.readNBytes(CHUNK);
        JsonNode said = Json.MAPPER.createObjectNode();
        try {
            said = Json.MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            // the status says enough
        }
        return Outcome.refused(Trouble.refusal(tracking, address, status, said));
    }

    /// The deadline is for everything, the body included: whatever hangs is interrupted.
    private <T> Outcome<T> within(Duration time, String address, Callable<Outcome<T>> work) {
        var turn = turns.submit(work);
        try {
            return turn.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            turn.cancel(true);
            return Outcome.refused(Trouble.tooLate(tracking, address, time));
        } catch (ExecutionException e) {
            return Outcome.refused(broken(address, Optional.ofNullable(e.getCause()).orElse(e)));
        } catch (InterruptedException e) {
            turn.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.refused(Trouble.brokenOff(tracking, address, "interrupted"));
        }
    }

    private Problem broken(String address, Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? Trouble.nobody(tracking)
                : Trouble.brokenOff(tracking, address, String.valueOf(cause));
    }
}
