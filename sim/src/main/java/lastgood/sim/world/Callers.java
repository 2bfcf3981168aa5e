package lastgood.sim.world;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.recording.ShadowCount;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Beside;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.sim.Reach;

/// Everybody who asks one service for predictions, with sticky keys and without. What a request does to routing and
/// recording here is what the gateway's own turn does to them.
public final class Callers {
    private static final int MOST_AT_ONCE = 8;
    private static final int KEYS = 400;

    private static final ShadowCount.Likeness LIKE = new ShadowCount.Likeness(1, 1, 1, .01, .01);

    private final World world;
    private final ServiceName service;
    private final Mailbag mailbag;
    private final TreeMap<String, Integer> answers = new TreeMap<>();
    private int nonce;

    public Callers(World world, ServiceName service, Mailbag mailbag) {
        this.world = world;
        this.service = service;
        this.mailbag = mailbag;
    }

    /// Some ask now, and others soon.
    public void call() {
        long many = world.dice().between(1, MOST_AT_ONCE);
        world.life()
                .ifPresent(life -> {
                    for (int i = 0; i < many; i++) {
                        ask(life);
                    }
                });
        world.agenda().after(world.dice().spread(20, 400), this::call);
    }

    /// How many were answered by whom since this was asked last.
    public void tell() {
        if (!answers.isEmpty()) {
            world.trace().say(service.text(), "answered by " + answers);
            answers.clear();
        }
    }

    private void ask(Life life) {
        var lanes = life.lanes(service);
        if (lanes.isEmpty()) {
            count("nobody");
            return;
        }
        Optional<String> key =
                world.dice().chance(.4)
                        ? Optional.of("user " + world.dice().below(KEYS))
                        : Optional.empty();
        var assignment = lanes.get().assign(key, world.dice()::uniform);
        world.witness().assigned(life, service, assignment);
        if (world.dice().chance(.03)) {
            world.agenda()
                    .after(
                            world.dice().spread(5, 3_000),
                            () -> life.run(() -> answer(life, lanes.get(), assignment)));
        } else {
            answer(life, lanes.get(), assignment);
        }
    }

    private void answer(Life life, Lanes<Loaded> lanes, Assignment<Loaded> assignment) {
        boolean across =
                life.line(service)
                        .flatMap(Line::lanes)
                        .filter(now -> now.route().epoch() != assignment.epoch())
                        .isPresent();
        if (across) {
            world.trace().reach(Reach.ANSWER_ACROSS_A_SWITCH);
        }
        boolean failed = fails(assignment.first());
        var copy = assignment.beside().flatMap(beside -> inShadow(life, lanes, beside, failed));
        if (!failed) {
            note(life, lanes, assignment, Noted.Answer.OWN, false);
            var prediction = answered(assignment.first(), assignment, false);
            boolean wrong = world.dice().chance(assignment.first().truth().wrong());
            if (copy.isPresent()) {
                paired(life, prediction, wrong, assignment.beside().orElseThrow(), copy.get());
            } else {
                mailbag.remember(service, prediction, wrong);
            }
            return;
        }
        var other = assignment.instead().filter(o -> !fails(o));
        var unanswered =
                assignment.instead().isPresent() ? Noted.Answer.NEITHER : Noted.Answer.NONE;
        note(life, lanes, assignment, other.isPresent() ? Noted.Answer.SHIELDED : unanswered, true);
        if (other.isPresent()) {
            world.trace().reach(Reach.SHIELDED_ANSWER);
            var prediction = answered(other.get(), assignment, true);
            mailbag.remember(service, prediction, world.dice().chance(other.get().truth().wrong()));
        } else {
            count("nobody, failed by " + assignment.first().id());
        }
    }

    /// What the candidate said is kept for a label of live's answer, which most callers send.
    private void paired(
            Life life,
            Prediction live,
            boolean wrong,
            Beside<Loaded> beside,
            boolean candidateFailed) {
        int label = wrong ? 1 : 0;
        boolean candidateWrong = world.dice().chance(beside.candidate().truth().wrong());
        var watch = beside.watch();
        var candidate =
                new Prediction(
                        live.atMillis(),
                        beside.candidate().id().number(),
                        watch.rollout(),
                        watch.step(),
                        Arm.CANDIDATE,
                        candidateFailed,
                        beside.keySlot(),
                        List.of(new Value.Whole(candidateWrong ? 1 - label : label)),
                        live.nonce());
        var id = world.disk().seal().seal(service, live);
        life.recorder().of(service, watch.rollout()).pair(new Pair(id, candidate));
        world.witness().paired(service, candidate);
        mailbag.rememberPair(service, live, wrong);
    }

    /// A sample of requests is asked once more of a candidate in shadow.
    ///
    /// @return whether it failed; empty: it was not asked
    private Optional<Boolean> inShadow(
            Life life, Lanes<Loaded> lanes, Beside<Loaded> beside, boolean liveFailed) {
        if (world.dice().chance(.4)) {
            return Optional.empty();
        }
        boolean failed = fails(beside.candidate());
        var count = life.recorder().of(service, beside.watch().rollout());
        if (!failed && !liveFailed) {
            count.shadow().both(LIKE, 1_000_000, 1_000_000);
            world.witness().compared(life, service, beside.watch());
        } else if (failed && liveFailed) {
            count.shadow().neither();
        } else if (failed) {
            count.shadow().failed();
        } else {
            count.shadow().liveFailed();
        }
        boolean counted = beside.counted() == Arm.LIVE ? liveFailed : failed;
        var answer =
                failed && liveFailed
                        ? Noted.Answer.NEITHER
                        : counted ? Noted.Answer.NONE : Noted.Answer.OWN;
        count.seat(beside.watch(), beside.counted())
                .noteInShadow(new Noted(answer, counted, false, 1_000_000, beside.keySlot()));
        if (!(failed && liveFailed)) {
            life.board().noted(lanes, failed, beside.keySlot());
        }
        return Optional.of(failed);
    }

    private void note(
            Life life,
            Lanes<Loaded> lanes,
            Assignment<Loaded> assignment,
            Noted.Answer answer,
            boolean failed) {
        if (assignment.watch().isEmpty()) {
            return;
        }
        var watch = assignment.watch().get();
        life.recorder()
                .of(service, watch.rollout())
                .seat(watch, assignment.arm())
                .note(new Noted(answer, failed, false, 1_000_000, assignment.keySlot()));
        world.witness().noted(life, service, assignment, answer);
        if (assignment.arm() == Arm.CANDIDATE && answer != Noted.Answer.NEITHER) {
            life.board().noted(lanes, failed, assignment.keySlot());
        }
    }

    private Prediction answered(Loaded by, Assignment<Loaded> assignment, boolean shielded) {
        count(by.id().name());
        var watch = assignment.watch();
        return new Prediction(
                world.agenda().millis(),
                by.id().number(),
                watch.map(Route.Watch::rollout).orElse(0),
                watch.map(Route.Watch::step).orElse(0),
                watch.isPresent() ? assignment.arm() : Arm.LIVE,
                watch.isPresent() && shielded,
                watch.isPresent() ? assignment.keySlot() : OptionalInt.empty(),
                List.of(new Value.Whole(0)),
                nonce++);
    }

    private boolean fails(Loaded release) {
        return world.dice().chance(release.truth().errors());
    }

    private void count(String who) {
        answers.merge(who, 1, Integer::sum);
    }
}
