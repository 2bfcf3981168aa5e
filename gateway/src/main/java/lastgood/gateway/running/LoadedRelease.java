package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Settings;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.running.graph.Pipeline;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One release, loaded: its graphs are open and it answers requests.
///
/// Native sessions must not be closed under a call, so everybody who calls holds on to the release meanwhile; the last
/// one to let go closes it.
public final class LoadedRelease {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedRelease.class);

    private final Release release;
    private final Pipeline pipeline;
    private final InputCheck inputs;
    private final OutputCheck outputs;
    private final Latency latency = new Latency();
    private final CallPool pool;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<PredictedValue> predicted;

    LoadedRelease(Release release, Settings settings, Pipeline pipeline, int poolSize) {
        this.release = release;
        this.pipeline = pipeline;
        inputs = new InputCheck(release.parts().schema(), release.parts().config().batchMax());
        outputs = new OutputCheck(release.parts().schema());
        pool = new CallPool(release.service() + "-" + release.id(), poolSize);
        predicted = predictedBy(settings);
    }

    public Release release() {
        return release;
    }

    public ReleaseId id() {
        return release.id();
    }

    Duration timeout() {
        return release.parts().config().timeout();
    }

    Latency latency() {
        return latency;
    }

    CallPool pool() {
        return pool;
    }

    InputCheck.Checked check(Question question) {
        return inputs.check(question.inputs(), question.outputs());
    }

    /// The schema's outputs, in its order, or why they are not a valid answer. Blocks for as long as the graphs run.
    ///
    /// @param seen counts what the model itself is given
    Outcome<List<Tensor>> answer(
            Map<String, Tensor> given,
            Optional<OrtSession.RunOptions> stop,
            Optional<InputColumns> seen) {
        try {
            var answer =
                    pipeline.run(given.values(), stop, seen.map(c -> tensors -> count(tensors, c)));
            var objection = outputs.objection(answer, inputs.rows(given));
            return objection.isEmpty() ? Outcome.done(answer) : failed(objection.get());
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            log(e);
            return failed("its graphs do not run on this request");
        }
    }

    /// What an answer predicts, one value a row; empty where it has more rows than an id can carry, or none can be read.
    List<Value> predicted(List<Tensor> answer, int mostRows) {
        return predicted
                .filter(p -> answer.get(p.output()).rows() <= mostRows)
                .map(p -> p.read(answer))
                .orElse(List.of());
    }

    void adopt(Settings settings) {
        predicted = predictedBy(settings);
    }

    /// Holds on to the release. False: it is closed already, look again where requests go.
    boolean hold() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    /// Lets go; whoever is last closes the graphs.
    void letGo() {
        if (holders.decrementAndGet() == 0) {
            pool.close();
            pipeline.close();
        }
    }

    private Optional<PredictedValue> predictedBy(Settings settings) {
        return PredictedValue.of(
                release.parts().schema(), settings, release.parts().config().decisionThreshold());
    }

    private Outcome<List<Tensor>> failed(String why) {
        return Outcome.refused(
                Problem.of(Code.MODEL_FAILED, id() + " gave no valid answer: " + why));
    }

    /// The runtime's own words are for the log only. A failing release fails often: ever fewer of them are written.
    private void log(Throwable e) {
        long times = failures.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.warn(
                    "{} {} failed on a request, {} times by now: {}",
                    release.service(),
                    id(),
                    times,
                    e.toString());
        }
    }

    private static void count(List<Tensor> modelInputs, InputColumns seen) {
        for (var tensor : modelInputs) {
            if (tensor.datatype() != Datatype.BYTES) {
                seen.see(
                        tensor.name(),
                        tensor.width(),
                        tensor.values().size(),
                        tensor.datatype() == Datatype.FP32,
                        tensor.values()::real);
            }
        }
    }
}
