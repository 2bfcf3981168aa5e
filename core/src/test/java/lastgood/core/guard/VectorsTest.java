package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lastgood.core.statistics.Budget;
import lastgood.core.statistics.Mixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bets against worked examples that were computed elsewhere.
class VectorsTest {

    @ParameterizedTest
    @MethodSource("ratios")
    void theRatioBetAgrees(Vector vector) {
        assertThat(vector.numbers("grid")).isEqualTo(Mixture.worse());
        var steps =
                vector.rows("steps").stream()
                        .map(r -> new Step(r[0], Cell.of(r[1], 0), Cell.of(r[2], 0)))
                        .toList();
        vector.expect(new RatioBet(vector.number("ratio")).weigh(steps).broken());
    }

    @ParameterizedTest
    @MethodSource("margins")
    void theMarginBetAgrees(Vector vector) {
        var candidate = Cell.EMPTY;
        var live = Cell.EMPTY;
        for (var row : vector.rows("cells")) {
            candidate = row[0] == 1 ? candidate.plus(row[1], row[2]) : candidate;
            live = row[0] == 0 ? live.plus(row[1], row[2]) : live;
        }
        var step = new Step(vector.number("share"), candidate, live);
        vector.expect(new MarginBet(vector.number("margin")).weigh(List.of(step), 0).broken());
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void theBudgetAgrees(Vector vector) {
        double[] logE = vector.numbers("logE");
        double[] weights = vector.numbers("weights");
        var trips = vector.text("trips").split(";", -1);
        for (int i = 0; i < logE.length; i++) {
            double threshold = Budget.threshold(vector.number("alpha"), weights[i]);
            assertThat(logE[i] >= threshold).isEqualTo(Boolean.parseBoolean(trips[i]));
        }
        double others = Mixture.logMean(weights[1] / (1 - weights[0]), logE[1], logE[2]);
        vector.expect(Mixture.logMean(weights[0], logE[0], others));
    }

    @Test
    void everyExampleIsUsed() throws IOException {
        assertThat(all().map(Vector::method))
                .containsOnly(
                        "two_arm_grid_log_e", "ipw_betting_grid_log_e", "weighted_budget_trip")
                .hasSize(5);
    }

    static Stream<Vector> ratios() throws IOException {
        return all().filter(v -> v.method().equals("two_arm_grid_log_e"));
    }

    static Stream<Vector> margins() throws IOException {
        return all().filter(v -> v.method().equals("ipw_betting_grid_log_e"));
    }

    static Stream<Vector> budgets() throws IOException {
        return all().filter(v -> v.method().equals("weighted_budget_trip"));
    }

    private static Stream<Vector> all() throws IOException {
        try (var file = VectorsTest.class.getResourceAsStream("/guard/vectors.txt")) {
            var text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Vector::parse)
                    .toList()
                    .stream();
        }
    }

    record Vector(String id, String method, Map<String, String> values) {
        static Vector parse(String line) {
            var words = line.split(" ", -1);
            var values = new HashMap<String, String>();
            for (var word : Arrays.asList(words).subList(2, words.length)) {
                values.put(
                        word.substring(0, word.indexOf('=')),
                        word.substring(word.indexOf('=') + 1));
            }
            return new Vector(words[0], words[1], values);
        }

        void expect(double got) {
            double expected = number("expected");
            assertThat(Math.abs(got - expected))
                    .as("%s: got %s, expected %s", id, got, expected)
                    .isLessThanOrEqualTo(number("atol") + number("rtol") * Math.abs(expected));
        }

        String text(String key) {
            return Objects.requireNonNull(values.get(key), key);
        }

        double number(String key) {
            return Double.parseDouble(text(key));
        }

        double[] numbers(String key) {
            return Stream.of(text(key).split(";", -1)).mapToDouble(Double::parseDouble).toArray();
        }

        List<double[]> rows(String key) {
            return Stream.of(text(key).split(";", -1))
                    .map(row ->
                            Stream.of(row.split(":", -1))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray())
                    .toList();
        }
    }
}
