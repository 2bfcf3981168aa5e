package lastgood.sim.world;

import java.util.Optional;
import java.util.Set;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.sim.Reach;

/// The gateway's board, with somebody who looks on.
record WitnessedBoard(Life life, RouteBoard board, World world) implements RouteBoard {

    @Override
    public Pinned pin(Route route) {
        var pinned = board.pin(route);
        if (pinned instanceof Pinned.Done) {
            world.witness().pinned(life, route);
        } else if (pinned instanceof Pinned.NotReady) {
            world.witness().waits(life, route);
            world.trace().reach(Reach.ROUTE_THAT_WAITED);
        }
        world.trace()
                .say(
                        route.service().text(),
                        "route " + route.epoch() + " " + Words.of(route.split()) + ": " + pinned);
        return pinned;
    }

    @Override
    public Optional<Route> route(ServiceName service) {
        return board.route(service);
    }

    @Override
    public void acknowledge(ServiceName service, Route.Veto veto) {
        board.acknowledge(service, veto);
    }

    @Override
    public Set<Route.Veto> unrecorded(ServiceName service) {
        return board.unrecorded(service);
    }

    @Override
    public void onVeto(Listener listener) {
        board.onVeto((service, veto, readings) -> {
            world.trace().say(service.text(), "the gateway tells of " + Words.of(veto));
            if (readings.isEmpty()) {
                world.trace().reach(Reach.VETO_MET_AGAIN_AFTER_A_RESTART);
            } else {
                world.trace().reach(Reach.VETO);
            }
            listener.vetoed(service, veto, readings);
        });
    }
}
