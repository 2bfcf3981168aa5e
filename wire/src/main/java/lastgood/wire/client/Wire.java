package lastgood.wire.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import tools.jackson.core.JacksonException;

/// One HTTP exchange with the control plane, and what its failures mean to people.
final class Wire implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final Server server;
    private final HttpClient http;

    Wire(Server server) {
        this.server = server;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_WITHIN)
                        .build();
    }

    /// What is sent.
    ///
    /// @param digest of the body, where it is a file
    record Call(
            String method,
            String path,
            BodyPublisher body,
            String type,
            Optional<String> digest,
            Duration within) {}

    static Call get(String path, Duration within) {
        return new Call("GET", path, BodyPublishers.noBody(), "", Optional.empty(), within);
    }

    static Call post(String path, Object body, Duration within) {
        return new Call(
                "POST",
                path,
                BodyPublishers.ofByteArray(Json.bytes(body)),
                "application/json",
                Optional.empty(),
                within);
    }

    /// A piece of a path, whatever somebody typed.
    static String piece(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    <T> Outcome<T> send(Call call, Function<byte[], T> read) {
        try {
            return answer(http.send(request(call), BodyHandlers.ofByteArray()), read);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Outcome.refused(nobodyThere());
        } catch (HttpTimeoutException e) {
            return Outcome.refused(tooLate(call));
        } catch (IOException e) {
            return Outcome.refused(brokenOff(call, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused(brokenOff(call, e));
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest request(Call call) {
        var request =
                HttpRequest.newBuilder(URI.create(server.base() + call.path()))
                        .timeout(call.within())
                        .method(call.method(), call.body())
                        .header("Accept", "application/json")
                        .header("Lastgood-By", server.by());
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        call.digest().ifPresent(digest -> request.header("Lastgood-Digest", digest));
        if (!call.type().isEmpty()) {
            request.header("Content-Type", call.type());
        }
        return request.build();
    }

    private <T> Outcome<T> answer(HttpResponse<byte[]> response, Function<byte[], T> read) {
        int status = response.statusCode();
        try {
            if (status / 100 == 2) {
                return Outcome.done(read.apply(response.body()));
            }
            var problem = Json.readAnswer(response.body(), ProblemDetails.class).problem();
            if (problem.isPresent()) {
                return Outcome.refused(problem.get());
            }
        } catch (JacksonException e) {
            // not one of ours: said below
        }
        return Outcome.refused(
                Problem.of(
                                Code.UNREACHABLE,
                                "What answers at " + server.base() + " does not speak as lastgood.")
                        .because("it answered with status " + status + " and no problem document")
                        .tryThis("echo $LASTGOOD_URL", "lastgood version"));
    }

    private Problem nobodyThere() {
        return Problem.of(Code.UNREACHABLE, "No lastgood server answers at " + server.base() + ".")
                .because("nothing accepts a connection there")
                .tryThis(
                        "lastgood run                          # starts one here",
                        "export LASTGOOD_URL=http://HOST:8484  # if it runs elsewhere")
                .inState("Nothing was asked of any server. Traffic is as it was.");
    }

    private Problem tooLate(Call call) {
        return Problem.of(
                        Code.UNREACHABLE,
                        "The server at " + server.base() + " did not answer in time.")
                .because(
                        call.method()
                                + " "
                                + call.path()
                                + " took over "
                                + call.within().toSeconds()
                                + " s")
                .tryThis("lastgood status")
                .inState("Whether it was done is not known here; status tells.");
    }

    private Problem brokenOff(Call call, Exception e) {
        return Problem.of(Code.UNREACHABLE, "The connection to " + server.base() + " broke off.")
                .because(
                        call.method()
                                + " "
                                + call.path()
                                + ": "
                                + Optional.ofNullable(e.getMessage())
                                        .orElse(e.getClass().getSimpleName()))
                .tryThis("lastgood status")
                .inState("Whether it was done is not known here; status tells.");
    }
}
