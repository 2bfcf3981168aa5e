package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import lastgood.core.guard.Metric;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.testing.Golden;
import lastgood.wire.file.Declaration;
import lastgood.wire.file.DeclarationFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
    private final Desk desk = new Desk().atTerminal();

    @AfterEach
    void close() {
        desk.close();
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeIsExplained(Code code) {
        var result = desk.run("explain", code.id());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith(code.id() + "  " + code.title());
        assertThat(desk.run("explain", code.id(), "-o", "json").out())
                .startsWith("{\"code\":\"" + code.id() + "\"");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsExplained(Metric metric) {
        assertThat(desk.run("explain", metric.text()).out()).startsWith(metric.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "steady",
                "shadow",
                "canary",
                "paused",
                "baking",
                "returning",
                "stuck",
                "good",
                "returned",
                "stopped",
                "ok",
                "watching",
                "tripped",
                "learning",
                "blind",
                "notApplicable",
                "no data",
                "no baseline",
                "near bound",
                "OK",
                "RISKY",
                "BLOCKED",
                "guards",
                "guard",
                "live",
                "candidate",
                "origin",
                "last good",
                "last-good",
                "rollback-target",
                "previous",
                "held",
                "champion",
                "mlflow",
                "unrecorded",
                "hard limit",
                "pair"
            })
    void everyWordOfAScreenIsExplained(String word) {
        var asOneTypesIt = desk.run(("explain " + word).split(" "));

        assertThat(asOneTypesIt.exit()).isZero();
        assertThat(asOneTypesIt.out().lines().count()).isGreaterThanOrEqualTo(3);
        assertThat(desk.run("explain", word, "-o", "json").out()).startsWith("{\"word\":\"");
    }

    @Test
    void theExitCodesAreExplained() {
        Golden.assertSame(
                "screens/explain-exit-codes.txt", desk.run("explain", "exit-codes").picture());
    }

    @Test
    void aCodeIsExplainedInWords() {
        Golden.assertSame("screens/explain-code.txt", desk.run("explain", "lg-1203").picture());
    }

    @Test
    void aGuardIsExplainedByItsLongForm() {
        Golden.assertSame(
                "screens/explain-guard.txt",
                desk.run("explain", "guard", "quality.error_rate <= baseline + 2%").picture());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quality.error_rate <= baseline + 2%",
                "http.error_rate < baseline * 1.25",
                "features.invalid <= 0.1%",
                "latency.p99 <= 80ms",
                "quality.accuracy >= baseline - 2pp",
                "quality.accuracy > 93%"
            })
    void theLongFormIsTakenInPlaceOfTheLine(String line) {
        var yaml =
                desk.run("explain", "guard", line)
                        .out()
                        .lines()
                        .limit(7)
                        .map(l -> "    " + l + "\n")
                        .collect(Collectors.joining());
        var head =
                "apiVersion: lastgood/v1\nkind: Service\nmetadata: {name: wine}\nspec:\n  guards:\n";

        var byForm = guards(head + yaml);

        assertThat(byForm).isEqualTo(guards(head + "    - " + line + "\n"));
    }

    @Test
    void aGuardThatIsNoneIsRefusedWithItsReason() {
        Golden.assertSame(
                "screens/explain-guard-refused.txt",
                desk.run("explain", "guard", "quality.error_rat <= 3%").picture());
    }

    @Test
    void whatCannotBeExplainedIsToldWithWhatIsNear() {
        assertThat(desk.run("explain", "exit-code").err()).contains("did you mean 'exit-codes'?");
        assertThat(desk.run("explain", "http.error-rate").err())
                .contains("did you mean 'http.error_rate'?");
        assertThat(desk.run("explain", "weather").exit()).isEqualTo(2);
    }

    @Test
    void explainingNeedsNoServer() {
        desk.run("explain", "exit-codes");
        desk.run("version");

        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(desk.run("version").out())
                .matches("lastgood \\d+\\.\\d+\\.\\d+   Java 2\\d.*\n");
        assertThat(desk.run("version", "-o", "json").out()).startsWith("{\"version\":\"");
    }

    private static Declaration guards(String text) {
        return switch (DeclarationFile.parse("service.yaml", text)) {
            case Outcome.Done<java.util.List<Declaration>>(var all) -> all.getFirst();
            case Outcome.Refused<java.util.List<Declaration>>(var problem) ->
                    throw new AssertionError(problem.why() + text);
        };
    }
}
