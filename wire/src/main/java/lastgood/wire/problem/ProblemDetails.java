package lastgood.wire.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// A problem as it travels (RFC 9457), media type `application/problem+json`.
///
/// @param type an address on the server itself that explains the code
/// @param title the same for every problem of the code
/// @param detail what happened this time
/// @param code `LG-1203`
/// @param why causes, with values
/// @param todo commands that can be pasted; `do` in JSON
/// @param state what serves now; empty where no service is concerned
public record ProblemDetails(
        String type,
        String title,
        int status,
        String detail,
        String code,
        List<String> why,
        @JsonProperty("do") List<String> todo,
        String state) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemDetails {
        why = List.copyOf(why);
        todo = List.copyOf(todo);
    }

    public static ProblemDetails of(Problem problem) {
        var code = problem.code();
        return new ProblemDetails(
                "/errors/" + code.id(),
                code.title(),
                Status.of(code.kind()),
                problem.what(),
                code.id(),
                problem.why(),
                problem.todo(),
                problem.state());
    }

    /// The problem itself again; empty for a code this version does not know.
    public Optional<Problem> problem() {
        return Code.parse(code).map(known -> new Problem(known, detail, why, todo, state));
    }
}
