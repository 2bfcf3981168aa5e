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
    private final long most;
    private final Turns turns;

    /// @param most bytes of a body
    Call(ServerRequest request, long most, Turns turns) {
        this.request = request;
        this.most = most;
        this.turns = turns;
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
        var id = request.socketId();
        var sent =
                request.content().hasEntity()
                        ? request.content().inputStream()
                        : InputStream.nullInputStream();
        return new SentBytes(sent, most, () -> turns.theirs(id), () -> turns.ours(id));
    }

    /// The body, which may have at most `most` bytes.
    Outcome<byte[]> body(int most) throws IOException {
        var announced = tooLarge(most);
        if (announced.isPresent()) {
            return Outcome.refused(announced.get());
        }
        byte[] bytes = body().readNBytes(most + 1);
        return bytes.length <= most ? Outcome.done(bytes) : Outcome.refused(larger(most));
    }

    /// Whether a body is announced that nobody need wait for.
    Optional<Problem> tooLarge(long most) {
        return request.headers().contentLength().orElse(0) > most
                ? Optional.of(larger(most))
                : Optional.empty();
    }

    static Problem larger(long most) {
        return Problem.of(Code.TOO_LARGE, "The body is larger than " + most + " bytes.");
    }
}
