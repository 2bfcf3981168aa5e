package lastgood.control.http;

import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;

/// What goes back.
record Reply(int status, String type, String body) {
    private static final String JSON = "application/json";

    static Reply json(Object view) {
        return new Reply(200, JSON, Json.write(view));
    }

    static Reply text(String type, String text) {
        return new Reply(200, type, text);
    }

    static Reply problem(Problem problem) {
        var details = ProblemDetails.of(problem);
        return new Reply(details.status(), ProblemDetails.MEDIA_TYPE, Json.write(details));
    }

    static <T> Reply of(Outcome<T> outcome, java.util.function.Function<T, Object> view) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> json(view.apply(value));
            case Outcome.Refused<T>(var problem) -> problem(problem);
        };
    }
}
