package lastgood.sim.world;

import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.sim.BoardInFront;
import lastgood.sim.Reach;

/// The gateway's board, with somebody who looks on.
final class WitnessedBoard extends BoardInFront {
    private final Life life;
    private final World world;

    WitnessedBoard(Life life, RouteBoard board, World world) {
        super(board);
        this.life = life;
        this.world = world;
    }

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
    public void renew(ServiceName service) {
        world.witness().renewed(service);
        board.renew(service);
    }

    @Override
    public void onLapse(LapseListener listener) {
        board.onLapse((service, epoch) -> {
            world.trace().say(service.text(), "the gateway tells that a lease ran out");
            world.trace().reach(Reach.LAPSED);
            listener.lapsed(service, epoch);
        });
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
