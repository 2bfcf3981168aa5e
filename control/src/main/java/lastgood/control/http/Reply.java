package lastgood.control.http;

import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;

/// What goes back.
///
/// @param refusal what the body tells, where it tells of a problem
record Reply(int status, String type, String body, Optional<Problem> refusal) {
    private static final String JSON = "application/json";

    static Reply json(Object view) {
        return new Reply(200, JSON, Json.write(view), Optional.empty());
    }

    static Reply text(String type, String text) {
        return new Reply(200, type, text, Optional.empty());
    }

    static Reply problem(Problem problem) {
        var details = ProblemDetails.of(problem);
        return new Reply(
                details.status(),
                ProblemDetails.MEDIA_TYPE,
                Json.write(details),
                Optional.of(problem));
    }

    /// The same about one service: commands name it, and a problem that says nothing of the traffic gets its line.
    Reply about(ServiceName service, State state) {
        return refusal.map(problem -> problem.about(service.text()))
                .map(p -> p.state().isEmpty() ? p.inState(state.traffic()) : p)
                .map(Reply::problem)
                .orElse(this);
    }

    static <T> Reply of(Outcome<T> outcome, java.util.function.Function<T, Object> view) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> json(view.apply(value));
            case Outcome.Refused<T>(var problem) -> problem(problem);
        };
    }
}
