package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import lastgood.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `guard compute`, against numbers that others computed: mpmath to 40 digits, scipy, sklearn.
class GuardComputeTest {
    @TempDir Path folder;

    private final Desk desk = new Desk();

    @AfterEach
    void leave() {
        desk.close();
    }

    static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = GuardComputeTest.class.getResourceAsStream("/guard/vectors.ndjson")) {
            var text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> Json.mapper().readTree(line)).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyWorkedExampleComesOut(JsonNode vector) throws IOException {
        var result = compute(vector.get("method").asString(), vector.get("inputs").toString());

        assertThat(result.exit()).as(result.picture()).isZero();
        var said = Json.mapper().readTree(result.out());
        assertThat(said.get("method")).isEqualTo(vector.get("method"));
        expect(vector, said.get("value"), vector.get("expected"));
    }

    private static void expect(JsonNode vector, JsonNode got, JsonNode expected) {
        switch (expected.getNodeType()) {
            case NUMBER -> {
                double off = Math.abs(got.asDouble() - expected.asDouble());
                double allowed =
                        vector.get("atol").asDouble()
                                + vector.get("rtol").asDouble() * Math.abs(expected.asDouble());
                assertThat(off)
                        .as("%s: got %s, expected %s", vector.get("id"), got, expected)
                        .isLessThanOrEqualTo(allowed);
            }
            case ARRAY -> {
                assertThat(got.size()).isEqualTo(expected.size());
                for (int i = 0; i < got.size(); i++) {
                    expect(vector, got.get(i), expected.get(i));
                }
            }
            case OBJECT -> {
                assertThat(got.propertyNames())
                        .containsExactlyInAnyOrderElementsOf(expected.propertyNames());
                expected.propertyNames()
                        .forEach(name -> expect(vector, got.get(name), expected.get(name)));
            }
            default -> assertThat(got).isEqualTo(expected);
        }
    }

    /// Those that have no example elsewhere, by hand.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "auc_ties_half {\"y\":[0,1,1],\"score\":[0.5,0.5,0.9]} 0.75",
                "brier {\"y\":[0,1],\"score\":[0.5,1]} 0.125",
                "rmse_mae {\"y\":[1,2],\"pred\":[1,4]} {\"rmse\":1.4142135623730951,\"mae\":1.0}",
                "wasserstein_1 {\"a\":[0,1],\"b\":[5]} 4.5",
                "chi2_two_sample {\"a\":[10,10],\"b\":[20,20]} {\"statistic\":0.0,\"df\":1,\"p\":1.0}",
                "jensen_shannon_divergence_nats {\"p\":[1,0],\"q\":[0,1]} 0.6931471805599453",
                "ks_2sample {\"a\":[1,2],\"b\":[3,4]} {\"statistic\":1.0,\"pExact\":0.3333333333333333}"
            })
    void theOthersComeOutToo(String line) throws IOException {
        var words = line.split(" ", 3);
        var result = compute(words[0], words[1]);

        assertThat(result.out())
                .isEqualTo("{\"method\":\"" + words[0] + "\",\"value\":" + words[2] + "}\n");
    }

    @Test
    void withoutAMethodAllAreListedWithWhatTheyTake() {
        var result = desk.run("guard", "compute");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("psi\n  {expected: [number, ...], actual: [number, ...]}\n")
                .contains("stages: [{w: number, canaryBad: number, stableBad: number}, ...]")
                .contains("kind: text");
        var json = Json.mapper().readTree(desk.run("guard", "compute", "-o", "json").out());
        assertThat(json.size()).isEqualTo(27);
    }

    @Test
    void onAScreenAValueStandsAlone() throws IOException {
        assertThat(screen("brier", "{\"y\":[0,1],\"score\":[0.5,1]}")).isEqualTo("0.125\n");
        assertThat(screen("rmse_mae", "{\"y\":[1,2],\"pred\":[1,2]}"))
                .isEqualTo("rmse  0.0\nmae  0.0\n");
        assertThat(
                        screen(
                                "e_detector_log_path",
                                "{\"x\":[1,1],\"theta0\":0.5,\"theta1\":0.5,\"kind\":\"cusum\"}"))
                .isEqualTo("0.0\n0.0\n");
    }

    @Test
    void aMethodThatIsNotThereIsNearOneThatIs() {
        assertThat(desk.run("guard", "compute", "twoarm_grid_log_e").err())
                .contains("There is no method 'twoarm_grid_log_e'.")
                .contains("did you mean 'two_arm_grid_log_e'?");
        assertThat(desk.run("guard", "compute", "magic").err()).contains("there are asymp_cs");
    }

    @Test
    void aMethodNeedsAFile() {
        var nothing = desk.run("guard", "compute", "psi");
        assertThat(nothing.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(nothing.err())
                .contains("psi needs numbers.")
                .contains("it takes {expected: [number, ...], actual: [number, ...]}")
                .contains("lastgood guard compute psi --input FILE");
        assertThat(desk.run("guard", "compute", "psi", "--input", "nowhere.json").err())
                .contains("nowhere.json does not exist.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psi | {\"expected\":[0.5,0.5]} | actual",
                "psi | {\"expected\":[0.5,0.5],\"actual\":[1]} | expected has 2 and actual has 1",
                "psi | {\"expected\":[1,0],\"actual\":[0.5,0.5]} | a bin is empty on one side",
                "psi | {\"expected\":[],\"actual\":[]} | expected is empty",
                "psi | {\"expected\":[2],\"actual\":[1]} | expected[0] is 2.0, and must be from 0 to 1",
                "psi | {\"expected\":[1],\"actual\":[1],\"bins\":3} | bins",
                "psi | {\"expected\":[null],\"actual\":[1]} | expected[0]: expected a number",
                "psi | [] | expected an object",
                "two_arm_grid_log_e | {\"stages\":[null],\"r0\":1,\"grid\":[2]} | stages[0]: expected an object",
                "psi | {\"expected\": | it is not JSON here",
                "brier | {\"y\":[2],\"score\":[1]} | y[0] is 2.0, and must be 0 or 1",
                "auc_ties_half | {\"y\":[1],\"score\":[1]} | one kind alone",
                "two_arm_grid_log_e | {\"stages\":[{\"w\":1,\"canaryBad\":1,\"stableBad\":0}],\"r0\":1,\"grid\":[2]} | w is 1.0, and must be between 0 and 1",
                "two_arm_grid_log_e | {\"stages\":[{\"w\":0.1,\"canaryBad\":-1,\"stableBad\":0}],\"r0\":1,\"grid\":[2]} | canaryBad is -1.0, and must be from 0.0 to 1e15",
                "two_arm_grid_log_e | {\"stages\":[],\"r0\":0,\"grid\":[2]} | r0 is 0.0, and must be above 0",
                "ipw_betting_grid_log_e | {\"w\":0.5,\"delta\":0,\"lambdaFractions\":[0.1],\"cells\":[{\"arm\":2,\"y\":1,\"count\":1}]} | arm is 2.0",
                "ipw_betting_grid_log_e | {\"w\":0.5,\"delta\":0,\"lambdaFractions\":[0.1],\"cells\":[{\"arm\":1,\"y\":3,\"count\":1}]} | y is 3.0",
                "ipw_betting_grid_log_e | {\"w\":0.5,\"delta\":-2,\"lambdaFractions\":[0.1],\"cells\":[]} | delta is -2.0",
                "ipw_betting_grid_log_e | {\"w\":0.5,\"delta\":0,\"lambdaFractions\":[1],\"cells\":[{\"arm\":0,\"y\":1,\"count\":1}]} | beyond all numbers",
                "dirichlet_multinomial_log_e | {\"counts\":[1,1],\"theta0\":[0.2,0.2],\"alpha0\":[1,1]} | 0.4 in all",
                "dirichlet_multinomial_log_e | {\"counts\":[1,1],\"theta0\":[1,0],\"alpha0\":[1,1]} | theta0[1] is 0.0",
                "drift_tv_lcb | {\"counts\":[0,0],\"ref\":[0.5,0.5],\"alpha\":0.1} | counts nothing",
                "e_detector_log_path | {\"x\":[1],\"theta0\":0.1,\"theta1\":0.2,\"kind\":\"SUM\"} | kind is 'SUM', and must be SR or CUSUM",
                "conformal_simple_jumper_log_path | {\"p\":[0.5],\"J\":2,\"eps\":[0]} | J is 2.0",
                "conformal_simple_jumper_log_path | {\"p\":[0.5],\"J\":0.1,\"eps\":[5]} | more than 2",
                "time_uniform_dkw_radius | {\"n\":0,\"alpha\":0.1} | n is 0.0, and must be from 1.0 to 1e15",
                "time_uniform_dkw_radius | {\"n\":10,\"alpha\":0} | alpha is 0.0",
                "time_uniform_dkw_radius | {\"n\":10} | alpha",
                "mann_whitney_u_two_sided_exact | {\"a\":[1,2],\"b\":[2,3]} | a value is there twice",
                "ks_2sample | {\"a\":[1],\"b\":[2,3]} | a has 1, and it takes two",
                "chi2_gof | {\"observed\":[1],\"expected\":[1]} | it takes two",
                "chi2_two_sample | {\"a\":[1,0],\"b\":[1,0]} | bin 1 is empty on both sides",
                "chi2_gof | {\"observed\":[50,50],\"expected\":[0.5,0.5]} | observed is 100.0 in all and expected is 1.0",
                "weighted_budget_trip | {\"logE\":[0],\"weights\":[200],\"alpha\":0.01} | weights are 200.0 in all",
                "one_sided_beta_binomial_log_e | {\"bad\":0,\"good\":1e30,\"theta0\":0.1,\"a\":1,\"b\":1} | must be from 0.0 to 1e15",
                "ece_equal_width | {\"y\":[1],\"score\":[1],\"bins\":0} | bins is 0"
            })
    void numbersThatMeanNothingAreRefusedWithTheReason(String line) throws IOException {
        var words = line.split(" \\| ", 3);
        var result = compute(words[0], words[1]);

        assertThat(result.exit()).as(result.picture()).isEqualTo(Exit.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("LG-1001").contains(words[2]);
    }

    @Test
    void whatIsSaidToBeExactIsExactOrRefused() throws IOException {
        var many = numbers(0, 60);
        var more = numbers(.5, 60);

        assertThat(
                        compute(
                                        "mann_whitney_u_two_sided_exact",
                                        "{\"a\":" + many + ",\"b\":" + more + "}")
                                .err())
                .contains("2500 pairs at most");
        var large =
                compute(
                        "ks_2sample",
                        "{\"a\":" + numbers(0, 50_000) + ",\"b\":" + numbers(.5, 50_001) + "}");
        assertThat(large.err()).contains("take ks_2sample_asymp_p");
    }

    /// Of bins that are nearly a third each, what fits is no evidence.
    @Test
    void chancesThatNearlySumToOneAreTakenAsTheyAreMeant() throws IOException {
        var result =
                compute(
                        "dirichlet_multinomial_log_e",
                        "{\"counts\":[1e6,1e6,1e6],\"theta0\":[0.3333,0.3333,0.3333],\"alpha0\":[1,1,1]}");

        assertThat(Json.mapper().readTree(result.out()).get("value").asDouble()).isNegative();
    }

    private static String numbers(double from, int many) {
        return java.util.stream.IntStream.range(0, many)
                .mapToObj(i -> Double.toString(from + i))
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    private Desk.Result compute(String method, String input) throws IOException {
        return desk.in(folder)
                .run("guard", "compute", method, "--input", file(input), "-o", "json");
    }

    private String screen(String method, String input) throws IOException {
        return desk.in(folder).run("guard", "compute", method, "--input", file(input)).out();
    }

    private String file(String input) throws IOException {
        Files.writeString(folder.resolve("input.json"), input);
        return "input.json";
    }
}
