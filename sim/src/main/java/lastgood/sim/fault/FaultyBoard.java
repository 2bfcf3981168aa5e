package lastgood.sim.fault;

import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.sim.BoardInFront;

/// The way from control to the gateway and back. The process may die at either end; what the gateway tells may come
/// twice.
public final class FaultyBoard extends BoardInFront {
    private final Weather weather;

    public FaultyBoard(RouteBoard gateway, Weather weather) {
        super(gateway);
        this.weather = weather;
    }

    @Override
    public Pinned pin(Route route) {
        weather.call("before a route is up");
        var pinned = board.pin(route);
        weather.call("a route is up, and nobody knows");
        return pinned;
    }

    @Override
    public void acknowledge(ServiceName service, Route.Veto veto) {
        weather.call("before a veto is acknowledged");
        board.acknowledge(service, veto);
        weather.call("after a veto is acknowledged");
    }

    @Override
    public void onLapse(LapseListener listener) {
        board.onLapse((service, epoch) -> {
            listener.lapsed(service, epoch);
            if (weather.doubles()) {
                listener.lapsed(service, epoch);
            }
        });
    }

    @Override
    public void onVeto(Listener listener) {
        board.onVeto((service, veto, readings) -> {
            weather.call("before a veto is told");
            listener.vetoed(service, veto, readings);
            if (weather.doubles()) {
                listener.vetoed(service, veto, readings);
            }
        });
    }
}
