package lastgood.gateway.running;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.running.batch.BatchQueue;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One answer that a release gives on its own threads, in its own process, or from a server elsewhere. What comes of it is told once, on the
/// caller's loop: the answer, or that it is late; what comes later nobody hears.
final class Fetch {
    private final LoadedRelease release;
    private final Question question;
    private final Desk desk;
    private final ScheduledExecutorService loop;
    private final Told told;
    private final boolean wait;
    private final Map<String, Tensor> inputs;
    private final Optional<InputColumns> columns;
    private LateRunner.@Nullable Asked errand;
    private long began;
    private boolean done;
    private @Nullable ScheduledFuture<?> deadline;

    /// What came of it.
    interface Told {
        /// @param took nanoseconds from when it was asked for until it was there, waiting for its turn included
        void answered(Outcome<Answer> answer, long took);
    }

    private Fetch(
            LoadedRelease release,
            Question question,
            Map<String, Tensor> inputs,
            Optional<InputColumns> columns,
            boolean wait,
            Desk desk,
            ScheduledExecutorService loop,
            Told told) {
        this.release = release;
        this.columns = columns;
        this.wait = wait;
        this.inputs = inputs;
        this.question = question;
        this.desk = desk;
        this.loop = loop;
        this.told = told;
    }

    /// @param inputs that were gathered for it
    /// @param wait whether to wait where the release's process is away: false where somebody else can answer
    /// @param withinNanos of the question's arrival
    static void begin(
            LoadedRelease release,
            Question question,
            Map<String, Tensor> inputs,
            Optional<InputColumns> columns,
            boolean wait,
            long withinNanos,
            Desk desk,
            ScheduledExecutorService loop,
            Told told) {
        new Fetch(release, question, inputs, columns, wait, desk, loop, told).begin(withinNanos);
    }

    private void begin(long withinNanos) {
        began = desk.nanos();
        long left = withinNanos - (began - question.arrivedNanos());
        if (left <= 0) {
            told.answered(tooLate(), 0);
            return;
        }
        deadline = loop.schedule(this::expire, left, TimeUnit.NANOSECONDS);
        var late = release.late();
        if (late.isPresent()) {
            ask(late.get());
        } else {
            var queue = release.queue();
            if (queue.isPresent()) {
                line(queue.get(), left);
            } else {
                call(Optional.empty());
            }
        }
    }

    private void line(BatchQueue<Ticket> queue, long left) {
        var ticket = new Ticket(release, question.loan(), inputs, columns, this::tell);
        errand = () -> ticket.abandon(queue);
        if (!ticket.begin(queue, question.probe(), left)) {
            arrive(overloaded());
        }
    }

    private void ask(LateRunner late) {
        // A release whose graphs are open here as well need not wait for its process.
        var inside = release.quarters().flatMap(Quarters::inside);
        var asked =
                late.ask(
                        inputs.values(),
                        LoadedRelease.watcher(columns),
                        wait && inside.isEmpty(),
                        loop,
                        said -> said(said, inside));
        if (errand == null) { // else it was away, and is asked inside already
            errand = asked;
        }
    }

    private void said(LateRunner.Said said, Optional<Runner> inside) {
        if (done) {
            return; // It was given up.
        }
        if (inside.isPresent() && said instanceof LateRunner.Said.Away) {
            call(inside);
        } else {
            arrive(release.answer(inputs, said));
        }
    }

    /// @param inside where it is asked although it has a process; empty: wherever it runs
    private void call(Optional<Runner> inside) {
        var call = new Call(release, question.loan());
        errand = call::abandon;
        if (!call.begin(() -> work(call, inside))) {
            arrive(tooLate());
        }
    }

    /// On a thread of the release.
    private void work(Call call, Optional<Runner> inside) {
        var answer =
                inside.map(runner -> release.answer(runner, inputs, call.stop(), columns))
                        .orElseGet(() -> release.answer(inputs, call.stop(), columns));
        tell(answer);
    }

    private void tell(Outcome<Answer> answer) {
        EventLoops.doOn(loop, () -> arrive(answer));
    }

    private void arrive(Outcome<Answer> answer) {
        if (done) {
            return; // It was given up.
        }
        done = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        told.answered(answer, desk.nanos() - began);
    }

    private void expire() {
        if (!done) {
            done = true;
            try {
                if (errand != null) {
                    errand.giveUp();
                }
            } finally {
                told.answered(tooLate(), 0);
            }
        }
    }

    private Outcome<Answer> overloaded() {
        return Outcome.refused(
                Problem.of(
                        Code.OVERLOADED,
                        "so many requests wait for "
                                + release.id()
                                + " that this one would not be answered in time: try again"));
    }

    private Outcome<Answer> tooLate() {
        return Outcome.refused(
                Problem.of(
                        Code.DEADLINE,
                        release.id()
                                + " did not answer within "
                                + question.limit(release.timeout()).toMillis()
                                + " ms"));
    }
}
