package lastgood.control.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;

/// A request as the handlers see it.
final class Call {
    private static final Actor SOMEBODY = new Actor("api");

    private final ServerRequest request;

    Call(ServerRequest request) {
        this.request = request;
    }

    /// The part of the path that stands for `{name}`.
    String path(String name) {
        return request.path().pathParameters().get(name);
    }

    Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// Who asks, as the client says: `cli:alice`.
    Actor by() {
        try {
            return header("Lastgood-By").map(Actor::new).orElse(SOMEBODY);
        } catch (IllegalArgumentException e) {
            return SOMEBODY;
        }
    }

    InputStream body() {
        return request.content().hasEntity()
                ? request.content().inputStream()
                : InputStream.nullInputStream();
    }

    /// The body, which may have at most `most` bytes.
    Outcome<byte[]> body(int most) throws IOException {
        try (var in = body()) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length <= most
                    ? Outcome.done(bytes)
                    : Outcome.refused(
                            Problem.of(
                                    Code.TOO_LARGE, "The body is larger than " + most + " bytes."));
        }
    }
}
