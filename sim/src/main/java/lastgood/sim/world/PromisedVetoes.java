package lastgood.sim.world;

import java.util.Set;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.sim.Reach;

/// The gateway's memory as the gateway sees it: what it is told to be durable it may rely on.
record PromisedVetoes(Vetoes memory, World world) implements Vetoes {

    @Override
    public boolean add(ServiceName service, Route.Veto veto) {
        boolean added = memory.add(service, veto);
        world.trace()
                .say(service.text(), Words.of(veto) + (added ? " is durable" : " is not stored"));
        if (added) {
            world.witness().vetoStored(service, veto);
        } else {
            world.trace().reach(Reach.VETO_NOT_STORED);
        }
        return added;
    }

    @Override
    public void remove(ServiceName service, Route.Veto veto) {
        memory.remove(service, veto);
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        return memory.of(service);
    }
}
