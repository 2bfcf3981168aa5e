package lastgood.control.rollout;

import java.util.List;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;

/// Carries out commands. Nothing here may take long: what does is started and reported as an event later.
public interface Hands {
    /// Puts a route up. What cannot be put up comes back as an event.
    void serve(ServiceName service, Command.Serve command);

    /// Puts routes of several services up at once.
    void serve(List<Route> together);

    /// Everything that is not a change of traffic, once it is written down.
    void carryOut(ServiceName service, State state, java.time.Instant at, Command command);

    /// A state is in force. `line` is there where people would want to read of it.
    void changed(ServiceName service, State state, java.util.Optional<HistoryLine> line);
}
