package lastgood.sim.world;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Samples;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.State;

/// Makes releases, in the order in which control does: bytes, number, then what was said of it.
record Maker(World world) {
    private static final int MODELS = 6;

    String make(Life life, ServiceLoop loop) throws IOException {
        var dice = world.dice();
        int model = 1 + dice.below(MODELS);
        var bytes = Samples.bytes("model " + model);
        var releases = life.ports().releases();
        releases.store(new ByteArrayInputStream(bytes));
        var blob = Samples.blob("model " + model);
        var digest = releases.seal(Samples.manifest(blob));
        world.disk().isReally(digest, model == 1 ? Truth.EQUAL : Truth.drawn(dice.uniform()));
        var event = new Event.Created(world.agenda().instant(), Samples.ALICE, digest);
        return switch (loop.handle(event)) {
            case Answer.Refused(var problem) -> problem.what();
            case Answer.Same(State state) -> remember(life, loop, state, model, event);
            case Answer.Changed(State state, _) -> remember(life, loop, state, model, event);
        };
    }

    private String remember(
            Life life, ServiceLoop loop, State state, int model, Event.Created event)
            throws IOException {
        var id = state.standing().release(event.digest()).orElseThrow();
        var blob = Samples.blob("model " + model);
        life.ports()
                .releases()
                .remember(Samples.release(loop.service(), id.number(), blob, event.digest()));
        return id + " is " + world.disk().truth(id).word();
    }
}
