package lastgood.sim.world;

import java.util.Set;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// The disk under the gateway's memory, with somebody who looks on.
record WitnessedVetoes(Vetoes store, World world) implements Vetoes {

    @Override
    public boolean add(ServiceName service, Route.Veto veto) {
        return store.add(service, veto);
    }

    @Override
    public void remove(ServiceName service, Route.Veto veto) {
        if (store.of(service).contains(veto)) {
            world.trace().say(service.text(), Words.of(veto) + " is forgotten");
            world.witness().vetoForgotten(service, veto);
        }
        store.remove(service, veto);
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        return store.of(service);
    }
}
