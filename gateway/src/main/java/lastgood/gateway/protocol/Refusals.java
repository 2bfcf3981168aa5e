package lastgood.gateway.protocol;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.NoRoomException;

/// What a caller gets whose request did not even become one.
final class Refusals {
    private static final HttpAnswer.Header RETRY_SOON = new HttpAnswer.Header("Retry-After", "1");

    private Refusals() {}

    /// @param cause what the HTTP decoder stumbled over
    static HttpAnswer undecoded(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    of(Code.TOO_LARGE, "the request line is too long", 414);
            case TooLongHttpHeaderException _ ->
                    of(Code.TOO_LARGE, "the headers are too large", 431);
            default -> of(Code.INVALID_REQUEST, "the request is not valid HTTP/1.1", 400);
        };
    }

    static HttpAnswer tooManyHeaders(int most) {
        return of(Code.TOO_LARGE, "there are more than " + most + " headers", 431);
    }

    static HttpAnswer tooLarge(int most) {
        return of(Code.TOO_LARGE, "the body is larger than " + most + " bytes", 413);
    }

    /// All requests share one budget of memory.
    static HttpAnswer noRoom(NoRoomException full) {
        var answer = ProblemAnswer.of(full.problem());
        return full.never() ? answer : answer.with(RETRY_SOON);
    }

    static HttpAnswer tooSlow() {
        return of(Code.DEADLINE, "the request did not arrive in time", 408);
    }

    static HttpAnswer failed() {
        return of(Code.INTERNAL, "the request could not be handled", 500);
    }

    private static HttpAnswer of(Code code, String what, int status) {
        return ProblemAnswer.of(Problem.of(code, what), status);
    }
}
