package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardLintTest {
    private static final String FILE =
            """
            apiVersion: lastgood/v1
            kind: Service
            metadata: {name: wine}
            spec:
              task: classification
              rollout: {steps: [20%, 100%], stepTime: 10m, bake: 1h}
              guards:
                - http.error_rate <= baseline + 0.5%
                - quality.error_rate <= baseline + 3%
            """;

    @TempDir Path folder;

    private final Desk desk = new Desk();

    @BeforeEach
    void sitDown() throws IOException {
        desk.in(folder);
        write(FILE);
    }

    @AfterEach
    void leave() {
        desk.close();
    }

    @Test
    void eachGuardHasItsBudgetAndEachStepItsSight() throws IOException {
        write(
                FILE
                        + "    - latency.p99 <= 100ms\n    - latency.p99 <= 80ms\n"
                        + "    - http.error_rate <= baseline * 300\n"
                        + "    - features.invalid <= 99.9%\n");
        desk.atTerminal();
        var result = desk.run("guard", "lint", "-f", "service.yaml", "--traffic", "50");

        Golden.assertSame("screens/guard-lint.txt", result.picture());
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void withoutAnythingOddItEndsWell() {
        var result = desk.run("guard", "lint", "-f", "service.yaml", "-o", "json");

        assertThat(result.exit()).isZero();
        var wine = Json.mapper().readTree(result.out()).get(0);
        assertThat(wine.get("service").asString()).isEqualTo("wine");
        assertThat(wine.get("guards").size()).isEqualTo(3);
        assertThat(
                        wine.get("guards")
                                .valueStream()
                                .mapToDouble(g -> g.get("weight").asDouble())
                                .sum())
                .isEqualTo(1);
        assertThat(wine.get("sights").size()).isEqualTo(4);
        assertThat(wine.get("sights").get(0).get("seconds").isNull()).isTrue();
        assertThat(wine.get("findings").isEmpty()).isTrue();
    }

    @Test
    void whatLiveHasIsTaken() {
        var assumed = needs();
        var told = needs("--live", "quality.error_rate=10%", "--live", "http.error_rate=0.02");

        assertThat(assumed).isNotEqualTo(told);
        assertThat(told).contains("\"assumed\":0.1").contains("\"assumed\":0.02");
    }

    private String needs(String... more) {
        return run(more).out();
    }

    private String errors(String... more) {
        return run(more).err();
    }

    private Desk.Result run(String... more) {
        var words = new ArrayList<>(List.of("guard", "lint", "-f", "service.yaml", "-o", "json"));
        words.addAll(List.of(more));
        return desk.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "latency.p99=8%,          'latency.p99' is no rate; there are http.error_rate",
                "quality.error_rate=lots, 'lots' is no rate of quality.error_rate; write 8% or 0.08",
                "quality.error_rate=120%, '120%' is no rate of quality.error_rate; write 8% or 0.08",
                "quality.error_rate=-1%, '-1%' is no rate of quality.error_rate; write 8% or 0.08"
            })
    void whatIsNoRateIsRefused(String given, String why) {
        var result = desk.run("guard", "lint", "-f", "service.yaml", "--live", given, "-o", "json");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(why);
    }

    @Test
    void anAccuracyIsTakenForWhatIsWrong() {
        assertThat(needs("--live", "quality.accuracy=90%"))
                .isEqualTo(needs("--live", "quality.error_rate=0.09999999999999998"));
        assertThat(needs("--live", "quality.accuracy=100%")).contains("\"assumed\":0.0");
        assertThat(errors("--live", "quality.accuracy=0")).contains("'0' is no rate of");
        assertThat(errors("--live", "quality.accuracy=90%", "--live", "quality.error_rate=10%"))
                .contains("says again what another has said");
    }

    @Test
    void trafficIsMoreThanNothing() {
        assertThat(errors("--traffic", "-1")).contains("--traffic is -1.0 requests a second.");
        assertThat(errors("--traffic", "0")).contains("--traffic is 0.0 requests a second.");
    }

    @Test
    void aFileWithoutAServiceIsRefused() throws IOException {
        write(
                "apiVersion: lastgood/v1\nkind: Stack\nmetadata: {name: s}\nspec: {services: [], components: []}\n");
        var result = desk.run("guard", "lint", "-f", "service.yaml", "-o", "json");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(desk.run("guard", "lint", "-f", "nowhere.yaml").err())
                .contains("nowhere.yaml does not exist.");
    }

    @Test
    void aWrongGuardIsToldByItsLine() throws IOException {
        write(FILE + "    - quality.eror_rate <= 3%\n");

        assertThat(desk.run("guard", "lint", "-f", "service.yaml").err())
                .contains("did you mean quality.error_rate?");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("service.yaml"), text);
    }
}
