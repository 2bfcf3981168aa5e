package lastgood.sim.fault;

import java.util.Optional;
import java.util.Set;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// The way from control to the gateway and back. The process may die at either end; what the gateway tells may come
/// twice.
public record FaultyBoard(RouteBoard gateway, Weather weather) implements RouteBoard {

    @Override
    public Pinned pin(Route route) {
        weather.call("before a route is up");
        var pinned = gateway.pin(route);
        weather.call("a route is up, and nobody knows");
        return pinned;
    }

    @Override
    public Optional<Route> route(ServiceName service) {
        return gateway.route(service);
    }

    @Override
    public void acknowledge(ServiceName service, Route.Veto veto) {
        weather.call("before a veto is acknowledged");
        gateway.acknowledge(service, veto);
        weather.call("after a veto is acknowledged");
    }

    @Override
    public Set<Route.Veto> unrecorded(ServiceName service) {
        return gateway.unrecorded(service);
    }

    @Override
    public void onVeto(Listener listener) {
        gateway.onVeto((service, veto, readings) -> {
            weather.call("before a veto is told");
            listener.vetoed(service, veto, readings);
            if (weather.doubles()) {
                listener.vetoed(service, veto, readings);
            }
        });
    }
}
