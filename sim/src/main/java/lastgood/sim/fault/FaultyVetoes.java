package lastgood.sim.fault;

import java.util.Set;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// A gateway's memory whose disk refuses for a while.
public record FaultyVetoes(Vetoes store, Weather weather) implements Vetoes {

    @Override
    public boolean add(ServiceName service, Route.Veto veto) {
        weather.call("before a veto is written");
        boolean added = !weather.refusesVeto() && store.add(service, veto);
        weather.call("after a veto is written");
        return added;
    }

    @Override
    public void remove(ServiceName service, Route.Veto veto) {
        weather.call("before a veto is forgotten");
        if (weather.canWrite()) {
            store.remove(service, veto);
        }
        weather.call("after a veto is forgotten");
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        return store.of(service);
    }
}
