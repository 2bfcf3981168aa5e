package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.gateway.running.graph.AlteredTextException;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.lookup.Gatherer;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a release, loaded: its graphs are open, or its program runs, and its schema is at hand to check what goes in and comes out.
public final class LoadedStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedStack.class);

    private final String name;
    private final Parts parts;
    private final Runner runner;
    private final InputCheck inputs;
    private final OutputCheck outputs;
    private final Optional<Gatherer> gatherer;
    private final AtomicLong failures = new AtomicLong();

    /// @param name for messages
    /// @param rows where its features are looked up, if they are
    public LoadedStack(String name, Parts parts, Runner runner, FeatureRows rows) {
        this.name = name;
        this.parts = parts;
        this.runner = runner;
        inputs = new InputCheck(parts.schema(), parts.config().batchMax());
        outputs = new OutputCheck(parts.schema());
        gatherer = Gatherer.of(rows, parts, runner.inputs());
    }

    public Parts parts() {
        return parts;
    }

    InputCheck.Checked check(Map<String, Tensor> given, List<String> wanted) {
        return inputs.check(shaped(given), wanted);
    }

    /// How many rows a request that was checked asks about.
    int rows(Map<String, Tensor> given) {
        return (int) inputs.rows(shaped(given)).orElse(1);
    }

    /// The most rows that may stand under each other in one run; 1: not everything that goes in and comes out is one row
    /// each, so requests cannot share a run.
    int mostTogether() {
        var schema = parts.schema();
        boolean free =
                Stream.of(schema.inputs(), schema.outputs(), runner.inputs())
                        .flatMap(List::stream)
                        .allMatch(t -> !t.shape().isEmpty() && t.shape().getFirst() == -1);
        return free && !schema.inputs().isEmpty()
                ? parts.config().batchMax().orElse(Integer.MAX_VALUE)
                : 1;
    }

    private Map<String, Tensor> shaped(Map<String, Tensor> given) {
        return gatherer.map(g -> g.shaped(given)).orElse(given);
    }

    public Optional<Gatherer> gatherer() {
        return gatherer;
    }

    /// What was given, and what is looked up for it. Blocks where something is, at most for the time it is given.
    public Outcome<Map<String, Tensor>> gather(Map<String, Tensor> given, Duration within) {
        return gatherer.map(g -> g.gather(given, within)).orElseGet(() -> Outcome.done(given));
    }

    /// Why the schema does not take these inputs; empty: it does.
    public Optional<String> refusal(Map<String, Tensor> given) {
        return inputs.check(shaped(given), List.of()).refusal();
    }

    /// The schema's outputs, in its order, or why they are not a valid answer. Blocks for as long as that takes.
    ///
    /// @param given what was gathered
    /// @param seen told what the model itself is given
    public Outcome<List<Tensor>> answer(
            Map<String, Tensor> given,
            Optional<OrtSession.RunOptions> stop,
            Optional<Runner.ModelInputs> seen) {
        return judged(given, () -> runner.run(given.values(), stop, seen));
    }

    /// The same, of what was said later.
    Outcome<List<Tensor>> answer(Map<String, Tensor> given, LateRunner.Said said) {
        return judged(given, () -> LateRunner.outputs(said));
    }

    interface Answering {
        List<Tensor> outputs() throws OrtException, NoAnswerException;
    }

    /// What is said, held against the schema.
    Outcome<List<Tensor>> judged(Map<String, Tensor> given, Answering answering) {
        try {
            var answer = answering.outputs();
            var objection = outputs.objection(answer, inputs.rows(given));
            return objection.isEmpty() ? Outcome.done(answer) : failed(objection.get());
        } catch (AlteredTextException e) {
            return failed("output " + e.getMessage(), e);
        } catch (NoAnswerException e) {
            return failed(e.why(), e);
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            return failed("its graphs do not run on this request", e);
        }
    }

    /// What the model itself would be given.
    public Outcome<List<Tensor>> modelInputs(Map<String, Tensor> given) {
        try {
            return Outcome.done(runner.modelInputs(given.values()));
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            return failed("its features do not run on this row", e);
        }
    }

    /// Whether its answers are waited for: not on a thread that others need.
    boolean waits() {
        return runner.waits();
    }

    @Override
    public void close() {
        runner.close();
    }

    /// The cause is for the log only.
    <T> Outcome<T> failed(String why, Throwable cause) {
        log(cause);
        return failed(why);
    }

    private <T> Outcome<T> failed(String why) {
        return Outcome.refused(
                Problem.of(Code.MODEL_FAILED, name + " gave no valid answer: " + why));
    }

    /// The runtime's own words are for the log only. A failing release fails often: ever fewer of them are written.
    private void log(Throwable e) {
        long times = failures.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.warn("{} failed on a request, {} times by now: {}", name, times, e.toString());
        }
    }
}
