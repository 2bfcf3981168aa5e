package lastgood.gateway.running;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One answer that a release gives on its own threads. What comes of it is told once, on the caller's loop: the answer,
/// or that it is late; what comes later nobody hears.
final class Fetch {
    private final LoadedRelease release;
    private final Question question;
    private final Desk desk;
    private final ScheduledExecutorService loop;
    private final Told told;
    private final Call call;
    private final Map<String, Tensor> inputs;
    private boolean done;
    private @Nullable ScheduledFuture<?> deadline;

    /// What came of it.
    interface Told {
        /// @param took nanoseconds that the release itself took
        void answered(Outcome<Answer> answer, long took);
    }

    private Fetch(
            LoadedRelease release,
            Question question,
            Map<String, Tensor> inputs,
            Desk desk,
            ScheduledExecutorService loop,
            Told told) {
        this.release = release;
        this.inputs = inputs;
        this.question = question;
        this.desk = desk;
        this.loop = loop;
        this.told = told;
        this.call = new Call(release, question.loan());
    }

    /// @param inputs that were gathered for it
    /// @param withinNanos of the question's arrival
    static void begin(
            LoadedRelease release,
            Question question,
            Map<String, Tensor> inputs,
            Optional<InputColumns> columns,
            long withinNanos,
            Desk desk,
            ScheduledExecutorService loop,
            Told told) {
        new Fetch(release, question, inputs, desk, loop, told).begin(columns, withinNanos);
    }

    private void begin(Optional<InputColumns> columns, long withinNanos) {
        long left = withinNanos - (desk.nanos() - question.arrivedNanos());
        if (left <= 0 || !call.begin(() -> work(columns))) {
            told.answered(tooLate(), 0);
            return;
        }
        deadline = loop.schedule(this::expire, left, TimeUnit.NANOSECONDS);
    }

    /// On a thread of the release.
    private void work(Optional<InputColumns> columns) {
        long began = desk.nanos();
        var answer = release.answer(inputs, call.stop(), columns);
        long took = desk.nanos() - began;
        try {
            loop.execute(() -> arrive(answer, took));
        } catch (RejectedExecutionException _) {
            // The gateway has ended, and the caller's connection with it.
        }
    }

    private void arrive(Outcome<Answer> answer, long took) {
        if (done) {
            return; // It was given up.
        }
        done = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        told.answered(answer, took);
    }

    private void expire() {
        if (!done) {
            done = true;
            call.abandon();
            told.answered(tooLate(), 0);
        }
    }

    private Outcome<Answer> tooLate() {
        return Outcome.refused(
                Problem.of(
                        Code.DEADLINE,
                        release.id()
                                + " did not answer within "
                                + release.timeout().toMillis()
                                + " ms"));
    }
}
