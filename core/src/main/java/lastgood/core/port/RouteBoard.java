package lastgood.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Where routes are pinned up: control writes, gateways read; neither knows the other.
public interface RouteBoard {
    /// Puts up a route whose epoch is higher than the one before. The same route again is `Done`.
    Pinned pin(Route route);

    /// Puts up routes of several services at once: a request sees all of them or none. The first answer that is not `Done`
    /// is the answer, and none of them is up then.
    Pinned pin(List<Route> together);

    /// The route that is up, vetoes not considered.
    Optional<Route> route(ServiceName service);

    /// Takes a veto off: control has written it down and will not expose that release in that rollout again.
    void acknowledge(ServiceName service, Route.Veto veto);

    /// The vetoes that are in force but not written down yet, because the disk refused them: a crash would forget them.
    /// They are tried again until they are written or acknowledged. Asked after a retreat, it says how far that retreat
    /// can be relied on.
    Set<Route.Veto> unrecorded(ServiceName service);

    /// All vetoes of a service, also those that no route exposes now.
    Set<Route.Veto> vetoes(ServiceName service);

    /// Hears of vetoes, also of those left from before a restart, as soon as a route exposes what they forbid.
    void onVeto(Listener listener);

    /// A sign of life: control has just read this service's guards. A candidate's [lastgood.core.rollout.Lease] begins
    /// anew with it, unless it is over.
    void renew(ServiceName service);

    /// Hears of leases that ran out: of each once, and again with every route that still exposes that rollout's candidate.
    /// Until a route goes up that does not, the candidate stays at 0 %.
    void onLapse(LapseListener listener);

    /// Hears of services that a person had the gateway itself put back, also of those from before it listened. Each is a
    /// veto [Route.Veto#ofAny] or one of the route that is up, and ends when that is acknowledged.
    void onPutBack(PutBackListener listener);

    sealed interface Pinned {
        /// The gateway serves by it from now on.
        record Done() implements Pinned {}

        /// A higher epoch is up already.
        record Outrun(long epoch) implements Pinned {}

        /// The gateway does not hold this release loaded and warm.
        record NotReady(ReleaseId release, String why) implements Pinned {}
    }

    @FunctionalInterface
    interface Listener {
        void vetoed(ServiceName service, Route.Veto veto, List<Reading> readings);
    }

    @FunctionalInterface
    interface LapseListener {
        /// @param epoch of the route that is up
        void lapsed(ServiceName service, long epoch);
    }

    /// @param from what got requests that now go to `to`, by the names that the gateway knows them by
    record PutBack(ServiceName service, ReleaseId from, ReleaseId to, Instant at, Actor by) {}

    @FunctionalInterface
    interface PutBackListener {
        void putBack(PutBack what);
    }
}
