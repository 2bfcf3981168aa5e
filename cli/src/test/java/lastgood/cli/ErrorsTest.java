package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Kind;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a person sees when something is wrong, and what a script sees.
class ErrorsTest {
    private final Desk desk = new Desk().atTerminal();

    @AfterEach
    void close() {
        desk.close();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("unknown-verb", new String[] {"rolback", "wine"}),
                Arguments.of("unknown-verb-far", new String[] {"undo"}),
                Arguments.of("unknown-verb-in-a-group", new String[] {"release", "craete"}),
                Arguments.of("no-verb-in-a-group", new String[] {"rollout"}),
                Arguments.of("unknown-option", new String[] {"status", "wine", "--wacht"}),
                Arguments.of("unknown-option-far", new String[] {"history", "--since=yesterday"}),
                Arguments.of("missing-option", new String[] {"release", "hold", "wine", "r2"}),
                Arguments.of("missing-release", new String[] {"release", "show"}),
                Arguments.of("no-release", new String[] {"release", "show", "wine", "latest"}),
                Arguments.of("too-many-words", new String[] {"status", "wine", "tumour"}),
                Arguments.of("wrong-form", new String[] {"status", "-o", "yaml"}));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistypedCommandIsToldWhatWasMeant(String name, String[] words) {
        var result = desk.run(words);

        assertThat(result.exit()).isEqualTo(2);
        Golden.assertSame("screens/usage-" + name + ".txt", result.picture());
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyProblemHasTheExitCodeOfItsKind(Code code) {
        desk.server.on(
                "GET /api/v1/services/wine",
                409,
                Json.write(ProblemDetails.of(Problem.of(code, "Something."))));

        assertThat(desk.run("status", "wine").exit())
                .isEqualTo(Exit.of(code.kind()).code())
                .isBetween(1, 5);
    }

    @Test
    void theExitCodesAreThoseOfTheContract() {
        var codes = new StringBuilder();
        for (var kind : Kind.values()) {
            codes.append(kind).append(' ').append(Exit.of(kind).code()).append('\n');
        }

        assertThat(codes)
                .hasToString(
                        """
                        INVALID 2
                        NOT_FOUND 3
                        REFUSED 5
                        NOT_ALLOWED 4
                        NOT_LOGGED_IN 4
                        TOO_LARGE 2
                        WRONG_MEDIA 1
                        WRONG_METHOD 1
                        TOO_LATE 1
                        UNAVAILABLE 1
                        FAILED 1
                        """);
    }

    @Test
    void whereNobodyListensTheWayOutIsTold() {
        desk.with("LASTGOOD_URL", "http://127.0.0.1:1");

        Golden.assertSame("screens/unreachable.txt", desk.run("status", "wine").picture());
    }

    @Test
    void anEnvironmentThatMakesNoSenseIsAMistakeInUsage() {
        desk.with("LASTGOOD_URL", "localhost");

        assertThat(desk.run("status").exit()).isEqualTo(2);
    }

    @Test
    void asJsonAProblemIsOneDocumentOnStandardError() {
        var problem = Problem.of(Code.HELD, "r2 is held.").inState("Traffic: 100 % r1.");
        desk.server.on("GET /api/v1/services/wine", 409, Json.write(ProblemDetails.of(problem)));

        var result = desk.run("status", "wine", "-o", "json");

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo(Json.write(ProblemDetails.of(problem)) + "\n");
        assertThat(desk.run("status", "-o", "json", "--wacht").err())
                .startsWith("{\"type\":\"/errors/LG-1005\"");
    }

    @Test
    void aServiceThatIsNeededIsAskedForByName() {
        desk.server.on(
                "GET /api/v1/services", Json.write(List.of(Canned.steady(), Canned.stuck())));

        var result = desk.run("history");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("the server has 2: tumour-classifier, wine");
    }

    @Test
    void aServerWithoutServicesSaysHowToBegin() {
        desk.server.on("GET /api/v1/services", "[]");

        var result = desk.run("history");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("lastgood release init");
    }

    @Test
    void aDefectOfTheCommandItselfIsAProblemTooAndShowsItsTraceOnlyWhenAsked() {
        desk.in(java.nio.file.Path.of("/"));
        desk.onPause(
                1,
                () -> {
                    throw new IllegalStateException("broken");
                });
        desk.server.on("GET /api/v1/services/wine", Json.write(Canned.inCanary()));

        var quiet = desk.run("status", "wine", "--watch");
        var loud = desk.run("status", "wine", "--watch", "-v");

        assertThat(quiet.exit()).isEqualTo(1);
        assertThat(quiet.err()).contains("LG-1303").contains("broken").doesNotContain("\tat ");
        assertThat(loud.err()).contains("\tat lastgood.cli");
    }
}
