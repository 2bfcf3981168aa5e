package lastgood.control.preflight;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks along every way back, by itself: after a start, after every change, and again and again. One release at a time,
/// with what others leave of the machine.
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final int MOST = 5;

    /// After a change others have more urgent things to do.
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration EVERY = Duration.ofMinutes(15);

    private final Services services;
    private final Outlook outlook;
    private final Rehearsal rehearsal;
    private final WayNotices notices;
    private final InstantSource clock;
    private final Errands errands;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<ServiceName, List<WayBack>> known = new ConcurrentHashMap<>();

    /// By what would serve; only what was asked for last is kept.
    private final Map<ServiceName, Map<Digest, Seen>> seen = new ConcurrentHashMap<>();

    private volatile boolean awake;

    private record Seen(Rehearsed rehearsed, Instant at) {}

    public Preflight(
            Services services,
            Outlook outlook,
            Rehearsal rehearsal,
            WayNotices notices,
            InstantSource clock,
            Errands errands) {
        this.services = services;
        this.outlook = outlook;
        this.rehearsal = rehearsal;
        this.notices = notices;
        this.clock = clock;
        this.errands = errands;
    }

    /// Everything that serves has been taken up.
    public void begin() {
        awake = true;
        changed();
        errands.spare(EVERY, this::again);
    }

    /// Something changed: where that opens or closes a way back, it is known soon.
    public void changed() {
        if (awake && asked.compareAndSet(false, true)) {
            errands.spare(SOON, this::follow);
        }
    }

    /// What was found last, the likeliest target first; none until the first look.
    public List<WayBack> of(ServiceName service) {
        return known.getOrDefault(service, List.of());
    }

    /// Looks along every way back of one service, now.
    public List<WayBack> look(ServiceLoop loop) {
        return look(loop, Duration.ZERO);
    }

    private void follow() {
        asked.set(false);
        services.all().forEach(loop -> safely(loop, EVERY));
    }

    /// Whatever goes wrong in one round, there is a next one.
    private void again() {
        try {
            services.all().forEach(loop -> safely(loop, Duration.ZERO));
        } finally {
            errands.spare(EVERY, this::again);
        }
    }

    private void safely(ServiceLoop loop, Duration fresh) {
        try {
            look(loop, fresh);
        } catch (RuntimeException e) {
            LOG.error("{}: its ways back could not be looked at", loop.service(), e);
        }
    }

    /// @param fresh what was tried no longer ago than this, and passed, is not tried again
    private List<WayBack> look(ServiceLoop loop, Duration fresh) {
        turn.lock();
        try {
            var service = loop.service();
            var ways = new ArrayList<WayBack>();
            var used = new HashMap<Digest, Seen>();
            var state = loop.state();
            for (var id : outlook.releases(service, state, MOST)) {
                ways.add(look(loop, id, fresh, used));
            }
            if (Thread.currentThread().isInterrupted()) {
                return List.copyOf(ways); // the server closes: what was broken off tells nothing
            }
            seen.put(service, used);
            tell(service, of(service), ways);
            known.put(service, List.copyOf(ways));
            notices.looked(service, state, ways);
            return List.copyOf(ways);
        } finally {
            turn.unlock();
        }
    }

    private WayBack look(ServiceLoop loop, ReleaseId id, Duration fresh, Map<Digest, Seen> used) {
        try {
            return switch (outlook.to(loop.service(), loop.state(), id)) {
                case Outcome.Refused<Outlook.Way>(var problem) ->
                        closed(id, Rehearsal.said(problem));
                case Outcome.Done<Outlook.Way>(var way) -> {
                    var found = recent(loop.service(), way, fresh).orElseGet(() -> rehearse(way));
                    used.put(way.serving().id().digest(), found);
                    var rehearsed = found.rehearsed();
                    yield new WayBack(
                            id,
                            rehearsed.reasons(),
                            rehearsed.remarks(),
                            rehearsed.steps(),
                            found.at());
                }
            };
        } catch (IOException e) {
            return closed(id, "the store cannot be read: " + e.getMessage());
        }
    }

    private Seen rehearse(Outlook.Way way) {
        return new Seen(rehearsal.of(way, Workbench.Pace.SPARE), clock.instant());
    }

    private Optional<Seen> recent(ServiceName service, Outlook.Way way, Duration fresh) {
        var since = clock.instant().minus(fresh);
        return Optional.ofNullable(
                        seen.getOrDefault(service, Map.of()).get(way.serving().id().digest()))
                .filter(s -> s.rehearsed().isSound() && s.at().isAfter(since));
    }

    private WayBack closed(ReleaseId id, String why) {
        return new WayBack(id, List.of(why), List.of(), List.of(), clock.instant());
    }

    /// Only what is news.
    private static void tell(ServiceName service, List<WayBack> before, List<WayBack> now) {
        for (var way : now) {
            boolean isNews =
                    before.stream()
                            .noneMatch(b ->
                                    b.release().equals(way.release())
                                            && b.reasons().equals(way.reasons()));
            if (isNews && !way.isOpen()) {
                LOG.warn(
                        "{}: {} could not be gone back to now: {}",
                        service,
                        way.release(),
                        String.join("; ", way.reasons()));
            }
        }
    }
}
