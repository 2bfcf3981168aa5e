package lastgood.gateway.running.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.gateway.Drafts;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs that are run again and again answer as they do the first time, when nothing is kept for them yet.
class PipelineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/times2.onnx",
                "models/times2.onnx models/y-to-x.onnx models/times3.onnx",
                "models/log.onnx",
                "models/score.onnx",
                "models/doubled-rows.onnx",
                "models/open-rank-no-columns.onnx",
                "models/hang.onnx",
                "models/positive-rows.onnx"
            })
    void everyRunAnswersAsAFirstOneDoes(String names) throws OrtException {
        var random = new Random(7);
        try (var often = pipeline(names)) {
            for (int i = 0; i < 200; i++) {
                var input = drawn(random, 1 + random.nextInt(3));
                try (var once = pipeline(names)) {
                    assertThat(told(often, input)).isEqualTo(told(once, input));
                }
            }
        }
    }

    @Test
    void runsAtTheSameTimeDoNotMeet() {
        try (var shared = pipeline("models/times2.onnx")) {
            var runs = new ArrayList<CompletableFuture<Boolean>>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                runs.add(CompletableFuture.supplyAsync(() -> alone(shared, seed)));
            }
            assertThat(runs.stream().map(CompletableFuture::join)).containsOnly(true);
        }
    }

    private static boolean alone(Pipeline shared, int seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var input = drawn(random, 1 + i % 2);
            var expected = ((Values.Floats) input.values()).array().clone();
            for (int e = 0; e < expected.length; e++) {
                expected[e] *= 2;
            }
            try {
                var answer = shared.run(List.of(input), Optional.empty(), Optional.empty());
                var said = ((Values.Floats) answer.getFirst().values()).array();
                if (!Arrays.equals(said, expected)) {
                    return false;
                }
            } catch (OrtException e) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aRunThatFailsLeavesTheNextOneAsItWouldBe() throws OrtException {
        try (var pipeline = pipeline("models/gather.onnx")) {
            for (int i = 0; i < 5; i++) {
                assertThat(told(pipeline, tensor(1, 2))).hasToString("[Y [1, 2]: " + first() + "]");
                assertThatThrownBy(() -> told(pipeline, tensor(1, 99)))
                        .isInstanceOf(OrtException.class);
            }
        }
    }

    private static String first() throws OrtException {
        try (var pipeline = pipeline("models/gather.onnx")) {
            var said = told(pipeline, tensor(1, 2)).toString();
            return said.substring(said.indexOf(": ") + 2, said.length() - 1);
        }
    }

    @Test
    void whatTheModelIsGivenIsToldOnceForEachRun() throws OrtException {
        var seen = new ArrayList<String>();
        try (var pipeline = pipeline("models/times2.onnx models/y-to-x.onnx models/times3.onnx")) {
            for (int i = 1; i <= 3; i++) {
                var _ =
                        pipeline.run(
                                List.of(tensor(i, i)),
                                Optional.empty(),
                                Optional.of(tensors -> seen.add(text(tensors))));
            }
        }
        assertThat(seen)
                .containsExactly(
                        "[X [1, 2]: [2.0, 2.0]]",
                        "[X [1, 2]: [4.0, 4.0]]",
                        "[X [1, 2]: [6.0, 6.0]]");
    }

    private static String told(Pipeline pipeline, Tensor input) throws OrtException {
        return text(pipeline.run(List.of(input), Optional.empty(), Optional.empty()));
    }

    private static String text(List<Tensor> tensors) {
        return tensors.stream()
                .map(t -> t.name() + " " + t.shape() + ": " + values(t.values()))
                .toList()
                .toString();
    }

    private static String values(Values values) {
        var all = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            all.add(values.text(i));
        }
        return all.toString();
    }

    private static Tensor drawn(Random random, int rows) {
        var values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextInt(9) - 4) / 1e6f;
        }
        return new Tensor("X", Datatype.FP32, List.of((long) rows, 2L), new Values.Floats(values));
    }

    private static Tensor tensor(float... values) {
        return new Tensor("X", Datatype.FP32, List.of(1L, 2L), new Values.Floats(values));
    }

    private static Pipeline pipeline(String names) {
        var graphs =
                Arrays.stream(names.split(" "))
                        .map(name -> Graph.open(name, Drafts.resource(name), 1))
                        .map(outcome ->
                                switch (outcome) {
                                    case Outcome.Done<Graph>(var graph) -> graph;
                                    case Outcome.Refused<Graph>(var problem) ->
                                            throw new AssertionError(problem);
                                })
                        .toList();
        return new Pipeline(graphs, Chain.signature(graphs));
    }
}
