package lastgood.gateway.protocol;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.protocol.dialect.JsonBody;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.JsonReading;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The model repository over HTTP, as Triton's clients ask for it.
final class Repository {
    private final Desk desk;
    private final ModelRepository repository;

    Repository(Desk desk) {
        this.desk = desk;
        repository = new ModelRepository(desk);
    }

    HttpAnswer index(byte[] body) {
        try {
            boolean onlyReady = body.length > 0 && JsonReading.read(body, Repository::onlyReady);
            var rows = repository.index(onlyReady);
            return json(JsonBody.array(json -> rows.forEach(row -> write(json, row))));
        } catch (BadData e) {
            return problem(Code.INVALID_REQUEST, e.complaint());
        }
    }

    /// Done already where a release is live; no other gets live by it, and none is changed.
    HttpAnswer load(String service, byte[] body) {
        try {
            if (body.length > 0 && JsonReading.read(body, Repository::changes)) {
                return problem(Code.NOT_FOR_CALLERS, ModelRepository.NEVER_CHANGED);
            }
        } catch (BadData e) {
            return problem(Code.INVALID_REQUEST, e.complaint());
        }
        return about(service, ModelRepository::objectionToLoad);
    }

    /// Done already where nothing is loaded.
    HttpAnswer unload(String service) {
        return about(service, ModelRepository::objectionToUnload);
    }

    private interface Objection {
        Optional<String> to(Line<LoadedRelease> line);
    }

    private HttpAnswer about(String service, Objection objection) {
        var line = desk.line(service);
        if (line.isEmpty()) {
            return problem(Code.NO_SUCH_SERVICE, "there is no service of that name");
        }
        return objection
                .to(line.get())
                .map(why -> problem(Code.NOT_FOR_CALLERS, why))
                .orElseGet(() -> json(JsonBody.of(_ -> {})));
    }

    private static void write(JsonGenerator json, ModelRepository.Row row) {
        json.writeStartObject();
        json.writeStringProperty("name", row.service());
        row.version().ifPresent(v -> json.writeStringProperty("version", v));
        json.writeStringProperty("state", row.state());
        json.writeStringProperty("reason", row.reason());
        json.writeEndObject();
    }

    private static boolean onlyReady(JsonParser parser) throws BadData {
        return said(
                parser,
                "ready",
                token -> {
                    if (!token.isBoolean()) {
                        throw new BadData("'ready' must be true or false");
                    }
                    return token == JsonToken.VALUE_TRUE;
                });
    }

    private static boolean changes(JsonParser parser) throws BadData {
        return said(
                parser,
                "parameters",
                token -> {
                    boolean some =
                            token == JsonToken.START_OBJECT
                                    && parser.nextToken() != JsonToken.END_OBJECT;
                    if (some) {
                        parser.nextToken();
                        parser.skipChildren();
                        while (parser.nextToken() != JsonToken.END_OBJECT) {
                            parser.nextToken();
                            parser.skipChildren();
                        }
                    }
                    return some;
                });
    }

    private interface Member {
        boolean of(JsonToken token) throws BadData;
    }

    /// What a member of the document says; false where it is not there.
    private static boolean said(JsonParser parser, String name, Member member) throws BadData {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadData("the body is no JSON object");
        }
        boolean said = false;
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            if (key.equals(name)) {
                said |= member.of(token);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new BadData("something follows the JSON document");
        }
        return said;
    }

    private static HttpAnswer json(io.netty.buffer.ByteBuf body) {
        return new HttpAnswer(200, HttpAnswer.JSON, List.of(), body);
    }

    private static HttpAnswer problem(Code code, String what) {
        return ProblemAnswer.of(Problem.of(code, what));
    }
}
