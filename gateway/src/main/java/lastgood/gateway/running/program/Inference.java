package lastgood.gateway.running.program;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import lastgood.core.release.Parts;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.program.UnansweredException.How;
import lastgood.gateway.running.tensor.AnswerReader;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks the Open Inference Protocol, version 2, to a server.
///
/// No redirect is followed: it could lead anywhere.
final class Inference implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(2);

    /// A request has a deadline of its own; this is for one that nobody waits for any more.
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_SAID = 1L << 20;
    private static final int QUOTED = 300;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final String who;
    private final String model;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Duration longest;
    private final Set<URI> binary = ConcurrentHashMap.newKeySet();

    /// @param who in sentences: `its program`
    /// @param model its place below `/v2/models/`
    Inference(String who, String model, Parts parts) {
        this.who = who;
        this.model = model;
        inputs = names(parts.schema().inputs());
        outputs = names(parts.schema().outputs());
        var timeout = parts.config().timeout();
        longest = timeout.compareTo(LONGEST_ANSWER) > 0 ? timeout : LONGEST_ANSWER;
    }

    private static List<String> names(List<TensorSpec> tensors) {
        return tensors.stream().map(TensorSpec::name).toList();
    }

    /// What the caller sends, in the schema's order: nothing runs in front of such a model.
    List<Tensor> modelInputs(Collection<Tensor> given) {
        return inputs.stream()
                .flatMap(name -> given.stream().filter(t -> t.name().equals(name)))
                .toList();
    }

    /// Whether the server says that it and the model are ready.
    boolean isReady(URI server) throws InterruptedException {
        return says(server, "/v2/health/ready") && says(server, "/v2/models/" + model + "/ready");
    }

    /// What the server says of the model.
    JsonNode metadata(URI server) throws IOException, InterruptedException {
        var response = look(server, "/v2/models/" + model);
        if (response.statusCode() != 200) {
            throw new IOException(
                    who + " tells nothing of the model: status " + response.statusCode());
        }
        try {
            return MAPPER.readTree(response.body());
        } catch (JacksonException _) {
            throw new IOException(
                    "what " + who + " tells of the model is no JSON: " + quoted(response.body()));
        }
    }

    /// Finds out whether the server takes the values of tensors as bytes.
    void learn(URI server) throws InterruptedException {
        if (extensions(server).contains("binary_tensor_data")) {
            binary.add(server);
        } else {
            binary.remove(server);
        }
    }

    /// None of a server that does not say.
    private List<String> extensions(URI server) throws InterruptedException {
        try {
            var response = look(server, "/v2");
            return response.statusCode() == 200
                    ? MAPPER.readTree(response.body())
                            .path("extensions")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList()
                    : List.of();
        } catch (IOException | JacksonException _) {
            return List.of();
        }
    }

    /// The schema's outputs, in its order, of a server that stands still between requests: a connection that breaks
    /// before anything was answered is tried once more. A process that is gone refuses the second one.
    List<Tensor> infer(URI server, Collection<Tensor> inputs) throws NoAnswerException {
        try {
            try {
                return ask(server, inputs);
            } catch (UnansweredException e) {
                if (e.how() != How.BROKEN) {
                    throw e;
                }
                return ask(server, inputs);
            }
        } catch (UnansweredException e) {
            throw e.forCallers();
        }
    }

    /// The schema's outputs, in its order. It is asked once; an interrupt ends the wait and closes the connection.
    List<Tensor> ask(URI server, Collection<Tensor> inputs) throws UnansweredException {
        var letter = Letter.of(inputs, outputs, binary.contains(server));
        var answered = said(server, letter);
        try {
            var given =
                    read(answered).stream()
                            .collect(Collectors.toMap(Tensor::name, Function.identity()));
            var ordered = new ArrayList<Tensor>(outputs.size());
            for (var output : outputs) {
                var tensor = given.get(output);
                if (tensor == null) {
                    throw new UnansweredException(
                            How.WRONG,
                            who + " gives no output '" + output + "'",
                            "it gives " + given.keySet());
                }
                ordered.add(tensor);
            }
            return ordered;
        } catch (BadData e) {
            throw new UnansweredException(
                    How.WRONG,
                    "what " + who + " answers cannot be read",
                    e.complaint() + ": " + quoted(answered.body()));
        }
    }

    /// Those who still wait hear that there is no answer.
    @Override
    public void close() {
        client.shutdownNow();
    }

    private static List<Tensor> read(HttpResponse<byte[]> answered) throws BadData {
        var json = answered.headers().firstValue(Letter.JSON_LENGTH);
        if (json.isEmpty()) {
            return AnswerReader.outputs(answered.body());
        }
        try {
            return AnswerReader.outputs(answered.body(), Integer.parseInt(json.get()));
        } catch (NumberFormatException _) {
            throw new BadData(Letter.JSON_LENGTH + " is no number: " + json.get());
        }
    }

    private HttpResponse<byte[]> said(URI server, Letter letter) throws UnansweredException {
        var request =
                HttpRequest.newBuilder(uri(server, "/v2/models/" + model + "/infer"))
                        .timeout(longest)
                        .header("Content-Type", letter.contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(letter.body()));
        letter.json().ifPresent(json -> request.header(Letter.JSON_LENGTH, Integer.toString(json)));
        var begun = new AtomicBoolean();
        HttpResponse.BodyHandler<byte[]> body =
                info -> {
                    begun.set(true);
                    return limited(MOST_BYTES).apply(info);
                };
        try {
            var response = client.send(request.build(), body);
            if (response.statusCode() != 200) {
                throw new UnansweredException(
                        how(response),
                        who + " answers with status " + response.statusCode(),
                        quoted(response.body()));
            }
            return response;
        } catch (IOException e) {
            throw new UnansweredException(
                    how(e, begun.get()), who + " does not answer", e.toString());
        } catch (InterruptedException _) {
            throw new UnansweredException(
                    How.GIVEN_UP, who + " does not answer in time", "it was given up");
        }
    }

    /// Who says 503 and when to come again has turned the request away. A bare 503 may be said by what stands in front of
    /// a server that has begun.
    private static How how(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case 503 ->
                    response.headers().firstValue("Retry-After").isPresent()
                            ? How.DECLINED
                            : How.UNAVAILABLE;
            case 502, 504 -> How.UNAVAILABLE;
            default -> How.WRONG;
        };
    }

    private static How how(IOException e, boolean begun) {
        return switch (e) {
            // Nothing was sent: before there is a connection there is nothing to send it by.
            case HttpConnectTimeoutException _, ConnectException _ -> How.NOT_REACHED;
            case NoRouteToHostException _, SSLHandshakeException _ -> How.NOT_REACHED;
            case HttpTimeoutException _ -> How.LATE;
            default -> begun ? How.CUT_OFF : How.BROKEN;
        };
    }

    private boolean says(URI server, String path) throws InterruptedException {
        try {
            return look(server, path).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// A request's own time-out ends with the head of the answer; this one is for all of it.
    private HttpResponse<byte[]> look(URI server, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(server, path)).GET().build();
        var answer = client.sendAsync(request, limited(MOST_SAID));
        try {
            return answer.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new HttpTimeoutException(path + " was not answered within " + LOOK);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpResponse.BodyHandler<byte[]> limited(long most) {
        return HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), most);
    }

    private static URI uri(URI server, String path) {
        return URI.create(server.toString().replaceAll("/+$", "") + path);
    }

    private static String quoted(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, QUOTED), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
