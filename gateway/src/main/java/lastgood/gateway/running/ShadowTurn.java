package lastgood.gateway.running;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.recording.RolloutCount;
import lastgood.gateway.routing.Beside;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request that live has answered, asked once more of a candidate in shadow. Nobody waits for what it says; it is held
/// against what live said, and its failures count as they would if it had been asked first.
final class ShadowTurn {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowTurn.class);

    private static final int BYTES_PER_VALUE = 8;

    private final Desk desk;
    private final Lanes<LoadedRelease> lanes;
    private final Beside<LoadedRelease> beside;
    private final Lived lived;
    private final Question question;
    private final ScheduledExecutorService loop;
    private final long size;
    private boolean invalid;
    private boolean over;

    /// What became of the request for the one who asked.
    ///
    /// @param answer live's own; empty: it gave none
    /// @param id of live's answer, by which a label of it comes; empty: there is none
    record Lived(LoadedRelease by, Noted noted, Optional<Answer> answer, Optional<String> id) {}

    private ShadowTurn(
            Desk desk,
            Lanes<LoadedRelease> lanes,
            Beside<LoadedRelease> beside,
            Lived lived,
            Question question,
            ScheduledExecutorService loop,
            long size) {
        this.desk = desk;
        this.lanes = lanes;
        this.beside = beside;
        this.lived = lived;
        this.question = question;
        this.loop = loop;
        this.size = size;
    }

    /// To be called once the answer is on its way, on the loop, while the question's loan and live are still held. What
    /// finds no room is counted and forgotten.
    static void offer(
            Desk desk,
            Lanes<LoadedRelease> lanes,
            Beside<LoadedRelease> beside,
            Lived lived,
            Question question,
            ScheduledExecutorService loop) {
        long said = bytes(lived);
        long size = question.loan().held() + said;
        switch (desk.shadows().enter(lanes.route().service(), size, desk.nanos())) {
            case NOT_NOW -> {}
            case FULL -> count(desk, lanes, beside).shadow().left();
            case IN -> {
                if (!question.loan().tryTake(said)) {
                    desk.shadows().leave(size);
                    count(desk, lanes, beside).shadow().left();
                } else if (!beside.candidate().hold()) {
                    desk.shadows().leave(size); // It was taken back just now.
                } else {
                    question.loan().hold();
                    new ShadowTurn(desk, lanes, beside, lived, question, loop, size).soon();
                }
            }
        }
    }

    /// What live said stays in memory until it is compared.
    private static long bytes(Lived lived) {
        return lived.answer().stream()
                .flatMap(answer -> answer.outputs().stream())
                .mapToLong(output -> (long) BYTES_PER_VALUE * output.values().size())
                .sum();
    }

    /// Whatever else the loop has to do for callers goes first.
    private void soon() {
        if (!EventLoops.doOn(loop, () -> safely(this::begin))) {
            end();
        }
    }

    private void begin() {
        var candidate = beside.candidate();
        var copy = question.copy(desk.nanos());
        var checked = candidate.check(copy);
        invalid = checked.invalid();
        if (checked.refusal().isPresent()) {
            failed(copy, Problem.of(Code.INVALID_REQUEST, checked.refusal().get()));
            return;
        }
        if (!candidate.looksUp()) {
            ask(copy, copy.inputs());
            return;
        }
        Gathering.begin(
                candidate,
                copy,
                candidate.timeout().toNanos(),
                loop,
                gathered ->
                        safely(() -> {
                            switch (gathered) {
                                case Outcome.Done<Map<String, Tensor>>(var inputs) ->
                                        ask(copy, inputs);
                                case Outcome.Refused<Map<String, Tensor>>(var problem) ->
                                        failed(copy, problem);
                            }
                        }));
    }

    private void ask(Question copy, Map<String, Tensor> inputs) {
        var candidate = beside.candidate();
        var ranges = candidate.release().evidence().ranges();
        Fetch.begin(
                candidate,
                copy,
                inputs,
                ranges.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                count(desk, lanes, beside).inputs(candidate.id().number(), ranges)),
                false,
                candidate.timeout().toNanos(),
                desk,
                loop,
                (answer, _) -> safely(() -> arrived(copy, answer)));
    }

    private void arrived(Question copy, Outcome<Answer> outcome) {
        if (over) {
            return;
        }
        switch (outcome) {
            case Outcome.Done<Answer>(var said) -> answered(copy, said);
            case Outcome.Refused<Answer>(var problem) -> failed(copy, problem);
        }
    }

    private void answered(Question copy, Answer said) {
        long took = desk.nanos() - copy.arrivedNanos();
        beside.candidate().latency().note(took);
        var shadow = count(desk, lanes, beside).shadow();
        if (lived.answer().isPresent()) {
            var likeness = lived.by().likeness(lived.answer().get(), beside.candidate(), said);
            shadow.both(likeness, took, lived.noted().nanos());
            if (Pair.fits(lived.answer().get().predicted(), said.predicted())) {
                pair(said.predicted(), false);
            }
        } else {
            shadow.liveFailed();
        }
        TurnLog.noteInShadow(desk, copy, lanes, beside, lived.by(), lived.id(), Outcome.done(said));
        note(new Noted(Noted.Answer.OWN, false, invalid, took, beside.keySlot()));
    }

    /// What neither can answer is no reason to withdraw the candidate, as where live answers in its place.
    private void failed(Question copy, Problem problem) {
        boolean alone = lived.answer().isPresent();
        var shadow = count(desk, lanes, beside).shadow();
        if (alone) {
            shadow.failed();
            pair(lived.answer().get().predicted(), true);
        } else {
            shadow.neither();
        }
        long took = desk.nanos() - copy.arrivedNanos();
        var answer = alone ? Noted.Answer.NONE : Noted.Answer.NEITHER;
        TurnLog.noteInShadow(
                desk, copy, lanes, beside, lived.by(), lived.id(), Outcome.refused(problem));
        note(new Noted(answer, true, invalid, took, beside.keySlot()));
    }

    /// What a label of live's answer will be compared with as well. Without one the candidate was wrong, as where live
    /// answers in its place.
    private void pair(List<Value> values, boolean failed) {
        if (lived.id().isEmpty() || values.isEmpty()) {
            return;
        }
        var candidate =
                new Prediction(
                        desk.millis(),
                        beside.candidate().id().number(),
                        beside.watch().rollout(),
                        beside.watch().step(),
                        Arm.CANDIDATE,
                        failed,
                        beside.keySlot(),
                        values,
                        0);
        count(desk, lanes, beside).pair(new Pair(lived.id().get(), candidate));
    }

    /// The gateway's own limit counts all that the candidate does, and the guards one of the two.
    private void note(Noted candidate) {
        var live =
                new Noted(
                        lived.noted().answer(),
                        lived.noted().failed(),
                        lived.noted().invalid(),
                        lived.noted().nanos(),
                        beside.keySlot());
        count(desk, lanes, beside)
                .seat(beside.watch(), beside.counted())
                .noteInShadow(beside.counted() == Arm.LIVE ? live : candidate);
        if (candidate.answer() != Noted.Answer.NEITHER) {
            desk.board().noted(lanes, candidate.failed(), beside.keySlot());
        }
        end();
    }

    private static RolloutCount count(
            Desk desk, Lanes<LoadedRelease> lanes, Beside<LoadedRelease> beside) {
        return desk.recorder().of(lanes.route().service(), beside.watch().rollout());
    }

    /// A defect of ours must not hold a release for ever.
    private void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a request could not be asked in shadow", e);
            end();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            desk.shadows().leave(size);
            beside.candidate().letGo();
            question.loan().letGo();
        }
    }
}
