package lastgood.sim.world;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import lastgood.core.port.Standby;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.WayBack;
import lastgood.gateway.routing.Switchboard;
import lastgood.sim.Reach;

/// What one process holds ready. Loading takes time, and may fail.
final class Rack implements Standby {
    private final World world;
    private final Switchboard<Loaded> board;
    private final Set<String> failed = new HashSet<>();

    Rack(World world, Switchboard<Loaded> board) {
        this.world = world;
        this.board = board;
    }

    @Override
    public Outcome<ReleaseId> prepare(Release release, Settings settings, Footing footing) {
        var id = release.id();
        if (isReady(release.service(), id)) {
            return Outcome.done(id);
        }
        var truth = world.disk().truth(id);
        world.agenda().pass(truth.loading());
        if (world.weather().failsLoad()) {
            failed.add(release.service() + "/" + id);
            world.trace().reach(Reach.LOAD_THAT_FAILED);
            world.trace().say(release.service().text(), id + " does not load");
            return Outcome.refused(Problem.of(Code.NOT_PREPARED, id + " does not load"));
        }
        board.load(release.service(), id, new Loaded(id, truth));
        return Outcome.done(id);
    }

    @Override
    public boolean isReady(ServiceName service, ReleaseId release) {
        return board.now()
                .line(service.text())
                .flatMap(line -> Optional.ofNullable(line.loaded().get(release)))
                .isPresent();
    }

    @Override
    public OptionalDouble capacity(ServiceName service, ReleaseId release) {
        return OptionalDouble.empty(); // nothing costs anything in the simulated gateway
    }

    @Override
    public void wayBack(ServiceName service, ReleaseId live, WayBack way) {
        board.wayBack(service, live, way);
    }

    @Override
    public void keep(ServiceName service, Set<ReleaseId> releases) {
        board.keep(service, releases);
    }

    boolean everFailed(ServiceName service, ReleaseId release) {
        return failed.contains(service + "/" + release);
    }
}
