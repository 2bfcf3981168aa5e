package lastgood.sim.world;

import lastgood.core.port.Probe;
import lastgood.core.release.Release;
import lastgood.gateway.routing.Line;
import lastgood.gateway.routing.Switchboard;

/// Golden rows asked of the gateway, as a caller would ask, but seen by no statistic. Sometimes no answer comes.
record Eyes(World world, Switchboard<Loaded> board) implements Probe {

    @Override
    public Seen ask(Release expected) {
        if (world.weather().failsProbe()) {
            return new Seen.Otherwise("no answer came in time");
        }
        var lanes = board.now().line(expected.service().text()).flatMap(Line::lanes);
        if (lanes.isEmpty()) {
            return new Seen.Otherwise("nothing is live");
        }
        var assigned = lanes.get().assignLive().uncounted();
        return assigned.first().id().equals(expected.id())
                ? new Seen.AsAsked(assigned.epoch())
                : new Seen.Otherwise(assigned.first().id() + " answers");
    }
}
