package lastgood.sim.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Samples;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.State;
import lastgood.wire.request.RollbackRequest;

/// Those who release, watch and worry about one service, and do so at any moment.
public final class People {
    private static final Actor ALICE = Samples.ALICE;

    private final World world;
    private final ServiceName service;
    private final Maker maker;
    private boolean gone;

    public People(World world, ServiceName service) {
        this.world = world;
        this.service = service;
        maker = new Maker(world);
    }

    /// Somebody does something now, and something else later.
    public void act() {
        if (gone) {
            return;
        }
        meddle();
        world.agenda().after(world.dice().spread(150, 9_000), this::act);
    }

    /// Somebody does one thing now.
    public void meddle() {
        var life = world.answering();
        if (life.isEmpty() || gone) {
            return;
        }
        try {
            act(life.get(), life.get().control().services().open(service));
        } catch (IOException | UncheckedIOException e) {
            say("somebody's wish failed: " + e.getMessage());
        }
    }

    /// Somebody wants it all back as it was.
    public void panic() {
        var life = world.answering();
        if (life.isEmpty() || gone) {
            return;
        }
        try {
            var loop = life.get().control().services().open(service);
            retreat(life.get(), loop, world.dice().chance(.5) ? "stop" : "rollback");
        } catch (IOException | UncheckedIOException e) {
            say("somebody's wish failed: " + e.getMessage());
        }
    }

    /// Nobody touches anything any more.
    public void goHome() {
        gone = true;
    }

    private void act(Life life, ServiceLoop loop) throws IOException {
        var state = loop.state();
        if (state.standing().settings().isEmpty()) {
            apply(life, loop);
        } else if (state.standing().releases().size() < 2) {
            say("create: " + maker.make(life, loop));
        } else if (world.dice().chance(.3)) {
            anything(life, loop);
        } else {
            sensible(life, loop, state);
        }
    }

    /// What brings a rollout on.
    private void sensible(Life life, ServiceLoop loop, State state) throws IOException {
        switch (state.phase()) {
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Unproven _,
                    Phase.Stuck.Cornered _ ->
                    start(life, loop);
            case Phase.Paused p when p.why() != Phase.Pause.BLIND -> resume(life, loop);
            case Phase.Stuck.Unconfirmed _ -> rollback(life, loop, Optional.empty());
            case Phase.Canary _, Phase.Paused _, Phase.Baking _, Phase.Returning _ -> {}
        }
    }

    private void anything(Life life, ServiceLoop loop) throws IOException {
        var desk = life.control().desks().rollouts();
        switch (world.dice().below(14)) {
            case 0 -> apply(life, loop);
            case 1, 2 -> say("create: " + maker.make(life, loop));
            case 3 -> start(life, loop);
            case 4 -> tell(life, "pause", desk.pause(loop, ALICE));
            case 5 -> resume(life, loop);
            case 6 -> tell(life, "promote", desk.promote(loop, ALICE));
            case 7 -> retreat(life, loop, "stop");
            case 8 -> rollback(life, loop, Optional.empty());
            case 9 -> rollback(life, loop, Optional.of(some(loop)));
            case 10 -> {
                var release = some(loop);
                tell(life, "hold " + release, desk.hold(loop, release, ALICE, "a bad batch"));
            }
            default -> unhold(life, loop);
        }
    }

    private void apply(Life life, ServiceLoop loop) {
        var settings = Orders.drawn(world.dice());
        var event = new Event.Applied(world.agenda().instant(), ALICE, settings);
        switch (loop.handle(event)) {
            case Answer.Changed(var after, _) -> tell(life, "apply", Outcome.done(after));
            case Answer.Same(var same) -> tell(life, "apply", Outcome.done(same));
            case Answer.Refused(var problem) -> tell(life, "apply", Outcome.refused(problem));
        }
    }

    private void start(Life life, ServiceLoop loop) throws IOException {
        var release = some(loop);
        var started = life.control().desks().rollouts().start(loop, release, ALICE);
        tell(life, "start " + release, started);
    }

    private void resume(Life life, ServiceLoop loop) {
        tell(life, "resume", life.control().desks().rollouts().resume(loop, ALICE));
    }

    private void unhold(Life life, ServiceLoop loop) throws IOException {
        for (int number : loop.state().standing().held().keySet()) {
            var desk = life.control().desks().rollouts();
            tell(life, "unhold r" + number, desk.unhold(loop, "r" + number, ALICE, "fixed"));
            return;
        }
    }

    private void rollback(Life life, ServiceLoop loop, Optional<String> to) throws IOException {
        if (to.isEmpty()) {
            retreat(life, loop, "rollback");
            return;
        }
        var request = request(to);
        var done = life.control().desks().rollbacks().rollback(loop, request, ALICE);
        tell(life, "rollback to " + to.get(), done.then(_ -> Outcome.done(loop.state())));
    }

    /// While a rollout has a way back, nothing refuses it.
    private void retreat(Life life, ServiceLoop loop, String how) throws IOException {
        // What is on the disk without anybody knowing may be the end of the rollout, and holds from
        // now on.
        var origin =
                Optional.of(loop.state().phase())
                        .filter(_ -> !life.journal().isUnsure(service))
                        .flatMap(Phase::watched)
                        .flatMap(Rollout::returnTo);
        var desks = life.control().desks();
        var done =
                how.equals("stop")
                        ? desks.rollouts().stop(loop, ALICE, "not today")
                        : desks.rollbacks()
                                .rollback(loop, request(Optional.empty()), ALICE)
                                .then(_ -> Outcome.done(loop.state()));
        tell(life, how, done);
        origin.ifPresent(to -> world.witness().askedBack(life, service, to, done));
    }

    private void tell(Life life, String wish, Outcome<State> outcome) {
        switch (outcome) {
            case Outcome.Done<State>(var state) -> {
                say(wish + ": " + Words.of(state.phase()));
                world.witness().promised(life, service, state);
            }
            case Outcome.Refused<State>(var problem) ->
                    say(wish + ": no. " + problem.what() + " " + problem.why());
        }
    }

    private String some(ServiceLoop loop) {
        return world.dice().pick(loop.state().standing().releases()).name();
    }

    private void say(String what) {
        world.trace().say(service.text(), "alice: " + what);
    }

    private static RollbackRequest request(Optional<String> to) {
        return new RollbackRequest(to, Optional.empty(), false, true, Optional.empty());
    }
}
