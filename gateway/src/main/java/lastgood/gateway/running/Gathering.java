package lastgood.gateway.running;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One look-up under way: a thread of its own waits for the database, and at the deadline it is given up, whatever the
/// database does. It ends once, on the loop.
final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final ScheduledExecutorService loop;
    private final Consumer<Outcome<Map<String, Tensor>>> then;
    private @Nullable Future<?> deadline;
    private boolean over;

    private Gathering(ScheduledExecutorService loop, Consumer<Outcome<Map<String, Tensor>>> then) {
        this.loop = loop;
        this.then = then;
    }

    /// To be called on the loop.
    ///
    /// @param leftNanos until it is given up
    static void begin(
            LoadedRelease release,
            Question question,
            long leftNanos,
            ScheduledExecutorService loop,
            Consumer<Outcome<Map<String, Tensor>>> then) {
        var gathering = new Gathering(loop, then);
        if (leftNanos <= 0) {
            gathering.end(late(release, question));
        } else if (!question.loan().tryTake(release.lookupCost(question))) {
            gathering.end(
                    Outcome.refused(
                            Problem.of(
                                    Code.BUSY, "there is no room for the rows to be looked up")));
        } else {
            gathering.start(release, question, leftNanos);
        }
    }

    private void start(LoadedRelease release, Question question, long leftNanos) {
        deadline =
                loop.schedule(() -> end(late(release, question)), leftNanos, TimeUnit.NANOSECONDS);
        question.loan().hold();
        Thread.ofVirtual()
                .name("look-up")
                .start(() -> {
                    try {
                        tell(gathered(release, question, Duration.ofNanos(leftNanos)));
                    } finally {
                        question.loan().letGo();
                    }
                });
    }

    /// A defect of ours must not leave a caller without an answer.
    private static Outcome<Map<String, Tensor>> gathered(
            LoadedRelease release, Question question, Duration within) {
        try {
            return release.gather(question.inputs(), within);
        } catch (RuntimeException | Error e) {
            LOG.error("features could not be looked up", e);
            return Outcome.refused(Problem.of(Code.INTERNAL, "the request could not be answered"));
        }
    }

    private void tell(Outcome<Map<String, Tensor>> gathered) {
        EventLoops.doOn(loop, () -> end(gathered));
    }

    private void end(Outcome<Map<String, Tensor>> outcome) {
        if (over) {
            return;
        }
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        then.accept(outcome);
    }

    private static Outcome<Map<String, Tensor>> late(LoadedRelease release, Question question) {
        return Outcome.refused(
                Problem.of(
                        Code.FEATURES_AWAY,
                        "the features of "
                                + release.id()
                                + " were not looked up within "
                                + question.limit(release.timeout()).toMillis()
                                + " ms"));
    }
}
