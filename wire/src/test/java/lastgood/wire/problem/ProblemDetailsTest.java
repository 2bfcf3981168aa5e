package lastgood.wire.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Kind;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import org.junit.jupiter.api.Test;

class ProblemDetailsTest {
    private static final Problem HELD =
            Problem.of(Code.HELD, "r2 is held.")
                    .because("tripped quality.error_rate")
                    .tryThis("lastgood release unhold wine r2 --reason TEXT")
                    .inState("Traffic: 100 % r1.");

    @Test
    void aProblemTravelsAsRfc9457Says() {
        assertThat(Json.write(ProblemDetails.of(HELD)))
                .isEqualTo(
                        "{\"type\":\"/errors/LG-1203\",\"title\":\"The release is held\",\"status\":409,"
                                + "\"detail\":\"r2 is held.\",\"code\":\"LG-1203\","
                                + "\"why\":[\"tripped quality.error_rate\"],"
                                + "\"do\":[\"lastgood release unhold wine r2 --reason TEXT\"],"
                                + "\"state\":\"Traffic: 100 % r1.\"}");
    }

    @Test
    void everyProblemComesBackAsItWasSent() {
        for (var code : Code.values()) {
            var problem = Problem.of(code, "what").because("why").tryThis("do").inState("state");

            assertThat(
                            Json.readAnswer(
                                            Json.bytes(ProblemDetails.of(problem)),
                                            ProblemDetails.class)
                                    .problem())
                    .contains(problem);
        }
    }

    @Test
    void aCodeOfALaterVersionIsNoProblemOfThisOne() {
        var later =
                new ProblemDetails(
                        "/errors/LG-9999", "", 409, "", "LG-9999", List.of(), List.of(), "");

        assertThat(later.problem()).isEmpty();
    }

    @Test
    void everyKindHasItsStatus() {
        var statuses = new StringBuilder();
        for (var kind : Kind.values()) {
            statuses.append(kind).append(' ').append(Status.of(kind)).append('\n');
        }

        assertThat(statuses)
                .hasToString(
                        """
                        INVALID 400
                        NOT_FOUND 404
                        REFUSED 409
                        NOT_ALLOWED 403
                        NOT_LOGGED_IN 401
                        TOO_LARGE 413
                        WRONG_MEDIA 415
                        WRONG_METHOD 405
                        TOO_LATE 504
                        UNAVAILABLE 503
                        FAILED 500
                        """);
    }
}
