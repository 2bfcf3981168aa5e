package lastgood.server.soak.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The management port, asked as any program would ask it.
public final class Rest implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_ANSWER)
                    .build();

    /// @param api without `/api/v1`
    public Rest(URI api) {
        this.api = api;
    }

    public Reply get(String path) throws IOException {
        return send(request(path).GET());
    }

    public Reply post(String path, Object body) throws IOException {
        return post(path, "application/json", JSON.writeValueAsBytes(body));
    }

    public Reply post(String path, String type, byte[] body) throws IOException {
        return send(
                request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    public JsonNode status(String service) throws IOException {
        return get("/services/" + service).done();
    }

    /// Newest first.
    public List<JsonNode> history(String service) throws IOException {
        return get("/services/" + service + "/history").all();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve("/api/v1" + path))
                .timeout(TO_ANSWER)
                .header("Lastgood-By", "soak");
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        try {
            var asked = request.build();
            var wall = Instant.now();
            long sent = System.nanoTime();
            var response = http.send(asked, BodyHandlers.ofByteArray());
            long replied = System.nanoTime();
            return new Reply(
                    response.statusCode(), JSON.readTree(response.body()), sent, replied, wall);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
