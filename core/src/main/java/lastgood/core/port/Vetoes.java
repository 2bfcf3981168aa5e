package lastgood.core.port;

import java.util.Set;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// The gateway's own memory of what it will not serve; it outlives its process.
public interface Vetoes {
    /// Durable when it returns true. False: the disk refused; the caller goes on without.
    boolean add(ServiceName service, Route.Veto veto);

    void remove(ServiceName service, Route.Veto veto);

    Set<Route.Veto> of(ServiceName service);
}
