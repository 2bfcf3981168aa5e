package lastgood.gateway.protocol;

import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Kind;
import lastgood.core.problem.Problem;
import lastgood.gateway.protocol.dialect.JsonBody;

/// A problem as a response: RFC 9457's members and the protocol's own `error` in one document.
final class ProblemAnswer {
    private static final String TYPE = "application/problem+json";

    /// In seconds: queues are short.
    private static final HttpAnswer.Header RETRY = new HttpAnswer.Header("Retry-After", "1");

    private ProblemAnswer() {}

    static HttpAnswer of(Problem problem) {
        return of(problem, status(problem.code().kind()));
    }

    static HttpAnswer of(Problem problem, int status) {
        var code = problem.code();
        var body =
                JsonBody.of(json -> {
                    json.writeStringProperty("error", problem.what());
                    json.writeStringProperty("type", "/errors/" + code.id());
                    json.writeStringProperty("title", code.title());
                    json.writeNumberProperty("status", status);
                    json.writeStringProperty("detail", problem.what());
                    json.writeStringProperty("code", code.id());
                });
        return new HttpAnswer(
                status, TYPE, code == Code.OVERLOADED ? List.of(RETRY) : List.of(), body);
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_LOGGED_IN -> 401;
            case NOT_ALLOWED -> 403;
            case NOT_FOUND -> 404;
            case WRONG_METHOD -> 405;
            case REFUSED -> 409;
            case TOO_LARGE -> 413;
            case WRONG_MEDIA -> 415;
            case FAILED -> 500;
            case UNAVAILABLE -> 503;
            case TOO_LATE -> 504;
        };
    }
}
