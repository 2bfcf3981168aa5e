package lastgood.gateway.protocol;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.protocol.dialect.JsonBody;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.Reply;
import tools.jackson.core.JsonGenerator;

/// What the prediction port says of itself and of its services.
final class Metadata {
    private final String version;

    Metadata(String version) {
        this.version = version;
    }

    HttpAnswer server() {
        return json(
                200,
                json -> {
                    json.writeStringProperty("name", "lastgood");
                    json.writeStringProperty("version", version);
                    json.writeArrayPropertyStart("extensions");
                    json.writeString("binary_tensor_data");
                    json.writeString("model_repository");
                    json.writeEndArray();
                });
    }

    /// The product's version, and nothing else.
    HttpAnswer version() {
        return new HttpAnswer(
                200,
                "text/plain",
                List.of(),
                Unpooled.copiedBuffer(version, StandardCharsets.UTF_8));
    }

    /// As KServe's first protocol says it.
    HttpAnswer alive() {
        return json(200, json -> json.writeStringProperty("status", "alive"));
    }

    HttpAnswer models(List<String> services) {
        return json(
                200,
                json -> {
                    json.writeArrayPropertyStart("models");
                    services.forEach(json::writeString);
                    json.writeEndArray();
                });
    }

    HttpAnswer live() {
        return json(200, json -> json.writeBooleanProperty("live", true));
    }

    /// The protocol's document for this is keyed `live` too.
    HttpAnswer ready(boolean ready) {
        return json(
                ready ? 200 : 503,
                json -> {
                    json.writeBooleanProperty("live", true);
                    json.writeBooleanProperty("ready", ready);
                });
    }

    HttpAnswer model(Line<LoadedRelease> line, Optional<Integer> asked) {
        var release = find(line, asked);
        return release.isEmpty()
                ? notThere(line, asked)
                : named(
                        line,
                        release.get(),
                        json(200, json -> describe(json, line, release.get())));
    }

    HttpAnswer modelReady(Line<LoadedRelease> line, Optional<Integer> asked) {
        var release = find(line, asked);
        if (release.isEmpty() && asked.isPresent()) {
            return notThere(line, asked);
        }
        return json(
                release.isPresent() ? 200 : 503,
                json -> {
                    json.writeStringProperty("name", line.service().text());
                    json.writeBooleanProperty("ready", release.isPresent());
                });
    }

    private static void describe(
            JsonGenerator json, Line<LoadedRelease> line, LoadedRelease release) {
        var schema = release.release().parts().schema();
        json.writeStringProperty("name", line.service().text());
        json.writeArrayPropertyStart("versions");
        json.writeString(release.id().name());
        json.writeEndArray();
        json.writeStringProperty("platform", "lastgood");
        tensors(json, "inputs", schema.inputs());
        tensors(json, "outputs", schema.outputs());
    }

    private static void tensors(JsonGenerator json, String name, List<TensorSpec> specs) {
        json.writeArrayPropertyStart(name);
        for (var spec : specs) {
            json.writeStartObject();
            json.writeStringProperty("name", spec.name());
            json.writeStringProperty("datatype", spec.datatype().name());
            json.writeArrayPropertyStart("shape");
            spec.shape().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// The release asked for, if it is loaded; unasked, the one that is live.
    private static Optional<LoadedRelease> find(Line<LoadedRelease> line, Optional<Integer> asked) {
        return asked.isEmpty()
                ? line.lanes().map(Lanes::live)
                : line.loaded().values().stream()
                        .filter(r -> r.id().number() == asked.get())
                        .findFirst();
    }

    private static HttpAnswer notThere(Line<LoadedRelease> line, Optional<Integer> asked) {
        return asked.isPresent()
                ? ProblemAnswer.of(
                        Problem.of(
                                Code.NO_SUCH_RELEASE,
                                "'%s' r%d is not loaded here"
                                        .formatted(line.service().text(), asked.get())))
                : ProblemAnswer.of(
                        ((Reply.Refused) Desk.notServing(line.service().text())).problem());
    }

    private static HttpAnswer named(
            Line<LoadedRelease> line, LoadedRelease release, HttpAnswer answer) {
        var header = new HttpAnswer.Header(Predictions.RELEASE, release.id().name());
        return line.lanes()
                .map(lanes ->
                        answer.with(
                                header,
                                new HttpAnswer.Header(
                                        Predictions.EPOCH, Long.toString(lanes.route().epoch()))))
                .orElseGet(() -> answer.with(header));
    }

    private static HttpAnswer json(int status, Consumer<JsonGenerator> content) {
        return new HttpAnswer(status, HttpAnswer.JSON, List.of(), JsonBody.of(content));
    }
}
