package lastgood.control.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lastgood.control.binding.Binder;
import lastgood.control.errand.Errands;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.notice.Feed;
import lastgood.core.port.Aliases;
import lastgood.core.port.Notifier;
import lastgood.core.port.Probe;
import lastgood.core.port.Releases;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.RouteBoard.Pinned;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hands of the running server. What takes long is an errand and comes back as an event.
public final class LiveHands implements Hands {
    private static final Logger LOG = LoggerFactory.getLogger(LiveHands.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final RouteBoard board;
    private final Probe probe;
    private final Releases releases;
    private final IncidentDesk incidents;
    private final Notifier notifier;
    private final Aliases aliases;
    private final Feed feed;
    private final StandbyKeeper standby;
    private final Function<ServiceName, ServiceLoop> loops;
    private final InstantSource clock;
    private final Errands errands;
    private final Binder binder;
    private final Runnable changed;

    public LiveHands(
            RouteBoard board,
            Probe probe,
            Releases releases,
            IncidentDesk incidents,
            Notifier notifier,
            Aliases aliases,
            Feed feed,
            StandbyKeeper standby,
            Function<ServiceName, ServiceLoop> loops,
            InstantSource clock,
            Errands errands,
            Binder binder,
            Runnable changed) {
        this.board = board;
        this.probe = probe;
        this.releases = releases;
        this.incidents = incidents;
        this.notifier = notifier;
        this.aliases = aliases;
        this.feed = feed;
        this.standby = standby;
        this.loops = loops;
        this.clock = clock;
        this.errands = errands;
        this.binder = binder;
        this.changed = changed;
    }

    @Override
    public void serve(ServiceName service, Command.Serve command) {
        putUp(new Route(service, command.epoch(), command.split()));
    }

    /// They were made ready before. One that is not any more keeps none of the others back: each is then put up by itself.
    @Override
    public void serve(List<Route> together) {
        var bound = together.stream().map(binder::bound).toList();
        if (!(board.pin(bound) instanceof Pinned.Done)) {
            together.forEach(this::putUp);
        }
    }

    @Override
    public void carryOut(ServiceName service, State state, Instant at, Command command) {
        switch (command) {
            case Command.Serve serve -> serve(service, serve);
            case Command.Acknowledge(var veto) ->
                    binder.asServed(veto).forEach(v -> board.acknowledge(service, v));
            case Command.Verify(var epoch, var release) -> verify(service, epoch, release);
            case Command.OpenIncident open -> incidents.open(service, at, open);
            case Command.CloseIncident(var release) ->
                    incidents.close(service, release, clock.instant());
            case Command.Notify(var notice, var text) -> {
                LOG.info("{}: {}: {}", service, notice, text);
                notifier.tell(service, at, notice, text);
            }
        }
    }

    @Override
    public void changed(ServiceName service, State state, Optional<HistoryLine> line) {
        line.ifPresent(l -> feed.add(service, l));
        aliases.changed(service, state);
        errands.now(() -> standby.arrange(service, state));
        changed.run();
    }

    private void putUp(Route route) {
        switch (board.pin(binder.bound(route))) {
            case Pinned.Done() ->
                    LOG.info(
                            "{}: epoch {} is up: {}",
                            route.service(),
                            route.epoch(),
                            route.split());
            case Pinned.Outrun(var epoch) ->
                    LOG.error("{}: epoch {} came after {}", route.service(), route.epoch(), epoch);
            case Pinned.NotReady(var missing, var why) ->
                    errands.now(() -> makeUp(route, named(route, missing), why));
        }
    }

    /// A route names a release that is not loaded. It is loaded and the route put up after all, unless another one is
    /// asked for by then. Where that fails, an exposed candidate is taken back; and where it is what should serve, the
    /// rules look for something else that can. It is tried again until they found it.
    private void makeUp(Route route, ReleaseId missing, String why) {
        if (isPast(route)) {
            return;
        }
        LOG.warn("{}: epoch {} waits for {}: {}", route.service(), route.epoch(), missing, why);
        var problem = standby.load(route.service(), missing);
        if (isPast(route)) {
            return;
        }
        if (problem.isEmpty()) {
            putUp(route);
            return;
        }
        var loop = loops.apply(route.service());
        var now = clock.instant();
        if (route.split() instanceof Route.Split.Trying) {
            var reason = missing + " could not be made ready: " + problem.get().cause();
            loop.handle(new Event.Stopped(now, Actor.SERVER, reason));
            return;
        }
        loop.handle(new Event.Unready(now, route.epoch(), missing, problem.get().cause()));
        errands.later(AGAIN, () -> makeUp(route, missing, why));
    }

    /// The release that the gateway misses, as the route names it.
    private static ReleaseId named(Route route, ReleaseId missing) {
        return route.releases().stream()
                .filter(id -> id.number() == missing.number())
                .findFirst()
                .orElse(missing);
    }

    /// A retreat's route is put up a moment before its state is in force, so a higher epoch is not past.
    private boolean isPast(Route route) {
        return loops.apply(route.service()).state().standing().epoch() > route.epoch();
    }

    /// A read that fails while it is looked for is no reason to stop looking.
    private void verify(ServiceName service, long epoch, ReleaseId id) {
        var verification =
                new Verification(
                        loops.apply(service), epoch, id, releases, binder, probe, clock, errands);
        errands.now(verification::look);
    }
}
