package lastgood.gateway.running;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.running.batch.BatchQueue;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way to its answer. Everything in it happens on one thread, the caller's loop, but the work of
/// an unproven release, of a slow one, or of one that is waited for.
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final Desk desk;
    private final Question question;
    private final Lanes<LoadedRelease> lanes;
    private final Assignment<LoadedRelease> assignment;
    private final ScheduledExecutorService loop;
    private final Consumer<Reply> reply;
    private final Testimony testimony;
    private boolean settled;
    private Optional<Answer> own = Optional.empty();
    private Optional<String> id = Optional.empty();
    private long began;

    Turn(
            Desk desk,
            Question question,
            Lanes<LoadedRelease> lanes,
            Assignment<LoadedRelease> assignment,
            ScheduledExecutorService loop,
            Consumer<Reply> reply) {
        this.desk = desk;
        this.question = question;
        this.lanes = lanes;
        this.assignment = assignment;
        this.loop = loop;
        this.reply = reply;
        testimony = new Testimony(desk, question, lanes, assignment);
    }

    void begin() {
        safely(this::check);
    }

    private void check() {
        var checked = assignment.first().check(question);
        if (checked.invalid()) {
            testimony.invalid();
        }
        if (checked.refusal().isPresent()) {
            refused(checked.refusal().get());
        } else {
            began = desk.nanos();
            gather(assignment.first(), allowedNanos(), this::run, this::answerInstead);
        }
    }

    /// Looks up what a release needs beside what was sent. A database is waited for elsewhere than on the loop.
    private void gather(
            LoadedRelease by,
            long withinNanos,
            Consumer<Map<String, Tensor>> then,
            Consumer<Problem> otherwise) {
        if (!by.looksUp()) {
            then.accept(question.inputs());
            return;
        }
        long left = withinNanos - (desk.nanos() - question.arrivedNanos());
        Gathering.begin(
                by,
                question,
                left,
                loop,
                gathered ->
                        safely(() -> {
                            switch (gathered) {
                                case Outcome.Done<Map<String, Tensor>>(var inputs) ->
                                        then.accept(inputs);
                                case Outcome.Refused<Map<String, Tensor>>(var problem) ->
                                        otherwise.accept(problem);
                            }
                        }));
    }

    private void run(Map<String, Tensor> inputs) {
        if (assignment.unproven() || assignment.first().leavesLoop()) {
            long gathered = desk.nanos() - began;
            fetch(
                    assignment.first(),
                    inputs,
                    testimony.columns(),
                    assignment.instead().isEmpty(),
                    allowedNanos(),
                    (answer, took) -> arrived(answer, gathered + took));
        } else {
            runHere(inputs);
        }
    }

    /// What the other release would have taken is this release's failure; anything else is the caller's, and counts
    /// nowhere.
    private void refused(String why) {
        boolean othersTakeIt =
                assignment
                        .instead()
                        .map(other -> other.check(question).refusal().isEmpty())
                        .orElse(false);
        var problem = Problem.of(Code.INVALID_REQUEST, why);
        if (othersTakeIt) {
            answerInstead(problem);
        } else {
            end(
                    new Reply.Refused(
                            problem, Optional.of(assignment.first().id()), lanes.route().epoch()));
        }
    }

    /// A proven release runs on the loop itself: handing over costs more than most models do. If it comes late, the
    /// answer is there all the same, and the lateness counts.
    private void runHere(Map<String, Tensor> inputs) {
        var first = assignment.first();
        var answer = first.answerHere(inputs, testimony.columns());
        long now = desk.nanos();
        switch (answer) {
            case Outcome.Done<Answer>(var said) -> {
                first.latency().note(now - began);
                boolean late = now - question.arrivedNanos() > first.timeout().toNanos();
                testimony.note(Noted.Answer.OWN, late);
                answered(first, said, false);
            }
            case Outcome.Refused<Answer>(var problem) -> {
                failed(problem, false, Noted.Answer.NONE);
            }
        }
    }

    private void fetch(
            LoadedRelease release,
            Map<String, Tensor> inputs,
            Optional<InputColumns> columns,
            boolean wait,
            long withinNanos,
            Fetch.Told told) {
        Fetch.begin(
                release,
                question,
                inputs,
                columns,
                wait,
                withinNanos,
                desk,
                loop,
                (answer, took) -> safely(() -> tell(told, answer, took)));
    }

    private void tell(Fetch.Told told, Outcome<Answer> answer, long took) {
        if (!settled) {
            told.answered(answer, took);
        }
    }

    private long allowedNanos() {
        var limit = limit();
        return assignment
                .instead()
                .map(other -> other.latency().allowance(limit))
                .orElse(limit)
                .toNanos();
    }

    private Duration limit() {
        return question.limit(assignment.first().timeout());
    }

    /// Whether it came late only because the caller gave it less time than such a request takes. That says nothing about a
    /// release, or callers with short deadlines could make any of them look bad.
    private boolean isHurry(Problem problem) {
        var first = assignment.first();
        boolean late = problem.code() == Code.DEADLINE || problem.code() == Code.FEATURES_AWAY;
        return late
                && question.isHurried(first.timeout())
                && !assignment.instead().orElse(first).latency().isEnough(limit(), first.timeout());
    }

    private void arrived(Outcome<Answer> answer, long took) {
        switch (answer) {
            case Outcome.Done<Answer>(var said) -> {
                assignment.first().latency().note(took);
                testimony.note(Noted.Answer.OWN, false);
                answered(assignment.first(), said, false);
            }
            case Outcome.Refused<Answer>(var problem) -> {
                if (isOverload(problem) && isCrowd()) {
                    testimony.excuse();
                }
                answerInstead(problem);
            }
        }
    }

    /// Whether so many ask that the other release would be too slow for them as well. That says how many ask, and nothing
    /// about a release. One that needs twice as long is not excused: for half of them the other would have had time.
    private boolean isCrowd() {
        return assignment
                .instead()
                .map(other -> other.queue().map(this::isCrowd).orElse(false))
                .orElse(true);
    }

    private boolean isCrowd(BatchQueue<Ticket> others) {
        long inFront = assignment.first().queue().map(BatchQueue::waitingRows).orElse(0L);
        int rows = assignment.first().rows(question.inputs());
        long left = allowedNanos() - (desk.nanos() - question.arrivedNanos());
        return 2 * others.answerNanos(inFront, rows) > left;
    }

    /// The assigned release failed. Live, or the origin, answers in its place; none of that counts for them.
    private void answerInstead(Problem problem) {
        var other = assignment.instead().filter(o -> o.check(question).refusal().isEmpty());
        if (other.isEmpty()) {
            failed(problem, isNoKey(problem), Noted.Answer.NONE);
            return;
        }
        long within = limit().toNanos();
        gather(
                other.get(),
                within,
                inputs -> answerInstead(other.get(), inputs, within, problem),
                // Live fails on such requests as well: evidence for a comparison, but no reason to
                // withdraw the candidate.
                why -> failed(problem, isNoKey(problem) && isNoKey(why), Noted.Answer.NEITHER));
    }

    private void answerInstead(
            LoadedRelease other, Map<String, Tensor> inputs, long withinNanos, Problem problem) {
        if (other.leavesLoop()) {
            fetch(
                    other,
                    inputs,
                    Optional.empty(),
                    true,
                    withinNanos,
                    (answer, _) -> answeredInstead(other, answer, problem));
        } else {
            answeredInstead(other, other.answerHere(inputs, Optional.empty()), problem);
        }
    }

    private void answeredInstead(LoadedRelease other, Outcome<Answer> answer, Problem problem) {
        switch (answer) {
            case Outcome.Done<Answer>(var said) -> {
                if (!isHurry(problem)) {
                    testimony.note(Noted.Answer.SHIELDED, true);
                }
                answered(other, said, true);
            }
            case Outcome.Refused<Answer>(var why) -> {
                if (isOverload(problem) && isOverload(why)) {
                    testimony.excuse();
                }
                failed(problem, false, Noted.Answer.NEITHER);
            }
        }
    }

    /// @param callers whether it is the caller's failure: those count nowhere
    private void failed(Problem problem, boolean callers, Noted.Answer answer) {
        if (!callers && !isHurry(problem)) {
            testimony.note(answer, true);
        }
        if (isOverload(problem) && !question.probe()) {
            desk.shed();
        }
        var fixed = callers ? Optional.<List<Tensor>>empty() : fixed();
        end(
                fixed.<Reply>map(f -> new Reply.Degraded(problem, lanes.route().epoch(), f))
                        .orElseGet(() ->
                                new Reply.Refused(
                                        problem,
                                        Optional.of(assignment.first().id()),
                                        lanes.route().epoch())));
    }

    /// Probes, and those who name a release, want to know what that release says.
    private Optional<List<Tensor>> fixed() {
        return question.probe() || question.version().isPresent()
                ? Optional.empty()
                : assignment.first().fixed(question);
    }

    private static boolean isOverload(Problem problem) {
        return problem.code() == Code.OVERLOADED;
    }

    /// No release that was asked has a row of such a key, so it is the key that is wrong.
    private static boolean isNoKey(Problem problem) {
        return problem.code() == Code.NO_SUCH_KEY;
    }

    private void answered(LoadedRelease by, Answer said, boolean shielded) {
        var sealed = testimony.seal(by, said.predicted(), shielded);
        own = Optional.of(said).filter(_ -> !shielded);
        id = Optional.of(sealed).filter(_ -> !shielded);
        end(
                new Reply.Answered(
                        by.id(),
                        lanes.route().epoch(),
                        said.outputs(),
                        sealed,
                        !said.predicted().isEmpty()));
    }

    /// A defect of ours must not leave a caller without an answer, nor a release held for ever.
    private void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a request could not be answered", e);
            if (!settled) {
                end(
                        new Reply.Refused(
                                Problem.of(Code.INTERNAL, "the request could not be answered"),
                                Optional.of(assignment.first().id()),
                                lanes.route().epoch()));
            }
        }
    }

    /// What says something about live is asked of a candidate in shadow, too.
    private void shadow() {
        var beside = assignment.beside();
        if (beside.isPresent() && testimony.noted().isPresent()) {
            var lived = new ShadowTurn.Lived(assignment.first(), testimony.noted().get(), own, id);
            ShadowTurn.offer(desk, lanes, beside.get(), lived, question, loop);
        }
    }

    private void end(Reply result) {
        settled = true;
        assignment.first().letGo();
        assignment.instead().ifPresent(LoadedRelease::letGo);
        question.loan().hold();
        try {
            reply.accept(result);
            TurnLog.note(desk, question, lanes, assignment, result);
            shadow();
        } finally {
            question.loan().letGo();
        }
    }
}
