package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.gateway.Drafts;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.apart.RunnerLimits;
import lastgood.gateway.running.apart.Spares;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Where graphs run, with a real process.
class QuartersTest {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final EventLoops loops = new EventLoops(1);
    private final Spares spares = new Spares(RunnerLimits.DEFAULT.withSpares(0));
    private final Quarters quarters = quarters();

    @AfterEach
    void close() {
        quarters.close();
        spares.close();
        loops.close();
    }

    /// By its golden rows first, when it is not in use yet, and by the release later.
    @Test
    void whatAnsweringTakesItsProcessIsToldWhoeverAsks() {
        var taken = new ArrayList<OptionalLong>();
        var moved =
                quarters.moveTo(
                        Place.APART,
                        runner -> {
                            ask(runner); // only then is there surely a thread that answers
                            taken.add(Quarters.answering(runner).nanos());
                            return Outcome.done(runner);
                        });
        assertThat(moved).isEqualTo(Outcome.done(Place.APART));
        taken.add(Quarters.answering(quarters).nanos());
        for (int i = 0; i < 20; i++) {
            ask(quarters);
        }
        taken.add(Quarters.answering(quarters).nanos());

        assertThat(taken).doesNotContain(OptionalLong.empty());
        assertThat(taken.getLast().orElseThrow()).isGreaterThan(taken.getFirst().orElseThrow());
    }

    @Test
    void whereItRunsInsideNobodyTells() {
        assertThat(quarters.moveTo(Place.INSIDE, Outcome::done))
                .isEqualTo(Outcome.done(Place.INSIDE));

        assertThat(Quarters.answering(quarters).nanos()).isEmpty();
    }

    /// It could be the very loop by which the process is asked.
    @Test
    void anEventLoopDoesNotWaitForAProcess() {
        assertThat(quarters.moveTo(Place.INSIDE, Outcome::done)).isInstanceOf(Outcome.Done.class);
        assertThat(quarters.moveTo(Place.APART, Outcome::done)).isInstanceOf(Outcome.Done.class);
        var loop = loops.all().getFirst();

        var waiting = loop.submit(() -> ask(quarters));
        Patience.until("it does not wait", waiting::isDone);
        var inside = loop.submit(() -> ask(quarters.inside().orElseThrow()));
        Patience.until("it runs what is open here", inside::isDone);

        assertThat(waiting.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(inside.cause()).isNull();
    }

    private static void ask(Runner runner) {
        var row =
                new Tensor(
                        "X", Datatype.FP32, List.of(1L, 2L), new Values.Floats(new float[] {1, 2}));
        try {
            runner.run(List.of(row), Optional.empty(), Optional.empty());
        } catch (OrtException | NoAnswerException e) {
            throw new AssertionError(e);
        }
    }

    private Quarters quarters() {
        var parts = new Drafts(blobs).of("two", 1, "models/times2.onnx").release().parts();
        return new Quarters(
                new Housing("two-r1", parts, Assembly.ofGraphs(blobs), blobs, spares, loops));
    }
}
