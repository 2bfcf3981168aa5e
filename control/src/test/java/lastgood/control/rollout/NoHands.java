package lastgood.control.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;

/// Nothing is carried out.
public final class NoHands implements Hands {
    @Override
    public void serve(ServiceName service, Command.Serve command) {}

    @Override
    public void serve(List<Route> together) {}

    @Override
    public void carryOut(ServiceName service, State state, Instant at, Command command) {}

    @Override
    public void changed(ServiceName service, State state, Optional<HistoryLine> line) {}
}
