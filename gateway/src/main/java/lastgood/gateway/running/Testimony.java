package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.rollout.Route;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Lanes;

/// What one request says of the release it was *assigned* to, whoever answers it in the end.
final class Testimony {
    private final Desk desk;
    private final Question question;
    private final Lanes<LoadedRelease> lanes;
    private final Assignment<LoadedRelease> assignment;
    private boolean invalid;
    private boolean excused;
    private Optional<Noted> noted = Optional.empty();

    Testimony(
            Desk desk,
            Question question,
            Lanes<LoadedRelease> lanes,
            Assignment<LoadedRelease> assignment) {
        this.desk = desk;
        this.question = question;
        this.lanes = lanes;
        this.assignment = assignment;
    }

    /// Some of its values are outside of what the schema says.
    void invalid() {
        invalid = true;
    }

    /// What becomes of the request says nothing about the release: it is nobody's evidence, and nor is a label of it.
    void excuse() {
        excused = true;
    }

    /// Where the model's inputs are counted, if somebody watches them.
    Optional<InputColumns> columns() {
        var release = assignment.first().release();
        var ranges = release.evidence().ranges();
        return ranges.isEmpty()
                ? Optional.empty()
                : assignment
                        .watch()
                        .map(w -> desk.recorder().of(release.service(), w.rollout()))
                        .map(count -> count.inputs(release.id().number(), ranges));
    }

    void note(Noted.Answer answer, boolean failed) {
        var watch = assignment.watch().or(assignment::included);
        boolean counts = watch.isPresent() || assignment.beside().isPresent();
        if (!counts || excused) {
            return;
        }
        long took = desk.nanos() - question.arrivedNanos();
        var what = new Noted(answer, failed, invalid, took, assignment.keySlot());
        noted = Optional.of(what);
        if (watch.isEmpty()) {
            return;
        }
        var seat =
                desk.recorder()
                        .of(lanes.route().service(), watch.get().rollout())
                        .seat(watch.get(), assignment.arm());
        if (assignment.included().isPresent()) {
            seat.noteIncluded(what);
        } else {
            seat.note(what);
        }
        if (assignment.arm() == Arm.CANDIDATE && answer != Noted.Answer.NEITHER) {
            desk.board().noted(lanes, failed, assignment.keySlot());
        }
    }

    /// What became of it, where that says something about a release.
    Optional<Noted> noted() {
        return noted;
    }

    /// The id by which a label finds this prediction.
    String seal(LoadedRelease by, List<Value> predicted, boolean shielded) {
        var watch = excused ? Optional.<Route.Watch>empty() : assignment.watch();
        var prediction =
                new Prediction(
                        desk.millis(),
                        by.id().number(),
                        watch.map(Route.Watch::rollout).orElse(0),
                        watch.map(Route.Watch::step).orElse(0),
                        watch.isPresent() ? assignment.arm() : Arm.LIVE,
                        watch.isPresent() && shielded,
                        watch.isPresent() ? assignment.keySlot() : OptionalInt.empty(),
                        predicted,
                        ThreadLocalRandom.current().nextInt());
        return desk.seal(lanes.route().service(), prediction);
    }
}
