package lastgood.gateway.running.program;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lastgood.core.release.Parts;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.client.Client;
import lastgood.gateway.client.Exchange;
import lastgood.gateway.client.Heard;
import lastgood.gateway.client.Request;
import lastgood.gateway.client.Response;
import lastgood.gateway.client.Server;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.program.UnansweredException.How;
import lastgood.gateway.running.tensor.AnswerReader;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks the Open Inference Protocol, version 2, to servers of one model.
final class Inference implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_SAID = 1 << 20;
    private static final int QUOTED = 300;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Client client;
    private final String who;
    private final String place;
    private final String asking;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Set<Server> binary = ConcurrentHashMap.newKeySet();

    /// What came of a request.
    sealed interface Said {
        /// @param outputs the schema's, in its order
        record Outputs(List<Tensor> outputs) implements Said {}

        record None(UnansweredException why) implements Said {}
    }

    /// @param who in sentences: `its program`
    /// @param model its place below `/v2/models/`
    Inference(String who, String model, Parts parts, EventLoops loops) {
        this.who = who;
        place = "/v2/models/" + model;
        asking = place + "/infer";
        client = new Client(loops);
        inputs = names(parts.schema().inputs());
        outputs = names(parts.schema().outputs());
    }

    private static List<String> names(List<TensorSpec> tensors) {
        return tensors.stream().map(TensorSpec::name).toList();
    }

    /// For those who are on no loop.
    EventLoop anyLoop() {
        return client.anyLoop();
    }

    /// What the caller sends, in the schema's order: nothing runs in front of such a model.
    List<Tensor> modelInputs(Collection<Tensor> given) {
        return inputs.stream()
                .flatMap(name -> given.stream().filter(t -> t.name().equals(name)))
                .toList();
    }

    /// Whether the server says that it and the model are ready.
    boolean isReady(Server server) throws InterruptedException {
        return says(server, "/v2/health/ready") && says(server, place + "/ready");
    }

    /// What the server says of the model.
    JsonNode metadata(Server server) throws IOException, InterruptedException {
        var response = look(server, place);
        if (response.status() != 200) {
            throw new IOException(who + " tells nothing of the model: status " + response.status());
        }
        try {
            return MAPPER.readTree(response.body());
        } catch (JacksonException _) {
            throw new IOException(
                    "what " + who + " tells of the model is no JSON: " + quoted(response.body()));
        }
    }

    /// Finds out whether the server takes the values of tensors as bytes.
    void learn(Server server) throws InterruptedException {
        if (extensions(server).contains("binary_tensor_data")) {
            binary.add(server);
        } else {
            binary.remove(server);
        }
    }

    /// None of a server that does not say.
    private List<String> extensions(Server server) throws InterruptedException {
        try {
            var response = look(server, "/v2");
            return response.status() == 200
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

    /// Asks once. To be called on the loop, on which it is told as well, perhaps at once.
    Exchange ask(Server server, Collection<Tensor> given, EventLoop loop, Consumer<Said> told) {
        var letter = Letter.of(given, outputs, binary.contains(server));
        var request = Request.post(asking, letter.body(), letter.size(), letter.json(), MOST_BYTES);
        return client.send(loop, server, request, heard -> told.accept(said(heard)));
    }

    /// Those who still wait hear that there is no answer.
    @Override
    public void close() {
        client.close();
    }

    private Said said(Heard heard) {
        try {
            return new Said.Outputs(
                    switch (heard) {
                        case Heard.Answered(var response) -> outputs(response);
                        case Heard.Failed(var failure) ->
                                throw new UnansweredException(
                                        How.of(failure.kind()),
                                        who + " does not answer",
                                        failure.detail());
                    });
        } catch (UnansweredException e) {
            return new Said.None(e);
        }
    }

    private List<Tensor> outputs(Response response) throws UnansweredException {
        if (response.status() != 200) {
            throw new UnansweredException(
                    how(response),
                    who + " answers with status " + response.status(),
                    quoted(response.body()));
        }
        try {
            return ordered(read(response));
        } catch (BadData e) {
            throw unreadable(e.complaint() + ": " + quoted(response.body()));
        } catch (RuntimeException | OutOfMemoryError e) {
            throw unreadable(e.toString());
        }
    }

    private UnansweredException unreadable(String why) {
        return new UnansweredException(How.WRONG, "what " + who + " answers cannot be read", why);
    }

    private static List<Tensor> read(Response response) throws BadData {
        if (response.json().isEmpty()) {
            return AnswerReader.outputs(response.body());
        }
        var said = response.json().get();
        try {
            return AnswerReader.outputs(response.body(), Integer.parseInt(said));
        } catch (NumberFormatException _) {
            throw new BadData(Request.JSON_LENGTH + " is no number: " + said);
        }
    }

    private List<Tensor> ordered(List<Tensor> given) throws UnansweredException {
        var ordered = new ArrayList<Tensor>(outputs.size());
        for (var output : outputs) {
            ordered.add(
                    given.stream()
                            .filter(tensor -> tensor.name().equals(output))
                            .findFirst()
                            .orElseThrow(() ->
                                    new UnansweredException(
                                            How.WRONG,
                                            who + " gives no output '" + output + "'",
                                            "it gives "
                                                    + given.stream().map(Tensor::name).toList())));
        }
        return ordered;
    }

    /// Who says 503 and when to come again has turned the request away. A bare 503 may be said by what stands in front of
    /// a server that has begun.
    private static How how(Response response) {
        return switch (response.status()) {
            case 503 -> response.hasRetryAfter() ? How.DECLINED : How.UNAVAILABLE;
            case 502, 504 -> How.UNAVAILABLE;
            default -> How.WRONG;
        };
    }

    private boolean says(Server server, String path) throws InterruptedException {
        try {
            return look(server, path).status() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private Response look(Server server, String path) throws IOException, InterruptedException {
        return client.ask(server, Request.get(path, MOST_SAID), LOOK);
    }

    private static String quoted(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, QUOTED), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
