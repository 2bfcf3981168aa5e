package lastgood.gateway.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Route;
import lastgood.gateway.protocol.dialect.JsonBody;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.JsonReading;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Releases as a model repository, for clients that expect one: it can be looked at, and it changes nothing. What serves
/// is changed by rollouts and rollbacks, with guards that watch and somebody who is named.
final class Repository {
    private final Desk desk;

    Repository(Desk desk) {
        this.desk = desk;
    }

    /// One row a loaded release, or one of the service where none is.
    HttpAnswer index(byte[] body) {
        try {
            boolean onlyReady = body.length > 0 && JsonReading.read(body, Repository::onlyReady);
            var lines =
                    desk.lines().stream()
                            .sorted(Comparator.comparing(line -> line.service().text()))
                            .toList();
            return json(JsonBody.array(json -> lines.forEach(line -> rows(json, line, onlyReady))));
        } catch (BadData e) {
            return problem(Code.INVALID_REQUEST, e.complaint());
        }
    }

    /// Done already where a release is live; no other gets live by it, and none is changed.
    HttpAnswer load(String service, byte[] body) {
        try {
            if (body.length > 0 && JsonReading.read(body, Repository::changes)) {
                return problem(
                        Code.NOT_FOR_CALLERS,
                        "a release is never changed, so nothing is loaded with parameters: create another one and roll it out, lastgood release create, lastgood rollout start");
            }
        } catch (BadData e) {
            return problem(Code.INVALID_REQUEST, e.complaint());
        }
        return about(
                service,
                line ->
                        line.lanes().isPresent()
                                ? Optional.empty()
                                : Optional.of(
                                        "'%s' has no live release, and none gets live by being loaded: lastgood rollout start %s RELEASE"
                                                .formatted(service, service)));
    }

    /// Done already where nothing is loaded.
    HttpAnswer unload(String service) {
        return about(
                service,
                line ->
                        line.loaded().isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        "'%s' stays loaded: what serves, and what it would go back to, is not taken away from here; to go back: lastgood rollback %s"
                                                .formatted(service, service)));
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

    private static void rows(JsonGenerator json, Line<LoadedRelease> line, boolean onlyReady) {
        line.loaded().values().stream()
                .sorted(Comparator.comparingInt(release -> release.id().number()))
                .forEach(release ->
                        row(
                                json,
                                line,
                                Optional.of(release.id().name()),
                                "READY",
                                place(line, release)));
        if (line.loaded().isEmpty() && !onlyReady) {
            row(json, line, Optional.empty(), "UNAVAILABLE", "no release is loaded");
        }
    }

    private static void row(
            JsonGenerator json,
            Line<LoadedRelease> line,
            Optional<String> version,
            String state,
            String reason) {
        json.writeStartObject();
        json.writeStringProperty("name", line.service().text());
        version.ifPresent(v -> json.writeStringProperty("version", v));
        json.writeStringProperty("state", state);
        json.writeStringProperty("reason", reason);
        json.writeEndObject();
    }

    private static String place(Line<LoadedRelease> line, LoadedRelease release) {
        var route = line.lanes().map(Lanes::route);
        if (route.filter(r -> r.split().live().equals(release.id())).isPresent()) {
            return "live";
        }
        return route.map(Route::split)
                        .filter(s ->
                                s instanceof Route.Split.Trying t
                                        && t.candidate().equals(release.id()))
                        .isPresent()
                ? "candidate"
                : "standby";
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
