package lastgood.control.preflight;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lastgood.core.port.Notifier;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people when the way back closes, and when it is open again: once each, and not at every look. Where a rollback would
/// go, and what is last good, have served before; so they are taken to be open until they are found to be closed, and after a
/// start a way that is closed is told once more.
public final class WayNotices {
    private static final Logger LOG = LoggerFactory.getLogger(WayNotices.class);

    private final Notifier notifier;
    private final Events events;
    private final InstantSource clock;

    /// What was told to be closed, and is.
    private final Map<ServiceName, Set<ReleaseId>> closed = new ConcurrentHashMap<>();

    /// Where what happens can be watched.
    @FunctionalInterface
    public interface Events {
        void tell(ServiceName service, HistoryLine line);
    }

    public WayNotices(Notifier notifier, Events events, InstantSource clock) {
        this.notifier = notifier;
        this.events = events;
        this.clock = clock;
    }

    /// @param ways all that were looked at
    void looked(ServiceName service, State state, List<WayBack> ways) {
        var before = closed.getOrDefault(service, Set.of());
        var now = new HashSet<ReleaseId>();
        for (var way : ways) {
            var id = way.release();
            if (!isWatched(state, id)) {
                continue;
            }
            if (!way.isOpen()) {
                now.add(id);
                if (!before.contains(id)) {
                    tell(service, state, id, Notice.WAY_CLOSED, closed(service, state, way, ways));
                }
            } else if (before.contains(id)) {
                var text = id + " can be gone back to again";
                tell(service, state, id, Notice.WAY_OPEN, text);
            }
        }
        closed.put(service, Set.copyOf(now));
    }

    /// The others are told of on the screen only.
    private static boolean isWatched(State state, ReleaseId id) {
        return Stream.of(state.rollbackTo(), state.standing().lastGood())
                .flatMap(Optional::stream)
                .anyMatch(id::equals);
    }

    private static String closed(
            ServiceName service, State state, WayBack way, List<WayBack> ways) {
        boolean live = state.phase().serving().equals(Optional.of(way.release()));
        return way.release()
                + (live
                        ? ", which is live, could not be made ready again: "
                        : " can no longer be gone back to: ")
                + String.join("; ", way.reasons())
                + ". "
                + instead(service, state, ways)
                + "What to do: lastgood doctor "
                + service;
    }

    private static String instead(ServiceName service, State state, List<WayBack> ways) {
        var live = state.phase().serving();
        return ways.stream()
                .filter(WayBack::isOpen)
                .map(WayBack::release)
                .filter(id -> live.isPresent() && id.number() < live.get().number())
                .findFirst()
                .map(id -> id + " still can: lastgood rollback " + service + " --to " + id + ". ")
                .orElse("");
    }

    private void tell(ServiceName service, State state, ReleaseId id, Notice notice, String text) {
        Instant at = clock.instant();
        if (notice == Notice.WAY_OPEN) {
            LOG.info("{}: {}", service, text);
        } else {
            LOG.error("{}: {}", service, text);
        }
        notifier.tell(service, at, notice, text);
        events.tell(
                service,
                new HistoryLine(
                        at,
                        state.phase().serving(),
                        Optional.of(id),
                        state.phase().candidate(),
                        notice == Notice.WAY_OPEN ? "way-open" : "way-closed",
                        Actor.SERVER,
                        text));
    }
}
