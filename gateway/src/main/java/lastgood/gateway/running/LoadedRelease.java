package lastgood.gateway.running;

import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Snapshots;
import lastgood.core.prediction.Prediction;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Settings;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.recording.ShadowCount.Likeness;
import lastgood.gateway.running.apart.Apart;
import lastgood.gateway.running.batch.BatchQueue;
import lastgood.gateway.running.batch.Effort;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.log.LogRule;
import lastgood.gateway.running.tensor.Tensor;

/// One release of a service, loaded and answering.
///
/// Native sessions must not be closed under a call, so everybody who calls holds on to the release meanwhile; the last
/// one to let go closes it.
public final class LoadedRelease {
    private final Release release;
    private final LoadedStack stack;
    private final Optional<Quarters> quarters;
    private final Optional<LateRunner> late;
    private final Latency latency = new Latency();
    private final CallPool pool;
    private final Runs runs = new Runs();
    private final Map<Place, Effort> efforts = new ConcurrentHashMap<>();
    private volatile Optional<BatchQueue<Ticket>> queue = Optional.empty();
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile Optional<PredictedValue> predicted;
    private volatile Optional<FixedReply> fixed;
    private volatile LogRule logRule;
    private volatile Settings settings;
    private volatile boolean proven;

    LoadedRelease(
            Release release, Settings settings, Runner runner, int poolSize, FeatureRows rows) {
        this.release = release;
        this.settings = settings;
        stack = new LoadedStack(release.id().name(), release.parts(), runner, rows);
        quarters = runner instanceof Quarters q ? Optional.of(q) : Optional.empty();
        late = runner instanceof LateRunner l ? Optional.of(l) : Optional.empty();
        var name = release.service() + "-" + release.id();
        pool =
                release.parts().runtime().runsGraphs()
                        ? new CallPool(name, poolSize)
                        : CallPool.thatWaits(name);
        predicted = predictedBy(settings);
        fixed = FixedReply.of(settings, release.parts().schema());
        logRule = LogRule.of(release, settings.logPolicy());
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

    /// Of its graphs, on threads of its own.
    Runs runs() {
        return runs;
    }

    /// Whether its answers are waited for: not on a thread that others need.
    boolean waits() {
        return stack.waits();
    }

    /// Where requests wait for it, if it is too slow for the loop and runs inside.
    Optional<BatchQueue<Ticket>> queue() {
        return quarters.flatMap(Quarters::apart).isPresent() ? Optional.empty() : queue;
    }

    /// Whether it is asked on other threads than the loop's.
    boolean leavesLoop() {
        return waits() || queue.isPresent();
    }

    /// It was measured. What that says of it holds from now on.
    ///
    /// @param place where it was measured
    /// @param threads for its work, if it is slow
    void weigh(Place place, Effort effort, int threads, LongSupplier nanos) {
        efforts.put(place, effort);
        if (place == Place.INSIDE && effort.isSlow() && queue.isEmpty()) {
            int most = mostRows(effort);
            queue =
                    Optional.of(
                            new BatchQueue<>(
                                    release.service() + "-" + release.id(),
                                    threads,
                                    most,
                                    effort,
                                    batch -> Batch.run(this, batch),
                                    nanos));
        }
    }

    /// How many requests of one row a second it takes where it runs now, by what was measured there. Empty: nothing was, or
    /// it is not slow beyond doubt.
    ///
    /// @param threads that it is asked on
    OptionalDouble capacity(int threads) {
        var place = quarters.map(Quarters::place).orElse(Place.INSIDE);
        var effort = efforts.get(place);
        return effort == null || !effort.isSlowBeyondDoubt()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        effort.perSecond(threads, place == Place.INSIDE ? mostRows(effort) : 1));
    }

    private int mostRows(Effort effort) {
        return effort.mostRows(timeout(), release.parts().config().batchMax());
    }

    /// The most rows that may be under each other in one run of its graphs; 1: requests cannot share one.
    int mostTogether() {
        return stack.mostTogether();
    }

    /// Its graphs in this process.
    Runner inside() {
        return quarters.flatMap(Quarters::inside).orElseThrow();
    }

    void stopBatching(String why) {
        queue.ifPresent(q -> q.stopBatching(why));
    }

    int rows(Map<String, Tensor> given) {
        return stack.rows(given);
    }

    /// What was worked out together with others, held against the schema.
    Outcome<Answer> judged(Map<String, Tensor> given, List<Tensor> outputs) {
        return stack.judged(given, () -> outputs).then(this::read);
    }

    InputCheck.Checked check(Question question) {
        return stack.check(question.inputs(), question.outputs());
    }

    /// Whether a database has to be asked first.
    boolean looksUp() {
        return stack.gatherer().isPresent();
    }

    /// About what it takes to look up what a question needs.
    long lookupCost(Question question) {
        return stack.gatherer().map(g -> g.cost(question.inputs())).orElse(0L);
    }

    /// What was given, and what is looked up for it. Blocks, at most for the time it is given.
    Outcome<Map<String, Tensor>> gather(Map<String, Tensor> given, Duration within) {
        return stack.gather(given, within);
    }

    /// What it says, or why that is no valid answer. Blocks for as long as that takes.
    ///
    /// @param given what was gathered
    /// @param seen counts what the model itself is given
    Outcome<Answer> answer(
            Map<String, Tensor> given,
            Optional<OrtSession.RunOptions> stop,
            Optional<InputColumns> seen) {
        return stack.answer(given, stop, watcher(seen)).then(this::read);
    }

    /// The same of one of the places where it runs.
    Outcome<Answer> answer(
            Runner by,
            Map<String, Tensor> given,
            Optional<OrtSession.RunOptions> stop,
            Optional<InputColumns> seen) {
        return stack.judged(given, () -> by.run(given.values(), stop, watcher(seen)))
                .then(this::read);
    }

    /// The same on an event loop, which must not wait: by the graphs that are open here, even where it is moving into a
    /// process at this very moment.
    Outcome<Answer> answerHere(Map<String, Tensor> given, Optional<InputColumns> seen) {
        var here = quarters.flatMap(Quarters::inside);
        return here.isPresent()
                ? answer(here.get(), given, Optional.empty(), seen)
                : answer(given, Optional.empty(), seen);
    }

    /// Where its graphs run; empty: it has none.
    Optional<Quarters> quarters() {
        return quarters;
    }

    /// What is asked for it and answers later: its process, or whoever serves its model. Empty: it is run by our threads.
    Optional<LateRunner> late() {
        return quarters.isPresent() ? quarters.get().apart().map(apart -> apart) : late;
    }

    /// Whether it has a process that is there.
    public boolean hasProcess() {
        return quarters.flatMap(Quarters::apart).filter(Apart::isUp).isPresent();
    }

    /// What was said later, held against the schema.
    Outcome<Answer> answer(Map<String, Tensor> given, LateRunner.Said said) {
        return stack.answer(given, said).then(this::read);
    }

    static Optional<Runner.ModelInputs> watcher(Optional<InputColumns> seen) {
        return seen.map(columns -> tensors -> count(tensors, columns));
    }

    private Outcome<Answer> read(List<Tensor> outputs) {
        try {
            var values =
                    predicted
                            .filter(p -> outputs.get(p.output()).rows() <= Prediction.MOST_ROWS)
                            .map(p -> p.read(outputs))
                            .orElse(List.of());
            return Outcome.done(new Answer(outputs, values));
        } catch (RuntimeException e) {
            return stack.failed("what it predicts cannot be read from its outputs", e);
        }
    }

    /// How much an answer of this release is like one of another to the same question.
    Likeness likeness(Answer said, LoadedRelease other, Answer theirs) {
        return predicted
                .flatMap(p ->
                        other.predicted.map(
                                o -> Resemblance.of(p, said.outputs(), o, theirs.outputs())))
                .orElse(Likeness.UNKNOWN);
    }

    /// The service's fixed answer to a question that nobody answers, if it has one.
    Optional<List<Tensor>> fixed(Question question) {
        return fixed.map(f -> f.outputs(stack.rows(question.inputs())));
    }

    void adopt(Settings settings) {
        this.settings = settings;
        predicted = predictedBy(settings);
        fixed = FixedReply.of(settings, release.parts().schema());
        logRule = logRule.under(release, settings.logPolicy());
    }

    /// Whether it has earned *good*, as was said last.
    void isProven(boolean yes) {
        proven = yes;
    }

    /// By which it can be made ready again, by another process.
    public Snapshots.Ready toBeReady() {
        return new Snapshots.Ready(release, settings, proven);
    }

    LogRule logRule() {
        return logRule;
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

    /// Lets go; whoever is last closes what runs.
    void letGo() {
        if (holders.decrementAndGet() == 0) {
            pool.close();
            queue.ifPresent(BatchQueue::close);
            stack.close();
        }
    }

    private Optional<PredictedValue> predictedBy(Settings settings) {
        var parts = release.parts();
        return PredictedValue.of(
                parts.schema(),
                settings.task(),
                settings.answer(),
                parts.config().decisionThreshold());
    }

    static void count(List<Tensor> modelInputs, InputColumns seen) {
        for (var tensor : modelInputs) {
            if (tensor.datatype() != Datatype.BYTES) {
                seen.see(
                        tensor.name(),
                        tensor.width(),
                        tensor.values().size(),
                        tensor.datatype(),
                        tensor::real);
            }
        }
    }
}
